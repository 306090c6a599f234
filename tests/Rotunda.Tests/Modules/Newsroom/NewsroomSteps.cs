using System.Net;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Audit;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Steps of an article's life over HTTP, for tests of single things in it.</summary>
internal sealed class NewsroomSteps(Site site)
{
    private static int s_number;

    public Task<Visitor> SignInAsync(string name, string role, string scope = "") => site.SignInAsAsync($"{name}-{Interlocked.Increment(ref s_number)}-{site.Location.IsPostgres}@example.org".ToLowerInvariant(), role, scope);

    /// <summary>An article in Russian, as its editor begins it.</summary>
    public async Task<(Guid Id, Guid TextId)> BeginAsync(Visitor editor, string title, string body = "Форум откроется в Москве.\n\nВторой абзац.", string kind = "News")
    {
        using var begun = await editor.PostAsync("/en/desk/articles/new", [("Language", "ru"), ("Title", title), ("Deck", "Подзаголовок."), ("Markdown", body), ("Kind", kind), ("Date", "2026-11-22")]);
        Assert.True(begun.StatusCode == HttpStatusCode.Found, (await Visitor.ParseAsync(begun)).QuerySelector(".fault-summary")?.TextContent);
        var id = Guid.Parse(begun.Headers.Location!.OriginalString.Split('/')[^1].Split('?')[0]);
        await using var db = site.Db();
        return (id, await db.Set<Article>().Where(row => row.Id == id).Select(row => row.TextId).SingleAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Asks for a translation.</summary>
    /// <returns>The path of the text on the desk.</returns>
    public async Task<string> AskAsync(Visitor editor, (Guid Id, Guid TextId) article, string language)
    {
        using var asked = await editor.PostAsync($"/en/desk/articles/{article.Id}/{language}", [], "form[action$='handler=Assign']");
        Assert.Equal(HttpStatusCode.Found, asked.StatusCode);
        return $"/en/desk/texts/{article.TextId}/{language}";
    }

    public async Task PublishAsync(Visitor editor, Guid id, string language, string slug)
    {
        using var published = await editor.PostAsync($"/en/desk/articles/{id}/{language}", slug.Length > 0 ? [("Slug", slug)] : [], "form[action$='handler=Publish']");
        Assert.True(published.StatusCode == HttpStatusCode.Found, (await Visitor.ParseAsync(published)).QuerySelector(".fault-summary")?.TextContent);
    }

    /// <summary>An editor writes the body of an article anew.</summary>
    public static async Task RewriteAsync(Visitor editor, Guid id, string body)
    {
        using var rewritten = await editor.PostAsync($"/en/desk/articles/{id}/edit", [("Markdown", body)], "form[action$='handler=Source']");
        Assert.Equal(HttpStatusCode.Found, rewritten.StatusCode);
    }

    /// <summary>Makes a link to the Russian working copy that holds for a week.</summary>
    /// <returns>The path of the link.</returns>
    public static async Task<string> PreviewAsync(Visitor editor, Guid id)
    {
        using var made = await editor.PostAsync($"/en/desk/articles/{id}/ru", [("days", "7")], "form[action$='handler=Preview']");
        return new Uri((await Visitor.ParseAsync(made)).QuerySelector("code.secret")!.TextContent).AbsolutePath;
    }

    /// <summary>Types into the segments in their order and presses a button.</summary>
    public async Task TypeAsync(Visitor translator, string path, IReadOnlyList<string> words, string act, HttpStatusCode expected = HttpStatusCode.Found)
    {
        var areas = (await translator.PageAsync(path)).QuerySelectorAll(".segment textarea").Select(area => area.GetAttribute("name")!).ToList();
        await ActAsync(translator, path, act, [.. words.Zip(areas, (word, name) => (name, word))], expected);
    }

    public async Task ActAsync(Visitor visitor, string path, string act, IReadOnlyList<(string, string)>? fields = null, HttpStatusCode expected = HttpStatusCode.Found)
    {
        using var response = await visitor.PostAsync(path, [.. fields ?? [], ("act", act)], "form.text-form");
        Assert.True(response.StatusCode == expected, $"{act} answered {(int)response.StatusCode}: {(await Visitor.ParseAsync(response)).QuerySelector(".fault-summary, .conflict")?.TextContent}");
    }

    /// <summary>The working copy of a text, with all that it holds.</summary>
    public async Task<TranslatedText> TextAsync(Guid textId)
    {
        await using var db = site.Db();
        return await db.Texts.AsNoTracking().AsSplitQuery().Include(row => row.Blocks).Include(row => row.Segments).ThenInclude(segment => segment.Texts).SingleAsync(row => row.Id == textId, TestContext.Current.CancellationToken);
    }

    /// <summary>The number of audit entries about a thing.</summary>
    public async Task<int> AuditedAsync(Guid subject)
    {
        await using var db = site.Db();
        var id = subject.ToString();
        return await db.AuditEntries.CountAsync(row => row.SubjectId == id, TestContext.Current.CancellationToken);
    }
}
