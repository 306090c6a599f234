using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Translation.Tasks;

/// <summary>Texts that a translator or reviewer has, and those that are free to take.</summary>
internal sealed class TranslationQueue(Permissions permissions) : IDeskQueue
{
    public string TextKey => "queue.translations";

    public string Path => "/desk/translations";

    public int Order => 20;

    public Act Requires => TranslationActs.Read;

    public Task<int> CountAsync(RotundaDb db, Viewer viewer, CancellationToken cancellationToken) =>
        TaskQueries.CountAsync(db, viewer, permissions, cancellationToken);
}

/// <summary>Until when texts are to be translated and reviewed: for whoever took them, and for the editors all.</summary>
internal sealed class TranslationsDue(Permissions permissions) : IDueSource
{
    public async Task<IReadOnlyList<DueItem>> DueAsync(RotundaDb db, Reader reader, Instant until, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(reader.Viewer, TranslationActs.Read)) return [];
        var rows = await TaskQueries.DueAsync(db, reader.Viewer, permissions.May(reader.Viewer, TranslationActs.Assign), until, reader.Language.Code, cancellationToken);
        return [.. rows.Select(row => new DueItem(
            row.DueAt!.Value, reader.To($"/desk/texts/{row.TextId}/{row.Language}"), () => row.Title,
            () => reader.Texts.Format(row.Stage == TaskStage.Reviewing ? "task.review-into" : "task.translate-into", ("language", reader.Texts.NameOf(row.Language)))))];
    }
}
