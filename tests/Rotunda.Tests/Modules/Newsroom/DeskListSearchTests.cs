using Microsoft.Extensions.DependencyInjection;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Lists of the newsroom's desk are searched as pages are: by any form of a word, by its beginning, by a part of it, in all scripts.</summary>
public abstract class DeskListSearchTests(Site site)
{
    private readonly NewsroomSteps _steps = new(site);

    [Theory]
    [InlineData("форума")]
    [InlineData("ФОРУМ рект")]
    [InlineData("ктор")]
    [InlineData("форумм")]
    public async Task An_article_and_what_is_handed_out_are_found_by_their_title(string words)
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var (sought, other) = (await _steps.BeginAsync(editor, "Форумы ректоров двух стран"), await _steps.BeginAsync(editor, "Открыта летняя школа"));
        var q = Uri.EscapeDataString(words);

        var articles = (await editor.PageAsync($"/en/desk/articles?state=Draft&q={q}")).QuerySelectorAll(".articles th a").Select(link => link.GetAttribute("href")).ToList();
        var handouts = (await editor.PageAsync($"/en/desk/handouts?from=ru&to=en&choice=all&q={q}")).QuerySelectorAll("input[name=texts]").Select(box => box.GetAttribute("value")).ToList();

        Assert.Contains($"/en/desk/articles/{sought.Id}", articles);
        Assert.DoesNotContain($"/en/desk/articles/{other.Id}", articles);
        Assert.Contains(sought.TextId.ToString(), handouts);
        Assert.DoesNotContain(other.TextId.ToString(), handouts);
    }

    [Fact]
    public async Task Words_that_no_title_holds_find_nothing_and_too_many_are_refused()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        await _steps.BeginAsync(editor, "Открыта зимняя школа");

        Assert.NotNull((await editor.PageAsync("/en/desk/articles?q=quizzaciously")).QuerySelector(".empty"));
        await editor.PageAsync("/en/desk/articles?q=" + new string('x', 101), System.Net.HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_list_shows_all_that_is_found_and_not_the_best_hundred()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var rows = Enumerable.Range(0, 250).Select(number => $"Университет {number}").ToList();

        Assert.Equal(250, scope.ServiceProvider.GetRequiredService<ISearchFilter>().Among(rows, row => [row], "университетами").Count);
    }

    [Theory]
    [InlineData("стипендиями")]
    [InlineData("奖学")]
    [InlineData("scholarships")]
    public async Task A_concept_is_found_by_any_of_its_words(string words)
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        using (await editor.PostAsync("/en/desk/termbase/new", [("en.Preferred", "scholarship"), ("ru.Preferred", "стипендия"), ("zh.Preferred", "奖学金")])) { }
        using (await editor.PostAsync("/en/desk/termbase/new", [("en.Preferred", "dormitory"), ("ru.Preferred", "общежитие"), ("zh.Preferred", "宿舍")])) { }

        var found = (await editor.PageAsync("/en/desk/termbase?q=" + Uri.EscapeDataString(words))).QuerySelector(".terms")!.TextContent;

        Assert.Contains("奖学金", found, StringComparison.Ordinal);
        Assert.DoesNotContain("宿舍", found, StringComparison.Ordinal);
    }
}

public sealed class DeskListSearchTestsOnSqlite(CrowdSqliteSite site) : DeskListSearchTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class DeskListSearchTestsOnPostgres(CrowdPostgresSite site) : DeskListSearchTests(site), IClassFixture<CrowdPostgresSite>;
