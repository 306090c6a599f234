using System.Net;
using Microsoft.EntityFrameworkCore;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance;

/// <summary>Whatever people type into the desk's forms is stored clean, or refused beside its field, and shown as text.</summary>
public abstract class TypedTextTests(Site site)
{
    private static readonly (string, string) Ground = ("Ground.Source", "https://example.org/letter");

    [Theory]
    [InlineData("  spaced\tout \r\n twice ", "spaced out   twice")]
    [InlineData("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>")]
    [InlineData("\"'><script>alert(1)</script>", "\"'><script>alert(1)</script>")]
    [InlineData("{{7*7}} ${x} @Model %s", "{{7*7}} ${x} @Model %s")]
    [InlineData("'; DROP TABLE institution; --", "'; DROP TABLE institution; --")]
    [InlineData("bell\u0007 back\u0008 del\u007F", "bell back del")]
    [InlineData("\u202Eesrever\u202C \u2066isolated\u2069", "esrever isolated")]
    [InlineData("جامعة שלום", "جامعة שלום")]
    [InlineData("Cafe\u0301 и\u0306", "Café й")]
    [InlineData("𠮷田 👩🏽‍🎓", "𠮷田 👩🏽‍🎓")]
    [InlineData("&lt;b&gt; &amp;", "&lt;b&gt; &amp;")]
    public async Task Text_is_stored_clean_and_shown_as_it_is(string typed, string expected)
    {
        var secretary = await site.SignInAsync("secretariat");

        using var saved = await secretary.PostAsync("/en/desk/institutions/hit", [("field.note.en", typed), Ground]);

        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        await using var db = site.Db();
        Assert.Equal(expected, (await db.Institutions.AsNoTracking().SingleAsync(row => row.Code == "hit")).Note["en"]);
        var desk = await secretary.PageAsync("/en/desk/institutions/hit");
        Assert.Equal(expected, ((AngleSharp.Html.Dom.IHtmlTextAreaElement)desk.QuerySelector("#f-field-note-en")!).Value);
        var page = await site.Visit().PageAsync("/en/members/hit");
        Assert.Contains(expected, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main script:not([src]), [onerror]"));
    }

    [Theory]
    [InlineData("שלום")]
    [InlineData("\uFEFB\uFEF2")]
    [InlineData("\uFB4F")]
    [InlineData("\uFDF2")]
    public async Task Right_to_left_text_is_isolated_in_every_form(string typed)
    {
        var secretary = await site.SignInAsync("secretariat");

        using var saved = await secretary.PostAsync("/en/desk/institutions/seu", [("field.note.en", typed), Ground]);

        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Contains(typed, (await site.Visit().PageAsync("/en/members/seu")).QuerySelectorAll("main .side-column bdi").Select(text => text.TextContent));
    }

    [Fact]
    public async Task A_form_with_a_nul_character_is_refused_as_unreadable()
    {
        var secretary = await site.SignInAsync("secretariat");

        using var refused = await secretary.PostAsync("/en/desk/institutions/jlu", [("field.note.en", "nul\u0000"), Ground]);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Theory]
    [InlineData("field.name.en", 300)]
    [InlineData("field.abbreviation", 40)]
    [InlineData("field.city.ru", 80)]
    [InlineData("field.note.zh", 1000)]
    public async Task The_longest_text_is_stored_and_a_longer_one_is_refused_beside_its_field(string field, int longest)
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = "f-" + field.Replace('.', '-');
        var fits = new string('汉', longest);

        using var refused = await secretary.PostAsync("/en/desk/institutions/tju", [(field, fits + "字"), Ground]);
        using var stored = await secretary.PostAsync("/en/desk/institutions/seu", [(field, fits), Ground]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal($"This is too long: at most {longest} characters.", (await Visitor.ParseAsync(refused)).QuerySelector($"#{id}-fault")!.TextContent);
        Assert.Equal(HttpStatusCode.Found, stored.StatusCode);
    }

    [Theory]
    [InlineData("/en/desk/institutions/hit/memberships/new", "Note[en]", 1001)]
    [InlineData("/en/desk/institutions/hit/memberships/new", "From", 100_000)]
    [InlineData("/en/desk/institutions/hit/memberships/new", "Attested", 100_000)]
    [InlineData("/en/desk/institutions/hit/memberships/new", "Ground.Source", 501)]
    [InlineData("/en/desk/institutions/hit/memberships/new", "Ground.Resolution", 100_000)]
    public async Task Overlong_text_in_a_membership_is_refused(string path, string field, int length)
    {
        var secretary = await site.SignInAsync("secretariat");
        await using var db = site.Db();
        var before = await db.Set<Rotunda.Modules.Alliance.Memberships.Membership>().CountAsync();
        var fields = new List<(string, string)> { ("Status", "Observer"), (field, new string('9', length)) };
        if (field != "Ground.Source") fields.Add(Ground);

        using var refused = await secretary.PostAsync(path, fields);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(before, await db.Set<Rotunda.Modules.Alliance.Memberships.Membership>().CountAsync());
    }
}

public sealed class TypedTextTestsOnSqlite(SqliteSite site) : TypedTextTests(site), IClassFixture<SqliteSite>;

public sealed class TypedTextTestsOnPostgres(PostgresSite site) : TypedTextTests(site), IClassFixture<PostgresSite>;
