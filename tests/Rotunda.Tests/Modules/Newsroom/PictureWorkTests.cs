using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Media.Images;
using Rotunda.Tests.Modules.Translation.Desk;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Pictures that the library describes are no work for translators; those that it does not are.</summary>
public abstract class PictureWorkTests(Site site)
{
    private readonly NewsroomSteps _steps = new(site);

    [Fact]
    public async Task A_picture_that_the_library_describes_neither_holds_up_nor_reopens_a_translation()
    {
        var (editor, translator, reviewer) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("translator", "translator", "pair:ru-en"), await _steps.SignInAsync("reviewer", "text-reviewer", "language:en"));
        var (known, unknown) = (await PictureAsync("gate.png", 81, ("en", "The main gate")), await PictureAsync("hall.png", 82));
        var article = await _steps.BeginAsync(editor, "Снимок с описанием", $"![Главные ворота]({known})\n\nАбзац.");
        var desk = await _steps.AskAsync(editor, article, "en");
        await _steps.ActAsync(translator, desk, "take");
        await _steps.TypeAsync(translator, desk, ["A described picture", "A deck.", "", "A paragraph."], "save");

        await _steps.ActAsync(translator, desk, "submit");
        Assert.Equal(TaskStage.Reviewing, (await TaskAsync(article.TextId)).Stage);
        Assert.DoesNotContain(article.TextId.ToString(), await StaleAsync(translator), StringComparison.Ordinal);
        await _steps.ActAsync(reviewer, desk, "approve-all");
        await _steps.PublishAsync(editor, article.Id, "en", "a-described-picture");
        Assert.Equal(TaskStage.Done, (await TaskAsync(article.TextId)).Stage);

        // Nothing of it is open, whatever else is published; the days for it stay
        var day = site.Clock.GetCurrentInstant() + Duration.FromDays(3);
        await using (var db = site.Db()) await db.TranslationTasks.Where(task => task.TextId == article.TextId).ExecuteUpdateAsync(set => set.SetProperty(task => task.ReviewBy, day), TestContext.Current.CancellationToken);
        await _steps.PublishAsync(editor, article.Id, "ru", "snimok-s-opisaniem");
        await _steps.PublishAsync(editor, article.Id, "en", "");
        var task = await TaskAsync(article.TextId);
        Assert.Equal((TaskStage.Done, true), (task.Stage, task.ReviewBy is not null));

        // Another picture, of which nobody says in English what it shows, is work
        await NewsroomSteps.RewriteAsync(editor, article.Id, $"![Главные ворота]({known})\n\nАбзац.\n\n![Зал]({unknown})");
        Assert.Equal(TaskStage.Translating, (await TaskAsync(article.TextId)).Stage);
        using (var refused = await translator.PostAsync(desk, [("act", "submit")], "form.text-form"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("1", (await Visitor.ParseAsync(refused)).QuerySelector(".fault-summary")!.TextContent, StringComparison.Ordinal);
        }

        await _steps.TypeAsync(translator, desk, ["A described picture", "A deck.", "", "A paragraph.", "The hall"], "save");
        await _steps.ActAsync(translator, desk, "submit");
    }

    private static async Task<string> StaleAsync(Visitor visitor) => (await visitor.PageAsync("/en/desk/translations")).QuerySelector("#queue-stale")!.ParentElement!.InnerHtml;

    private async Task<TranslationTask> TaskAsync(Guid textId)
    {
        await using var db = site.Db();
        return await db.TranslationTasks.AsNoTracking().SingleAsync(task => task.TextId == textId && task.Language == "en", TestContext.Current.CancellationToken);
    }

    private async Task<string> PictureAsync(string name, int height, params (string Language, string? Text)[] alternative)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
        var (image, _) = await scope.ServiceProvider.GetRequiredService<ImageOperations>().TakeAsync(db, Viewer.Program, Pictures.Png(120, height), name, CancellationToken.None);
        image!.Alternative = LocalizedText.Of(alternative);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return image.Target;
    }
}

public sealed class PictureWorkTestsOnSqlite(CrowdSqliteSite site) : PictureWorkTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class PictureWorkTestsOnPostgres(CrowdPostgresSite site) : PictureWorkTests(site), IClassFixture<CrowdPostgresSite>;
