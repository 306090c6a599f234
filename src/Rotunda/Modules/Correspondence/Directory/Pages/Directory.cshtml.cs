using NodaTime;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Correspondence.Directory.Pages;

/// <summary>Officers and how to reach them, for officers only.</summary>
[Requires(CorrespondenceActs.ReadDirectoryName)]
[NeverCached]
public sealed class DirectoryModel(DirectoryQueries directory, IClock clock) : SitePage
{
    public IReadOnlyList<DirectoryEntry> Entries { get; private set; } = [];

    public string Search { get; private set; } = "";

    public bool HasOwn { get; private set; }

    public async Task OnGetAsync(string? q, CancellationToken cancellationToken)
    {
        (Title, Search) = (T["directory.title"], q ?? "");
        HasOwn = await directory.OwnAsync(Reader.Viewer, cancellationToken) is not null;
        Entries = await directory.AllAsync(Reader.Viewer, Search, cancellationToken);
    }

    /// <summary>The time in a zone now, such as «21:05».</summary>
    public string NowIn(string zone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is { } known ? T.Clock(clock.GetCurrentInstant().InZone(known).TimeOfDay) : "";
}
