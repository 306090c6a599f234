using System.Net;
using Microsoft.EntityFrameworkCore;
using Rotunda.Modules.Translation.Terms;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Terms;

/// <summary>The termbase on the desk.</summary>
public abstract class TermbaseTests(Site site)
{
    [Fact]
    public async Task A_term_is_written_shown_and_exported()
    {
        var editor = await site.SignInAsAsync("terms-writer@example.org", "editor");

        using var saved = await editor.PostAsync("/en/desk/termbase/new", [("en.Preferred", "green line"), ("ru.Preferred", "зелёная линия"), ("zh.Preferred", "绿线"), ("ru.Forbidden", "зелёный путь\r\nзелёная дорога"), ("ru.Note", "с малой буквы")]);
        var page = await editor.PageAsync("/en/desk/termbase?q=green");
        var file = await (await editor.GetAsync("/en/desk/termbase/termbase.tbx")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Equal(["зелёный путь", "зелёная дорога"], page.QuerySelectorAll(".terms .never s").Select(word => word.TextContent));
        Assert.Contains("<term>绿线</term>", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_who_write_at_once_see_both_texts()
    {
        var editor = await site.SignInAsAsync("terms-first@example.org", "editor");
        using var made = await editor.PostAsync("/en/desk/termbase/new", [("en.Preferred", "shared concept")]);
        var path = (await editor.PageAsync("/en/desk/termbase?q=shared")).QuerySelector(".terms a")!.GetAttribute("href")!;
        var form = (await editor.PageAsync(path)).QuerySelector("main form[method=post]")!;
        using var quicker = await editor.PostAsync(path, [("en.Preferred", "shared notion")]);

        using var slower = await editor.SubmitAsync(form, path, [("en.Preferred", "shared idea")]);
        var page = await Visitor.ParseAsync(slower);

        Assert.Equal(HttpStatusCode.Conflict, slower.StatusCode);
        Assert.Equal(("shared idea", true), (page.QuerySelector("[name='en.Preferred']")!.GetAttribute("value"), page.QuerySelectorAll(".stored-value").Any(value => value.TextContent == "shared notion")));
        await using var db = site.Db();
        Assert.Equal(1, await db.Set<TermWord>().CountAsync(word => word.Text == "shared notion", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("en.Preferred", "", "A term needs a word")]
    [InlineData("en.Preferred", "…", "holds no word")]
    public async Task What_is_no_term_is_refused_beside_its_field(string field, string value, string fault)
    {
        var editor = await site.SignInAsAsync($"terms-{value.Length}@example.org", "editor");

        using var response = await editor.PostAsync("/en/desk/termbase/new", [(field, value)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(fault, (await Visitor.ParseAsync(response)).QuerySelector(".field.faulty .fault")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_translator_reads_and_a_member_does_not()
    {
        var translator = await site.SignInAsAsync("terms-translator@example.org", "translator", "pair:ru-zh");
        var member = await site.SignInAsAsync("terms-member@example.org", "member");

        Assert.Null((await translator.PageAsync("/en/desk/termbase")).QuerySelector("a[href$='/desk/termbase/new']"));
        await translator.PageAsync("/en/desk/termbase/new", HttpStatusCode.NotFound);
        await member.PageAsync("/en/desk/termbase", HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.Forbidden, (await member.GetAsync("/en/desk/termbase/termbase.tbx")).StatusCode);
    }
}

public sealed class TermbaseTestsOnSqlite(SqliteSite site) : TermbaseTests(site), IClassFixture<SqliteSite>;

public sealed class TermbaseTestsOnPostgres(PostgresSite site) : TermbaseTests(site), IClassFixture<PostgresSite>;
