using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Cache;

/// <summary>A page that was begun before a change and ends after it is neither kept nor given to those who come later.</summary>
public abstract class PageInFlightTests(Site site, PageGate gate)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Reader_after_a_change_never_gets_the_page_from_before()
    {
        var slow = site.Browser().GetStringAsync("/en/about");
        await gate.Entered.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await RenameAsync("A title of tomorrow");

        var meanwhile = await site.Browser().GetStringAsync("/en/about").WaitAsync(Patience, TestContext.Current.CancellationToken);
        gate.Open();
        var begunBefore = await slow;
        var later = await site.Browser().GetStringAsync("/en/about");

        Assert.DoesNotContain("A title of tomorrow", begunBefore, StringComparison.Ordinal);
        Assert.Contains("A title of tomorrow", meanwhile, StringComparison.Ordinal);
        Assert.Contains("A title of tomorrow", later, StringComparison.Ordinal);
    }

    private async Task RenameAsync(string title)
    {
        await using var db = site.Db();
        var text = await db.Articles.Where(article => article.Key == "about").Select(article => article.TextId).SingleAsync();
        var old = await db.Set<SegmentText>().Where(row => row.Language == "en" && db.Set<Segment>().Any(segment => segment.Id == row.SegmentId && segment.TextId == text && segment.Field == SegmentField.Title)).Select(row => row.Text).SingleAsync();
        var revision = await db.Set<PublishedText>().Where(row => row.TextId == text && row.Language == "en").Select(row => row.Revision!).SingleAsync();
        var content = revision.Content.Replace(old, title, StringComparison.Ordinal);
        await db.Set<TextRevision>().Where(row => row.Id == revision.Id).ExecuteUpdateAsync(row => row.SetProperty(value => value.Content, content));
        await site.Services.GetRequiredService<Publication>().SaveAsync(db, CancellationToken.None);
    }
}

public sealed class GatedSqliteSite : SqliteSite
{
    public PageGate Gate { get; } = new();

    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Services.AddSingleton<IPagePart>(Gate);
    }
}

public sealed class GatedPostgresSite : PostgresSite
{
    public PageGate Gate { get; } = new();

    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Services.AddSingleton<IPagePart>(Gate);
    }
}

public sealed class PageInFlightTestsOnSqlite(GatedSqliteSite site) : PageInFlightTests(site, site.Gate), IClassFixture<GatedSqliteSite>;

public sealed class PageInFlightTestsOnPostgres(GatedPostgresSite site) : PageInFlightTests(site, site.Gate), IClassFixture<GatedPostgresSite>;
