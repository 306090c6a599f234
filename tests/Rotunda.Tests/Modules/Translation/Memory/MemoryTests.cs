using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data.Jobs;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Translation.Handouts;
using Rotunda.Text;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Memory;

/// <summary>The memory of final translations.</summary>
public abstract class MemoryTests(Site site)
{
    private const string Tmx = """
        <tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="ru" datatype="plaintext"/><body>
        <tu><tuv xml:lang="ru"><seg>{0}</seg></tuv><tuv xml:lang="zh-CN"><seg>来自文件</seg></tuv><tuv xml:lang="de"><seg>x</seg></tuv></tu></body></tmx>
        """;

    [Fact]
    public async Task What_was_approved_is_remembered_and_found_again()
    {
        var text = await SmallText.AddAsync(site, "Открылась выставка старинных астролябий", "Астролябии показали студентам.");
        await text.PutAsync(site, SmallText.Translator, 0, "古代星盘展开幕");
        await text.PutAsync(site, SmallText.Translator, 1, "向学生展示了星盘。");
        await text.ApproveAsync(site, SmallText.Reviewer, 0);
        await DispatchAsync();

        var exact = await FindAsync("Открылась выставка *старинных* астролябий");
        var similar = await FindAsync("Открылась новая выставка старинных астролябий");
        var none = await FindAsync("Астролябии показали студентам.");

        Assert.Equal(("古代星盘展开幕", 99), (exact[0].TargetText, exact[0].Percent));
        Assert.Equal("古代星盘展开幕", similar[0].TargetText);
        Assert.InRange(similar[0].Percent, 80, 98);
        Assert.Equal([new DiffPart(Change.Kept, "Открылась "), new DiffPart(Change.Added, "новая "), new DiffPart(Change.Kept, "выставка старинных астролябий")], similar[0].Difference("Открылась новая выставка старинных астролябий"));
        Assert.Empty(none);
    }

    [Fact]
    public async Task The_same_context_comes_first_and_a_new_wording_takes_the_place_of_the_old()
    {
        var first = await SmallText.AddAsync(site, "Раздел гномонов", "Общая фраза о гномонах.");
        var second = await SmallText.AddAsync(site, "Раздел квадрантов", "Общая фраза о гномонах.");
        await first.PutAsync(site, SmallText.Translator, 1, "第一种译法");
        await first.ApproveAsync(site, SmallText.Reviewer, 1);
        await DispatchAsync();
        site.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        await second.PutAsync(site, SmallText.Translator, 1, "第二种译法");
        await second.ApproveAsync(site, SmallText.Reviewer, 1);
        await DispatchAsync();

        var inFirst = await FindAsync("Общая фраза о гномонах.", MemoryEntry.ContextOf(SegmentField.Content, "Раздел гномонов"));
        var anywhere = await FindAsync("Общая фраза о гномонах.");
        await first.PutAsync(site, SmallText.Translator, 1, "更好的译法", (await first.ReadAsync(site, 1))!.Hash);
        await first.ApproveAsync(site, SmallText.Reviewer, 1);
        await DispatchAsync();

        Assert.Equal(("第一种译法", true), (inFirst[0].TargetText, inFirst[0].IsSameContext));
        Assert.Equal("第二种译法", anywhere[0].TargetText);
        Assert.Equal("更好的译法", (await FindAsync("Общая фраза о гномонах.", MemoryEntry.ContextOf(SegmentField.Content, "Раздел гномонов")))[0].TargetText);
    }

