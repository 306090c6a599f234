using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Correspondence;

/// <summary>What a sender sees of a circular that went out: pages of receivers, counted answers, who owes one.</summary>
public abstract class CircularResultTests(Site site)
{
    private readonly Post _post = new(site);

    [Fact]
    public async Task Receivers_come_in_pages_with_filters_and_ask_the_same_queries_for_one_and_for_thirty()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary, ("Institutions", "upc"));
        await _post.SendAsync(secretary, id);
        var one = await QueriesAsync(secretary, id);
        await AddReceiversAsync(id, 29);
        var thirty = await QueriesAsync(secretary, id);
        Assert.All(one.Values, count => Assert.InRange(count, 1, 20));
        Assert.Equal(one, thirty);

        await AddReceiversAsync(id, 30);
        var page = await secretary.PageAsync($"/en/desk/circulars/{id}");
        var second = await secretary.PageAsync($"/en/desk/circulars/{id}?page=2");
        var answered = await secretary.PageAsync($"/en/desk/circulars/{id}?state=Answered&side=CN");
        using var beyond = await secretary.GetAsync($"/en/desk/circulars/{id}?page=3");

        Assert.Equal((50, 10, 0), (Rows(page), Rows(second), Rows(answered)));
        Assert.Equal("60 institutions", page.QuerySelector("#receivers + .quiet")!.TextContent.Trim());
        Assert.Equal(60, page.QuerySelectorAll("table.by-side tbody tr td:first-of-type").Sum(cell => int.Parse(cell.TextContent, CultureInfo.InvariantCulture)));
        Assert.Equal(HttpStatusCode.NotFound, beyond.StatusCode);
        using var csv = await secretary.GetAsync($"/en/desk/circulars/{id}/answers");
        Assert.Equal(61, (await csv.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);

        static int Rows(IDocument document) => document.QuerySelectorAll("table.answers tbody tr").Length;
    }

    [Fact]
    public async Task Answers_are_counted_and_a_text_for_a_group_holds_no_personal_link()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary);
        var letters = await _post.SendAsync(secretary, id);
        using var yes = await site.Visit().PostAsync(Post.LinkIn(letters[Post.Upc]), [("choice", "1"), ("Words", "")]);

        var page = await secretary.PageAsync($"/en/desk/circulars/{id}?state=waiting");

        Assert.Equal(["1 yes"], page.QuerySelectorAll(".choices li").Select(item => string.Join(' ', item.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant()));
        Assert.Single(page.QuerySelectorAll("table.answers tbody tr"));
        var text = page.QuerySelector("#group-zh")!.TextContent;
        Assert.StartsWith("问题\n", text, StringComparison.Ordinal);
        Assert.EndsWith("/zh/desk/inbox", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/answer/", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Today_names_the_institutions_that_owe_an_answer_to_the_sender_alone()
    {
        var (secretary, officer) = (await site.SignInAsync("secretariat"), await site.SignInAsync("liaison-gubkin"));
        var id = await _post.DraftAsync(secretary, ("Subject.en", "Who owes"));
        var letters = await _post.SendAsync(secretary, id);
        using var yes = await site.Visit().PostAsync(Post.LinkIn(letters[Post.Upc]), [("choice", "1"), ("Words", "")]);

        var line = (await secretary.PageAsync("/en/desk")).QuerySelectorAll(".unanswered li").Single(item => item.TextContent.Contains("Who owes", StringComparison.Ordinal));

        Assert.Equal("1 of 2", line.QuerySelector("b")!.TextContent);
        Assert.StartsWith("Gubkin", line.QuerySelector(".by-whom")!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/en/desk/circulars/{id}?state=Waiting#receivers", line.QuerySelector("a")!.GetAttribute("href"));
        Assert.Null((await officer.PageAsync("/ru/desk")).QuerySelector(".unanswered"));
    }

    private async Task<Dictionary<string, int>> QueriesAsync(Visitor secretary, Guid id)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var path in new[] { "/en/desk/circulars", $"/en/desk/circulars/{id}", $"/en/desk/circulars/{id}?state=Waiting&side=CN" })
        {
            await secretary.PageAsync(path);
            counts[path] = await QueryCount.FewestAsync(site, () => secretary.PageAsync(path));
        }

        var table = $"/en/desk/circulars/{id}/answers";
        counts[table] = await QueryCount.FewestAsync(site, async () => (await secretary.GetAsync(table)).EnsureSuccessStatusCode());
        return counts;
    }

    private async Task AddReceiversAsync(Guid id, int number)
    {
        await using var db = site.Db();
        for (var place = 0; place < number; place++)
        {
            var institution = new Institution { Id = RowId.New(), Code = "asked-" + RowId.New().ToString("N")[^20..], SideCode = place % 2 == 0 ? "CN" : "RU", Country = "CN", Zone = "UTC" };
            institution.SetName(TestLanguages.English, $"Asked university {place}");
            db.Add(institution);
            db.Add(new CircularReceiver
            {
                Id = RowId.New(), CircularId = id, InstitutionId = institution.Id,
                Officers = [new CircularOfficer { Id = RowId.New(), AccountId = RowId.New(), OfficerName = $"Officer {place}", Email = $"officer{place}@example.org", LanguageCode = "en", Zone = "UTC" }],
            });
        }

        await db.SaveChangesAsync();
    }
}

public sealed class CircularResultTestsOnSqlite(SqliteSite site) : CircularResultTests(site), IClassFixture<SqliteSite>;

public sealed class CircularResultTestsOnPostgres(PostgresSite site) : CircularResultTests(site), IClassFixture<PostgresSite>;
