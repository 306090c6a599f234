using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Correspondence.Directory.Pages;

/// <summary>The own entry: each field is shown only with its consent, and all can be withdrawn.</summary>
[Requires(CorrespondenceActs.ReadDirectoryName)]
[NeverCached]
public sealed class DirectoryOwnModel(DirectoryQueries directory, DirectoryOperations operations, SiteLanguages languages) : FormPage
{
    public IReadOnlyList<Language> Languages => languages.All;

    public ContactWish Wish { get; private set; } = new("", false, false, "", "", false, [], false, false);

    public int Version { get; private set; }

    public bool IsSaved { get; private set; }

    public async Task OnGetAsync(bool saved, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        IsSaved = saved;
    }

    public async Task<IActionResult> OnPostAsync(int version, [Bind(Prefix = "")] ContactForm form, CancellationToken cancellationToken)
    {
        var outcome = await operations.SaveAsync(Reader.Viewer, version, form.ToWish(), cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To("/desk/directory/mine?saved=true"));
        await LoadAsync(cancellationToken);
        Wish = form.ToWish();
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancellationToken)
    {
        await operations.WithdrawAsync(Reader.Viewer, cancellationToken);
        return Redirect(Reader.To("/desk/directory"));
    }

    public FormField FieldOf(string name, string key, string value) => new(name, T[key], value, FaultOf(name)) { MaxLength = 100 };

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        Title = T["directory.own"];
        if (await directory.OwnAsync(Reader.Viewer, cancellationToken) is not { } own) return;
        Version = own.Version;
        Wish = new ContactWish(
            own.Phone ?? "", own.Phone is not null, own.ShowsMail, own.Messenger ?? "", own.MessengerId ?? "", own.MessengerId is not null, own.Languages, own.Languages.Count > 0, own.ShowsZone);
    }
}

/// <summary>What the form of an entry sends; boxes that are not ticked send nothing.</summary>
public sealed record ContactForm
{
    public string? Phone { get; init; }

    public bool ShowsPhone { get; init; }

    public bool ShowsMail { get; init; }

    public string? Messenger { get; init; }

    public string? MessengerId { get; init; }

    public bool ShowsMessenger { get; init; }

    public List<string> Spoken { get; init; } = [];

    public bool ShowsLanguages { get; init; }

    public bool ShowsZone { get; init; }

    /// <summary>As the operation takes it.</summary>
    public ContactWish ToWish() => new(Phone ?? "", ShowsPhone, ShowsMail, Messenger ?? "", MessengerId ?? "", ShowsMessenger, Spoken, ShowsLanguages, ShowsZone);
}
