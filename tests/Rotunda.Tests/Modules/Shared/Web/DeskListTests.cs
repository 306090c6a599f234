using System.Net;
using Microsoft.EntityFrameworkCore;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Correspondence;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Web;

/// <summary>The paged lists of the desk: a page beyond the last is none, and a filter that the list does not know is a mistake.</summary>
public abstract class DeskListTests(Site site)
{
    /// <summary>Every list of the desk that has pages, with filters that it does not know.</summary>
    public static TheoryData<string, string[]> Lists => new()
    {
        { "/desk/audit", [] },
        { "/desk/accounts", [] },
        { "/desk/images", [] },
        { "/desk/articles", ["state=x", "state=7", "kind=gossip", "kind=0"] },
        { "/desk/institutions", [] },
        { "/desk/registry/institutions", [] },
        { "/desk/registry/documents", [] },
        { "/desk/addresses", [] },
        { "/desk/memory", ["from=xx", "to=xx"] },
        { "/desk/termbase", [] },
        { "/desk/handouts", ["from=xx", "to=xx", "choice=x", "choice=7"] },
        { "/desk/circulars/CIRCULAR", ["state=x", "state=7", "side=XX"] },
        { "/desk/texts/TEXT/TO", ["show=x"] },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_page_beyond_the_last_is_not_found_and_what_is_no_number_or_no_filter_is_refused(string list, string[] filters)
    {
        var visitor = await site.SignInAsync("secretariat");
        var path = "/en" + await FilledAsync(list, visitor);
        foreach (var right in new[] { path, path + "?page=1", path + "?page=" })
            await visitor.PageAsync(right);

        foreach (var beyond in new[] { "2000", "999999" })
            await visitor.PageAsync($"{path}?page={beyond}", HttpStatusCode.NotFound);
        foreach (var wrong in new[] { "page=0", "page=-1", "page=x", "page=99999999999999999999" }.Concat(filters))
            await visitor.PageAsync($"{path}?{wrong}", HttpStatusCode.BadRequest);
        foreach (var filter in filters) await visitor.PageAsync($"{path}?{filter.Split('=')[0]}=");
    }

    private async Task<string> FilledAsync(string list, Visitor visitor)
    {
        if (list.Contains("CIRCULAR", StringComparison.Ordinal))
        {
            var post = new Post(site);
            var circular = await post.DraftAsync(visitor, ("Institutions", "gubkin"), ("Subject.en", "Lists"), ("Subject.zh", "列表"), ("Subject.ru", "Списки"));
            await post.SendAsync(visitor, circular);
            return list.Replace("CIRCULAR", circular.ToString(), StringComparison.Ordinal);
        }

        await using var db = site.Db();
        if (!list.Contains("TEXT", StringComparison.Ordinal)) return list;
        var text = await db.Articles.Where(row => row.Key == "founding-2011").Select(row => new { row.Text!.Id, row.Text.SourceLanguage }).SingleAsync();
        return list.Replace("TEXT", text.Id.ToString(), StringComparison.Ordinal).Replace("/TO", text.SourceLanguage == "ru" ? "/en" : "/ru", StringComparison.Ordinal);
    }
}

public sealed class DeskListTestsOnSqlite(SqliteSite site) : DeskListTests(site), IClassFixture<SqliteSite>;

public sealed class DeskListTestsOnPostgres(PostgresSite site) : DeskListTests(site), IClassFixture<PostgresSite>;
