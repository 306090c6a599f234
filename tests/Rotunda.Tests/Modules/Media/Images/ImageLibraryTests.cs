using System.Buffers.Binary;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Demo.Seeds;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Media.Images.Formats;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Media.Images;

/// <summary>The library of pictures: upload, description, focus, renditions, use.</summary>
public abstract class ImageLibraryTests(Site site)
{
    private const string Library = "/en/desk/images";

    [Fact]
    public async Task An_uploaded_picture_is_stripped_and_served_to_its_keepers_until_a_text_shows_it()
    {
        var keeper = await site.SignInAsync("secretariat");

        var image = await UploadAsync(keeper, Pictures.Png(9, 7), "Наша фотография (1).JPG");
        using var served = await keeper.GetAsync($"/media/{image.Hash}/{Uri.EscapeDataString(image.Name)}");
        using var misnamed = await keeper.GetAsync($"/media/{image.Hash}/other.png");
        using var unseen = await site.Browser().GetAsync($"/media/{image.Hash}/{Uri.EscapeDataString(image.Name)}");

        Assert.Equal(("image/png", 9, 7, "Наша фотография (1).png"), (image.MediaType, image.Width, image.Height, image.Name));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal("image/png", served.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-cache, private", served.Headers.CacheControl!.ToString());
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(await served.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (misnamed.StatusCode, unseen.StatusCode));
    }

    [Fact]
    public async Task The_same_picture_twice_is_one_picture()
    {
        var keeper = await site.SignInAsync("secretariat");

        var first = await UploadAsync(keeper, Pictures.Png(11, 7), "one.png");
        var second = await UploadAsync(keeper, Pictures.Png(11, 7, hasSecrets: false), "two.png");

        Assert.Equal(first.Id, second.Id);
    }

    [Theory]
    [InlineData("svg")]
    [InlineData("animated")]
    [InlineData("truncated")]
    [InlineData("gigantic")]
    [InlineData("none")]
    public async Task What_cannot_be_taken_is_refused_and_stores_nothing(string what)
    {
        var keeper = await site.SignInAsync("secretariat");
        var before = await CountAsync();
        var content = what switch
        {
            "svg" => "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "animated" => Pictures.Gif(pictures: 3), "truncated" => Pictures.Jpeg(isWhole: false), "gigantic" => Pictures.Png(60_000, 60_000), _ => [],
        };

        using var response = await keeper.UploadAsync(Library, [], content.Length == 0 ? [] : [("File", "picture.png", content)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.NotNull((await Visitor.ParseAsync(response)).QuerySelector(".fault-summary a[href='#f-file']"));
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task A_description_is_stored_found_again_and_kept_from_being_overwritten()
    {
        var keeper = await site.SignInAsync("secretariat");
        var image = await UploadAsync(keeper, Pictures.Png(12, 7), "gate.png");
        var path = $"{Library}/{image.Code}";
        var old = (await keeper.PageAsync(path)).QuerySelector("form.image-form")!;

        using var stored = await keeper.PostAsync(path, [("Alternative.en", "The gate"), ("Alternative.zh", "校门"), ("Alternative.ru", "Ворота ёлки"), ("Credit", "UPC"), ("FocusX", "12.5"), ("FocusY", "80")], "form.image-form");
        using var late = await keeper.SubmitAsync(old, path, [("Alternative.en", "Another gate")]);
        using var wrong = await keeper.PostAsync(path, [("FocusX", "101")], "form.image-form");
        var found = await keeper.PageAsync($"{Library}?q={Uri.EscapeDataString("ЕЛКИ gate")}");
        var lacking = await keeper.PageAsync($"{Library}?q=gate&lacking=true");

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity), (stored.StatusCode, late.StatusCode, wrong.StatusCode));
        Assert.Contains("The gate", (await Visitor.ParseAsync(late)).QuerySelector("#f-alternative-en-stored")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["gate.png"], found.QuerySelectorAll(".library-name").Select(name => name.TextContent));
        Assert.Empty(lacking.QuerySelectorAll(".library-name"));
        await using var db = site.Db();
        var row = await db.Images.AsNoTracking().SingleAsync(candidate => candidate.Id == image.Id);
        Assert.Equal((125, 800, "校门", "UPC", 0), (row.FocusX, row.FocusY, row.Alternative["zh"], row.Credit, row.Lacking));
    }

    [Fact]
    public async Task Renditions_are_made_where_vips_is_installed_and_crops_again_when_the_focus_moves()
    {
        var vips = site.Services.GetRequiredService<Vips>();
        Assert.SkipUnless(vips.IsThere, "vips is not installed.");
        var keeper = await site.SignInAsync("secretariat");
        var image = await UploadAsync(keeper, Emblem.Draw(), "emblem.png");
        await site.FinishJobsAsync(RenditionsJob.JobKind);
        await using var db = site.Db();
        var before = await db.Images.AsNoTracking().Include(row => row.Renditions).SingleAsync(row => row.Id == image.Id);

        using var moved = await keeper.PostAsync($"{Library}/{image.Code}", [("FocusX", "0")], "form.image-form");
        await site.FinishJobsAsync(RenditionsJob.JobKind);

        var after = await db.Images.AsNoTracking().Include(row => row.Renditions).SingleAsync(row => row.Id == image.Id);
        Assert.Equal([(RenditionKind.Whole, 320, 180), (RenditionKind.Whole, 640, 360), (RenditionKind.Whole, 960, 540), (RenditionKind.Square, 480, 480)],
            before.Renditions.OrderBy(row => row.Kind).ThenBy(row => row.Width).Select(row => (row.Kind, row.Width, row.Height)));
        Assert.Equal(Hash(before, RenditionKind.Whole), Hash(after, RenditionKind.Whole));
        Assert.NotEqual(Hash(before, RenditionKind.Square), Hash(after, RenditionKind.Square));
        using var square = await site.Browser().GetAsync($"/media/{Hash(after, RenditionKind.Square)}/emblem-square.webp");
        using var misnamed = await site.Browser().GetAsync($"/media/{Hash(after, RenditionKind.Square)}/emblem-320.webp");
        Assert.Equal((HttpStatusCode.OK, "image/webp", HttpStatusCode.NotFound), (square.StatusCode, square.Content.Headers.ContentType!.MediaType, misnamed.StatusCode));
        // An article shows it with its sizes, and none of its readers sees the page jump
        var shown = (await site.Visit().PageAsync("/en/news/2011/thirty-universities-found-asrtu")).QuerySelector("figure.picture img")!;
        Assert.Equal(("960", "540"), (shown.GetAttribute("width"), shown.GetAttribute("height")));
        Assert.Equal(3, shown.GetAttribute("srcset")!.Split(", ").Length);

        static string Hash(Image row, RenditionKind kind) => row.Renditions.Where(rendition => rendition.Kind == kind).MinBy(rendition => rendition.Width)!.Hash;
    }

    [Fact]
    public async Task A_picture_that_vips_cannot_decode_stays_as_it_is()
    {
        Assert.SkipUnless(site.Services.GetRequiredService<Vips>().IsThere, "vips is not installed.");
        var keeper = await site.SignInAsync("secretariat");
        // Whole by its structure and its checksums, with pixels that nothing unpacks
        var broken = Pictures.Png(400, 300, hasSecrets: false);
        var at = broken.AsSpan().IndexOf("IDAT"u8);
        var length = BinaryPrimitives.ReadInt32BigEndian(broken.AsSpan(at - 4));
        broken.AsSpan(at + 4, length).Fill(0xFF);
        BinaryPrimitives.WriteUInt32BigEndian(broken.AsSpan(at + 4 + length), PngFormat.Checksum(broken.AsSpan(at, length + 4)));
        var image = await UploadAsync(keeper, broken, "broken.png");

        await site.FinishJobsAsync(RenditionsJob.JobKind);

        await using var db = site.Db();
        Assert.Equal(0, await db.Set<ImageRendition>().CountAsync(row => row.ImageId == image.Id));
        Assert.Equal(0, await db.Set<Job>().CountAsync(job => job.Kind == RenditionsJob.JobKind && job.State == JobState.Failed));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(site.Location.DataFolder, "files"), "*.renditions"));
    }

