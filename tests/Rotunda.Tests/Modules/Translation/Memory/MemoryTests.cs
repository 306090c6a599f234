using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Handouts;
using Rotunda.Modules.Translation.Interchange.Tmx;
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
        await site.DeliverAsync("memory");

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
        await site.DeliverAsync("memory");
        site.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        await second.PutAsync(site, SmallText.Translator, 1, "第二种译法");
        await second.ApproveAsync(site, SmallText.Reviewer, 1);
        await site.DeliverAsync("memory");

        var inFirst = await FindAsync("Общая фраза о гномонах.", MemoryEntry.ContextOf(SegmentField.Content, "Раздел гномонов"));
        var anywhere = await FindAsync("Общая фраза о гномонах.");
        await first.PutAsync(site, SmallText.Translator, 1, "更好的译法", (await first.ReadAsync(site, 1))!.Hash);
        await first.ApproveAsync(site, SmallText.Reviewer, 1);
        await site.DeliverAsync("memory");

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
        await site.DeliverAsync("memory");
        await using var scope = site.Services.CreateAsyncScope();
        var before = (await FindAsync("Солнечные часы университета")).Count;

        Assert.IsType<Outcome.Done>(await scope.ServiceProvider.GetRequiredService<MemoryOperations>().RebuildAsync(SmallText.Editor, CancellationToken.None));
        await site.FinishJobsAsync("memory.rebuild");

        Assert.Equal((1, 1), (before, (await FindAsync("Солнечные часы университета")).Count));
        Assert.Single(await FindAsync("Солнечные часы нового университета"));
        await using var db = site.Db();
        Assert.Equal(0, await db.Set<MemoryPosting>().CountAsync(posting => !db.Set<MemoryEntry>().Any(entry => entry.Number == posting.Entry), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_is_taken_once_and_a_faulty_one_not_at_all()
    {
        var good = Tmx.Replace("{0}", "Фраза из файла о секстантах", StringComparison.Ordinal);

        var looked = await ImportAsync("memory.tmx", good, isDryRun: true);
        var nothing = await FindAsync("Фраза из файла о секстантах");
        var taken = await ImportAsync("memory.tmx", good);
        var again = await ImportAsync("memory.tmx", good);
        var faulty = await ImportAsync("memory.tmx", Tmx.Replace("{0}", "Другая фраза", StringComparison.Ordinal).Replace("</body>", "<tu/></body>", StringComparison.Ordinal));

        Assert.Equal((new FileImport(1, 0, 1, null, 1, 1), 0, new FileImport(1, 0, 1, null, 1, 1), new FileImport(0, 1, 1, null, 1, 1)), (looked, nothing.Count, taken, again));
        Assert.Equal(("来自文件", 100, "memory.tmx"), ((await FindAsync("Фраза из файла о секстантах"))[0].TargetText, (await FindAsync("Фраза из файла о секстантах"))[0].Percent, (await FindAsync("Фраза из файла о секстантах"))[0].FileName));
        Assert.Equal(2, faulty.Fault!.Line);
        Assert.Empty(await FindAsync("Другая фраза"));
        await using var scope = site.Services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<MemoryOperations>().StartImportAsync(SmallText.Translator, "memory.tmx", Stream(good), isDryRun: false, CancellationToken.None));
    }

    [Fact]
    public async Task An_import_goes_on_where_a_dead_node_left_it()
    {
        var body = string.Concat(Enumerable.Range(0, 1200).Select(number => $"<tu><tuv xml:lang=\"ru\"><seg>Астролябия номер {number}</seg></tuv><tuv xml:lang=\"zh\"><seg>星盘{number}</seg></tuv></tu>"));
        await using var stored = Stream(Tmx.Replace("{0}", "Последняя астролябия", StringComparison.Ordinal).Replace("<body>", "<body>" + body, StringComparison.Ordinal));
        await using var db = site.Db();
        var file = await site.Services.GetRequiredService<FileStore>().PutAsync(db, stored, MemoryImportJob.MediaType, TestContext.Current.CancellationToken);
        var so = new FileImport(1000, 0, 0, null, 1000, 1201);
        // A node died after a thousand units; those are in the memory of another file here, so that taking them again would show
        db.Add(new Job
        {
            Id = RowId.New(), Kind = MemoryImportJob.JobKind, Arguments = JsonSerializer.Serialize(new FileImportOrder(file.Hash, "resumed.tmx", IsDryRun: false), StoredJson.Options), State = JobState.Running,
            Cursor = JsonSerializer.Serialize(so, StoredJson.Options), Progress = 1000, Total = 1201, CreatedAt = site.Clock.GetCurrentInstant(), Owner = "dead", LeasedUntil = site.Clock.GetCurrentInstant() - NodaTime.Duration.FromMinutes(1),
        });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        var result = await ResultAsync(file.Hash);

        Assert.Equal((1201, 1201), (result.Added, result.Units));
        Assert.Equal(201, await db.MemoryEntries.CountAsync(entry => entry.FileName == "resumed.tmx", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_portion_is_stored_with_its_count_or_not_at_all()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var memory = scope.ServiceProvider.GetRequiredService<MemoryOperations>();
        IReadOnlyList<TmxUnit> pairs = [new TmxUnit(1, "ru", [new TmxVariant("ru", "Фраза об октанте"), new TmxVariant("zh", "八分仪")], null, null)];

        // The program ends between the portion and the note that it is done
        await Assert.ThrowsAsync<InvalidOperationException>(() => memory.TakeAsync(pairs, "octant.tmx", isDryRun: false, (_, _, _) => throw new InvalidOperationException("The power went."), CancellationToken.None));
        Assert.Empty(await FindAsync("Фраза об октанте"));
        await using var again = site.Services.CreateAsyncScope();
        var counted = (0, 0);
        await again.ServiceProvider.GetRequiredService<MemoryOperations>().TakeAsync(pairs, "octant.tmx", isDryRun: false, (_, added, known) =>
        {
            counted = (added, known);
            return Task.CompletedTask;
        }, CancellationToken.None);

        Assert.Equal((1, 0), counted);
        Assert.Single(await FindAsync("Фраза об октанте"));
    }

    [Fact]
    public async Task The_page_says_that_an_import_was_given_up()
    {
        var editor = await site.SignInAsAsync($"given-up-{site.Location.IsPostgres}@example.org".ToLowerInvariant(), "editor");
        await using var db = site.Db();
        var job = new Job { Id = RowId.New(), Kind = MemoryImportJob.JobKind, Arguments = JsonSerializer.Serialize(new FileImportOrder(new string('0', 64), "deadly.tmx", IsDryRun: false), StoredJson.Options), State = JobState.Failed, Message = JobRunner.GivenUp, Attempts = 3, CreatedAt = site.Clock.GetCurrentInstant() };
        db.Add(job);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        var page = await editor.PageAsync("/en/desk/memory/imports/" + job.Id);

        Assert.StartsWith("Given up: the program ended during each of three attempts.", page.QuerySelector(".notice.conflict")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_starts_an_import_and_another_shows_what_came_of_it()
    {
        var editor = await site.SignInAsAsync($"importing-{site.Location.IsPostgres}@example.org".ToLowerInvariant(), "editor");
        var file = Encoding.UTF8.GetBytes(Tmx.Replace("{0}", "Фраза со страницы о бинокле", StringComparison.Ordinal));
        using var started = await editor.UploadAsync("/en/desk/memory", [("act", "store")], [("File", "page-import.tmx", file)], "form[action$='handler=Import']");
        Assert.Equal(System.Net.HttpStatusCode.Found, started.StatusCode);
        var path = started.Headers.Location!.OriginalString;
        await site.FinishJobsAsync(MemoryImportJob.JobKind);

        var shown = await editor.PageAsync(path);
        Assert.Contains("New: 1; known already: 0", shown.QuerySelector("job-progress .notice")!.TextContent, StringComparison.Ordinal);
        Assert.False(shown.QuerySelector("job-progress")!.HasAttribute("running"));
        Assert.Single(await FindAsync("Фраза со страницы о бинокле"));
        var translator = await site.SignInAsAsync($"looking-{site.Location.IsPostgres}@example.org".ToLowerInvariant(), "translator", "pair:ru-en");
        using var refused = await translator.GetAsync(path);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Files_go_a_week_after_they_came_and_never_while_an_import_waits()
    {
        await ImportAsync("gone.tmx", Tmx.Replace("{0}", "Фраза о файле на неделю", StringComparison.Ordinal));
        await using var db = site.Db();
        var order = JsonSerializer.Deserialize<FileImportOrder>((await db.Set<Job>().Where(job => job.Kind == MemoryImportJob.JobKind).OrderByDescending(job => job.Id).FirstAsync(TestContext.Current.CancellationToken)).Arguments, StoredJson.Options)!;
        var files = site.Services.GetRequiredService<FileStore>();
        var rule = site.Services.GetServices<IRetentionRule>().OfType<ExchangedFileRetention>().Single();
        var (soon, late) = (site.Clock.GetCurrentInstant() + NodaTime.Duration.FromDays(6), site.Clock.GetCurrentInstant() + NodaTime.Duration.FromDays(8));

        await rule.ApplyAsync(db, soon, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(files.PathOf(order.Hash)));
        await rule.ApplyAsync(db, late, TestContext.Current.CancellationToken);
        Assert.False(File.Exists(files.PathOf(order.Hash)));
        Assert.Single(await FindAsync("Фраза о файле на неделю"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public async Task A_lookup_takes_four_queries_however_much_is_found(int count)
    {
        await using var db = site.Db();
        var body = string.Concat(Enumerable.Range(0, count).Select(number => $"<tu><tuv xml:lang=\"ru\"><seg>Теодолит номер {number} стоит в музее картографии</seg></tuv><tuv xml:lang=\"zh\"><seg>经纬仪{number}</seg></tuv></tu>"));
        await ImportAsync($"{count}.tmx", Tmx.Replace("{0}", "-", StringComparison.Ordinal).Replace("<body>", "<body>" + body, StringComparison.Ordinal));

        var queries = await QueryCount.DuringAsync(site, () => MemoryQueries.FindAsync(db, "ru", "zh", "Теодолит номер 0 стоит в большом музее картографии", null, 5, CancellationToken.None));

        // The site's own loops ask of other tables meanwhile
        Assert.Equal(4, queries.Count(query => query.Contains("memory_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_page_searches_and_the_file_holds_what_it_shows()
    {
        await ImportAsync("page.tmx", Tmx.Replace("{0}", "Редкая фраза об армиллярной сфере", StringComparison.Ordinal));
        var editor = await site.SignInAsAsync("memory-editor@example.org", "editor");

        var page = await editor.PageAsync("/en/desk/memory?q=" + Uri.EscapeDataString("армиллярной"));
        var file = await (await editor.GetAsync("/en/desk/memory/memory.tmx")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Редкая фраза об армиллярной сфере", Assert.Single(page.QuerySelectorAll(".pairs > li")).TextContent, StringComparison.Ordinal);
        Assert.Contains("Редкая фраза об армиллярной сфере", file, StringComparison.Ordinal);
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private async Task<FileImport> ImportAsync(string name, string file, bool isDryRun = false)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var id = await scope.ServiceProvider.GetRequiredService<MemoryOperations>().StartImportAsync(SmallText.Editor, name, Stream(file), isDryRun, CancellationToken.None);
        await site.FinishJobsAsync(MemoryImportJob.JobKind);
        await using var db = site.Db();
        return JsonSerializer.Deserialize<FileImport>((await db.Set<Job>().SingleAsync(job => job.Id == id)).Message!, StoredJson.Options)!;
    }

    private async Task<FileImport> ResultAsync(string hash)
    {
        await site.FinishJobsAsync(MemoryImportJob.JobKind);
        await using var db = site.Db();
        return JsonSerializer.Deserialize<FileImport>((await db.Set<Job>().SingleAsync(job => job.Arguments.Contains(hash))).Message!, StoredJson.Options)!;
    }

    private async Task<IReadOnlyList<MemoryMatch>> FindAsync(string source, byte[]? context = null)
    {
        await using var db = site.Db();
        return await MemoryQueries.FindAsync(db, "ru", "zh", source, context, 5, CancellationToken.None);
    }
}

public sealed class MemoryTestsOnSqlite(SqliteSite site) : MemoryTests(site), IClassFixture<SqliteSite>;

public sealed class MemoryTestsOnPostgres(PostgresSite site) : MemoryTests(site), IClassFixture<PostgresSite>;
