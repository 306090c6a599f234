using Microsoft.EntityFrameworkCore;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Intake;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>Begins the announcement of a handover as a draft of the newsroom.</summary>
internal sealed class HandoverAnnouncements(RotundaDb db, ArticleOperations articles, Permissions permissions) : IAnnouncementDesk
{
    public bool MayBegin(Viewer viewer) => permissions.May(viewer, NewsroomActs.Write);

    public async Task<(Outcome Outcome, string? Path)> BeginAsync(Viewer viewer, Language language, AnnouncementDraft draft, CancellationToken cancellationToken)
    {
        // An association may have other categories
        var hasCategory = await db.Topics.AnyAsync(topic => topic.Code == AnnouncementDraft.Category, cancellationToken);
        var (outcome, id) = await articles.CreateAsync(
            viewer,
            new NewArticle(
                language.Code, new SourceWish { Title = InlineWriting.Escape(draft.Title), Deck = InlineWriting.Escape(draft.Deck), Description = draft.Title, Markdown = draft.Body },
                new DetailsWish { Kind = ArticleKind.Announcement, Date = LocalDatePattern.Iso.Format(draft.Day), Categories = hasCategory ? [AnnouncementDraft.Category] : [], References = draft.References }),
            cancellationToken);
        return (outcome, id is null ? null : $"/desk/articles/{id}?begun");
    }
}
