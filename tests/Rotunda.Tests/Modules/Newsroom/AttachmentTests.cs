using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Media.Attachments;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Documents that editors put beside their texts, and files that texts name and nobody has.</summary>
public abstract class AttachmentTests(Site site)
{
    private const string Path = "/en/desk/attachments";

    private readonly NewsroomSteps _steps = new(site);

    [Fact]
    public async Task A_document_is_uploaded_offered_by_a_text_and_kept_while_it_is()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var reader = site.Visit();
        var added = await UploadAsync(editor, "Программа [встречи] (1).PDF", Encoding.ASCII.GetBytes("%PDF-1.7 programme"));
        var address = $"/media/{added.Hash}/{Uri.EscapeDataString(added.Name)}";
        var snippet = (await editor.PageAsync(Path)).QuerySelector($"#a-{added.Id} code")!.TextContent;
        Assert.Equal(("Программа [встречи] (1).pdf", "application/pdf"), (added.Name, added.MediaType));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (await editor.StatusAsync(address), await reader.StatusAsync(address)));

        var article = await _steps.BeginAsync(editor, "Статья с вложением", "Абзац.\n\n" + snippet);
        var block = (await _steps.TextAsync(article.TextId)).Blocks.Single(row => row.Kind == BlockKind.Attachment);
        Assert.Equal(added.Target, block.Target);
        Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync(address));
        await _steps.PublishAsync(editor, article.Id, "ru", "s-vlozheniem");
        var link = (await reader.PageAsync("/ru/news/2026/s-vlozheniem")).QuerySelector("p.attachment a")!;
        Assert.Equal("Программа [встречи] (1)", link.TextContent);
        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync(link.GetAttribute("href")!));

        // Neither while a text names it nor while an earlier version may be put back
        using (var kept = await editor.PostAsync(Path, [], $"#a-{added.Id} form")) Assert.Equal(HttpStatusCode.UnprocessableEntity, kept.StatusCode);
        using (var rewritten = await editor.PostAsync($"/en/desk/articles/{article.Id}/edit", [("Markdown", "Абзац.")], "form[action$='handler=Source']")) Assert.Equal(HttpStatusCode.Found, rewritten.StatusCode);
        await _steps.PublishAsync(editor, article.Id, "ru", "");
        using (var kept = await editor.PostAsync(Path, [], $"#a-{added.Id} form")) Assert.Equal(HttpStatusCode.UnprocessableEntity, kept.StatusCode);
        var unused = await UploadAsync(editor, "лишнее.txt", Encoding.UTF8.GetBytes("Лишнее."));
        using (var gone = await editor.PostAsync(Path, [], $"#a-{unused.Id} form")) Assert.Equal(HttpStatusCode.Found, gone.StatusCode);
        Assert.Null((await editor.PageAsync(Path)).QuerySelector($"#a-{unused.Id}"));
    }

    [Fact]
    public async Task What_is_no_document_is_refused_and_the_same_one_is_found_again()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var first = await UploadAsync(editor, "one.txt", Encoding.UTF8.GetBytes("Один и тот же."));

        var second = await UploadAsync(editor, "two.txt", Encoding.UTF8.GetBytes("Один и тот же."));
        using var program = await editor.UploadAsync(Path, [], [("File", "programme.pdf", [0x4D, 0x5A, 0x00, 0x01, 0x02])]);
        using var nothing = await editor.UploadAsync(Path, [], []);

        Assert.Equal((first.Id, "one.txt"), (second.Id, second.Name));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (program.StatusCode, nothing.StatusCode));
        Assert.NotNull((await Visitor.ParseAsync(program)).QuerySelector(".fault-summary a[href='#f-file']"));
    }

    [Fact]
    public async Task A_text_cannot_name_what_is_not_there_and_verification_says_where_one_does()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Статья без файлов", "Абзац.");
        var file = await UploadAsync(editor, "known.txt", Encoding.UTF8.GetBytes("Известный файл."));
        var nowhere = $"file:{new string('c', 64)}/nowhere.pdf";
        foreach (var markdown in new[] { $"![Картинка]({nowhere})", $"[Файл]({nowhere})", $"![Не картинка]({file.Target})" })
        {
            using var refused = await editor.PostAsync($"/en/desk/articles/{article.Id}/edit", [("Markdown", "Абзац.\n\n" + markdown)], "form[action$='handler=Source']");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("is not here", (await Visitor.ParseAsync(refused)).QuerySelector(".fault-summary")!.TextContent, StringComparison.Ordinal);
        }

        await using var db = site.Db();
        var block = new Block { Id = RowId.New(), TextId = article.TextId, Order = 90, Kind = BlockKind.Attachment, Target = nowhere };
        db.Add(block);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var violations = await new ArticleFilesExist().ViolationsAsync(db, TestContext.Current.CancellationToken);
        db.Remove(block);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        Assert.Contains($"offers {nowhere}, which is not stored.", Assert.Single(violations), StringComparison.Ordinal);
        Assert.Empty(await new ArticleFilesExist().ViolationsAsync(db, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_that_send_or_remove_the_same_document_at_once_are_both_answered()
    {
        var editor = new Viewer(RowId.New(), "editor", [new Grant(TranslationRoles.Editor, null)]);
        var content = Encoding.UTF8.GetBytes($"Одновременно, {site.Location.IsPostgres}.");
        var file = new SentFile("at-once.txt", content.Length, () => new MemoryStream(content));
        await using var first = site.Services.CreateAsyncScope();
        await using var second = site.Services.CreateAsyncScope();
        await using var third = site.Services.CreateAsyncScope();
        await using var fourth = site.Services.CreateAsyncScope();
        (Outcome Outcome, Guid? Id) quicker = default;

        // The time is asked for when the document was looked for and is not stored yet
        var clock = new ActingClock(async () => quicker = await second.ServiceProvider.GetRequiredService<AttachmentOperations>().UploadAsync(editor, file, CancellationToken.None), site.Clock);
        var slower = await ActivatorUtilities.CreateInstance<AttachmentOperations>(first.ServiceProvider, clock).UploadAsync(editor, file, CancellationToken.None);
        var removed = default(Outcome);
        IFileUses[] uses = [new ActingUses(async () => removed = await fourth.ServiceProvider.GetRequiredService<AttachmentOperations>().RemoveAsync(editor, quicker.Id!.Value, CancellationToken.None))];
        var late = await ActivatorUtilities.CreateInstance<AttachmentOperations>(third.ServiceProvider, (object)uses).RemoveAsync(editor, quicker.Id!.Value, CancellationToken.None);

        Assert.IsType<Outcome.Done>(slower.Outcome);
        Assert.Equal(quicker.Id, Assert.NotNull(slower.Id));
        Assert.IsType<Outcome.Done>(removed);
        Assert.IsType<Outcome.Missing>(late);
    }

    private async Task<Attachment> UploadAsync(Visitor editor, string name, byte[] content)
    {
        using var response = await editor.UploadAsync(Path, [], [("File", name, content)]);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        var id = Guid.Parse(response.Headers.Location!.OriginalString.Split("added=")[1]);
        await using var db = site.Db();
        return await db.Attachments.AsNoTracking().SingleAsync(row => row.Id == id, TestContext.Current.CancellationToken);
    }

    /// <summary>Does something when it is asked.</summary>
    private sealed class ActingClock(Func<Task> act, IClock clock) : IClock
    {
        public Instant GetCurrentInstant()
        {
            Task.Run(act).GetAwaiter().GetResult();
            return clock.GetCurrentInstant();
        }
    }

    /// <summary>Does something when it is asked, and names nothing.</summary>
    private sealed class ActingUses(Func<Task> act) : IFileUses
    {
        public async Task<bool> NamesAsync(string hash, CancellationToken cancellationToken)
        {
            await act();
            return false;
        }
    }
}

public sealed class AttachmentTestsOnSqlite(CrowdSqliteSite site) : AttachmentTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class AttachmentTestsOnPostgres(CrowdPostgresSite site) : AttachmentTests(site), IClassFixture<CrowdPostgresSite>;