    [Fact]
    public async Task Built_anew_it_holds_the_same_and_its_index_too()
    {
        var text = await SmallText.AddAsync(site, "Солнечные часы университета");
        await text.PutAsync(site, SmallText.Translator, 0, "大学日晷");
        await text.ApproveAsync(site, SmallText.Reviewer, 0);
        await DispatchAsync();
        await using var scope = site.Services.CreateAsyncScope();
        var before = (await FindAsync("Солнечные часы университета")).Count;

        Assert.IsType<Outcome.Done>(await scope.ServiceProvider.GetRequiredService<MemoryOperations>().RebuildAsync(SmallText.Editor, CancellationToken.None));
        await using var jobs = site.Db();
        while (await jobs.Set<Job>().AnyAsync(job => job.Kind == "memory.rebuild" && job.State != JobState.Done, TestContext.Current.CancellationToken))
            await site.Services.GetRequiredService<JobRunner>().RunNextAsync(CancellationToken.None);

        Assert.Equal((1, 1), (before, (await FindAsync("Солнечные часы университета")).Count));
        Assert.Single(await FindAsync("Солнечные часы нового университета"));
        await using var db = site.Db();
        Assert.Equal(0, await db.Set<MemoryPosting>().CountAsync(posting => !db.Set<MemoryEntry>().Any(entry => entry.Number == posting.Entry), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_is_taken_once_and_a_faulty_one_not_at_all()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var operations = scope.ServiceProvider.GetRequiredService<MemoryOperations>();
        var good = Tmx.Replace("{0}", "Фраза из файла о секстантах", StringComparison.Ordinal);

        var looked = await ImportAsync(good, isDryRun: true);
        var nothing = await FindAsync("Фраза из файла о секстантах");
        var taken = await ImportAsync(good, isDryRun: false);
        var again = await ImportAsync(good, isDryRun: false);
        var faulty = await ImportAsync(Tmx.Replace("{0}", "Другая фраза", StringComparison.Ordinal).Replace("</body>", "<tu/></body>", StringComparison.Ordinal), isDryRun: false);

        Assert.Equal((new MemoryImport(1, 0, 1), 0, new MemoryImport(1, 0, 1), new MemoryImport(0, 1, 1)), (looked, nothing.Count, taken, again));
        Assert.Equal(("来自文件", 100, "memory.tmx"), ((await FindAsync("Фраза из файла о секстантах"))[0].TargetText, (await FindAsync("Фраза из файла о секстантах"))[0].Percent, (await FindAsync("Фраза из файла о секстантах"))[0].FileName));
        Assert.Equal(2, faulty!.Fault!.Line);
        Assert.Empty(await FindAsync("Другая фраза"));
        Assert.Null(await operations.ImportAsync(SmallText.Translator, "memory.tmx", Stream(good), isDryRun: false, CancellationToken.None));

        async Task<MemoryImport?> ImportAsync(string file, bool isDryRun) => await operations.ImportAsync(SmallText.Editor, "memory.tmx", Stream(file), isDryRun, CancellationToken.None);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public async Task A_lookup_takes_four_queries_however_much_is_found(int count)
    {
        await using var db = site.Db();
        await using var scope = site.Services.CreateAsyncScope();
        var operations = scope.ServiceProvider.GetRequiredService<MemoryOperations>();
        var body = string.Concat(Enumerable.Range(0, count).Select(number => $"<tu><tuv xml:lang=\"ru\"><seg>Теодолит номер {number} стоит в музее картографии</seg></tuv><tuv xml:lang=\"zh\"><seg>经纬仪{number}</seg></tuv></tu>"));
        await operations.ImportAsync(SmallText.Editor, $"{count}.tmx", Stream(Tmx.Replace("{0}", "-", StringComparison.Ordinal).Replace("<body>", "<body>" + body, StringComparison.Ordinal)), isDryRun: false, CancellationToken.None);

        var queries = await QueryCount.DuringAsync(site, () => MemoryQueries.FindAsync(db, "ru", "zh", "Теодолит номер 0 стоит в большом музее картографии", null, 5, CancellationToken.None));

        // The site's own loops ask of other tables meanwhile
        Assert.Equal(4, queries.Count(query => query.Contains("memory_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_page_searches_and_the_file_holds_what_it_shows()
    {
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MemoryOperations>().ImportAsync(SmallText.Editor, "page.tmx", Stream(Tmx.Replace("{0}", "Редкая фраза об армиллярной сфере", StringComparison.Ordinal)), isDryRun: false, CancellationToken.None);
        var editor = await site.SignInAsAsync("memory-editor@example.org", "editor");

        var page = await editor.PageAsync("/en/desk/memory?q=" + Uri.EscapeDataString("армиллярной"));
        var file = await (await editor.GetAsync("/en/desk/memory/memory.tmx")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Редкая фраза об армиллярной сфере", Assert.Single(page.QuerySelectorAll(".pairs > li")).TextContent, StringComparison.Ordinal);
        Assert.Contains("Редкая фраза об армиллярной сфере", file, StringComparison.Ordinal);
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private async Task DispatchAsync()
    {
        // The site's own loop may have taken the message and be about to deliver it
        await using var db = site.Db();
        while (await db.Set<OutboxDelivery>().AnyAsync(delivery => delivery.Consumer == "memory" && delivery.DeliveredAt == null))
            await site.Services.GetRequiredService<OutboxDispatcher>().DispatchAsync(CancellationToken.None);
    }

    private async Task<IReadOnlyList<MemoryMatch>> FindAsync(string source, byte[]? context = null)
    {
        await using var db = site.Db();
        return await MemoryQueries.FindAsync(db, "ru", "zh", source, context, 5, CancellationToken.None);
    }
}

public sealed class MemoryTestsOnSqlite(SqliteSite site) : MemoryTests(site), IClassFixture<SqliteSite>;

public sealed class MemoryTestsOnPostgres(PostgresSite site) : MemoryTests(site), IClassFixture<PostgresSite>;