    [Fact]
    public async Task A_picture_that_an_article_shows_is_listed_with_it_and_cannot_be_removed()
    {
        var keeper = await site.SignInAsync("secretariat");
        await using var db = site.Db();
        var emblem = await db.Images.AsNoTracking().SingleAsync(row => row.Name == "emblem.png");
        var page = await keeper.PageAsync($"{Library}/{emblem.Code}");
        var unused = await UploadAsync(keeper, Pictures.Png(13, 7), "unused.png");
        // A picture that goes while its renditions are made would leave a job that failed
        await site.FinishJobsAsync(RenditionsJob.JobKind);

        using var removed = await keeper.PostAsync($"{Library}/{unused.Code}", [], "form.remove");

        Assert.Equal("/en/news/2011/thirty-universities-found-asrtu", Assert.Single(page.QuerySelectorAll("main .lines a")).GetAttribute("href"));
        Assert.Null(page.QuerySelector("form.remove"));
        Assert.Equal("/en/desk/images?removed=true", removed.Headers.Location!.ToString());
        Assert.False(await db.Images.AnyAsync(row => row.Id == unused.Id));
    }

    [Fact]
    public async Task The_library_asks_as_many_queries_for_one_picture_as_for_thirty()
    {
        var keeper = await site.SignInAsync("secretariat");
        await site.FinishJobsAsync(RenditionsJob.JobKind);
        await AddAsync("few", 1);
        await AddAsync("many", 30);
        await site.Services.GetRequiredService<AuditSealer>().SealAsync(TestContext.Current.CancellationToken);

        var (one, thirty) = (await LeastAsync("few"), await LeastAsync("many"));

        Assert.Equal(one, thirty);
        Assert.Equal(24, (await keeper.PageAsync($"{Library}?q=many")).QuerySelectorAll(".library > li").Length);
    }

    /// <summary>The page's own queries: what a job of this class asks meanwhile only adds to them.</summary>
    private async Task<int> LeastAsync(string search)
    {
        var keeper = await site.SignInAsync("secretariat");
        return await QueryCount.FewestAsync(site, () => keeper.PageAsync($"{Library}?q={search}"));
    }

    private async Task AddAsync(string name, int count)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var (db, operations) = (scope.ServiceProvider.GetRequiredService<RotundaDb>(), scope.ServiceProvider.GetRequiredService<ImageOperations>());
        for (var i = 0; i < count; i++)
            Assert.Null((await operations.TakeAsync(db, Rotunda.Modules.Shared.Access.Viewer.Program, Pictures.Png(100 + i, 20, shade: (byte)count), $"{name}-{i}.png", CancellationToken.None, isRenderedLater: false)).FaultKey);
        await db.SaveChangesAsync();
    }

    private async Task<Image> UploadAsync(Visitor keeper, byte[] content, string name)
    {
        using var response = await keeper.UploadAsync(Library, [], [("File", name, content)]);
        Assert.True(response.StatusCode == HttpStatusCode.Found, await response.Content.ReadAsStringAsync());
        var code = response.Headers.Location!.ToString().Split('/')[^1];
        await using var db = site.Db();
        return await db.Images.AsNoTracking().SingleAsync(image => image.Code == code);
    }

    /// <summary>Images and what was uploaded; renditions come in the background.</summary>
    private async Task<(int Images, int Files)> CountAsync()
    {
        await using var db = site.Db();
        return (await db.Images.CountAsync(), await db.Set<StoredFile>().CountAsync(file => file.MediaType != "image/webp"));
    }
}

public sealed class ImageLibraryTestsOnSqlite(SqliteSite site) : ImageLibraryTests(site), IClassFixture<SqliteSite>;

public sealed class ImageLibraryTestsOnPostgres(PostgresSite site) : ImageLibraryTests(site), IClassFixture<PostgresSite>;
