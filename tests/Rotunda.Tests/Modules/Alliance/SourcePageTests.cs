using System.Reflection;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Assembly.Resolutions;
using Rotunda.Modules.Conferences.Editions;
using Rotunda.Testing;
using Xunit;
using static Rotunda.Tests.Modules.Alliance.RegistryPageTests;

namespace Rotunda.Tests.Modules.Alliance;

/// <summary>Sources stand under the facts that they support, with their confidence; those that are not publishable stand nowhere in public.</summary>
public abstract class SourcePageTests(Site site)
{
    private const string Fresh = "?x=1";
    private const string Hidden = "Verborgen7731";

    [Fact]
    public async Task Sources_of_an_institution_and_of_its_names_stand_on_its_page_with_their_confidence()
    {
        await using (var db = site.Db())
        {
            var institution = await db.Institutions.Include(row => row.Names).SingleAsync(row => row.Code == "hit");
            institution.Citations = [.. institution.Citations, new Citation("Protocol of the board", Confidence.Low, Resolution: "2015-1")];
            var alias = institution.Names.First(name => name.Kind == NameKind.Alias);
            alias.Citations = [new Citation("Letter of the registrar", Confidence.Medium)];
            await db.SaveChangesAsync();
        }

        var page = await site.Visit().PageAsync("/en/members/hit" + Fresh);
        var sources = page.QuerySelectorAll(".side-column .sources li").ToList();

        // Once, though the address of the website cites it too, without a judgement
        Assert.Equal(["common knowledge reliable"], sources.Select(Words).Where(line => line.StartsWith("common", StringComparison.Ordinal)));
        Assert.Contains("Letter of the registrar plausible", sources.Select(Words));
        // A resolution and the source beside it: both are shown
        var both = sources.Single(line => line.TextContent.Contains("Protocol of the board", StringComparison.Ordinal));
        Assert.Equal("Resolution 2015-1 · Protocol of the board doubtful", Words(both));
        Assert.Equal("/en/resolutions/2015-1", both.QuerySelector("a")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("en", "doubtful")]
    [InlineData("zh", "可信度低")]
    [InlineData("ru", "сомнительно")]
    public async Task Sources_of_seats_and_of_members_of_a_body_stand_on_its_page(string language, string doubtful)
    {
        await using (var db = site.Db())
        {
            foreach (var seat in await db.Seats.Include(row => row.Body).Where(row => row.Body!.Code == "green" || row.Kind == SeatKind.RotatingChair).ToListAsync())
                seat.Citations = [new Citation("Seat of " + seat.Body!.Code, Confidence.Low)];
            (await db.Set<Rotunda.Modules.Alliance.Bodies.BodyMember>().FirstAsync()).Citations = [new Citation("List of founders", Confidence.Low)];
            await db.SaveChangesAsync();
        }

        var green = await site.Visit().PageAsync($"/{language}/bodies/green{Fresh}");
        var leadership = await site.Visit().PageAsync($"/{language}/leadership{Fresh}");

        Assert.Contains("Seat of green " + doubtful, green.QuerySelectorAll(".record > .sources li").Select(Words));
        Assert.Contains("List of founders " + doubtful, green.QuerySelectorAll(".record > .sources li").Select(Words));
        Assert.Equal(["Seat of asrtu " + doubtful], leadership.QuerySelectorAll("main > .sources li").Select(Words));
    }

    [Fact]
    public async Task A_source_that_is_not_publishable_appears_nowhere_in_public()
    {
        await using (var db = site.Db())
        {
            var kinds = db.Model.GetEntityTypes().Select(type => type.ClrType).Where(type => type.GetProperty("Citations")?.PropertyType == typeof(List<Citation>)).ToList();
            Assert.True(kinds.Count >= 17, string.Join(", ", kinds.Select(kind => kind.Name)));
            foreach (var kind in kinds) await (Task)typeof(SourcePageTests).GetMethod(nameof(HideAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(kind).Invoke(null, [db])!;
            await using var scope = site.Services.CreateAsyncScope();
            var association = await scope.ServiceProvider.GetRequiredService<SettingsStore>().GetAsync<AssociationSettings>(CancellationToken.None);
            await SettingsStore.PutAsync(db, association with { Citations = [.. association.Citations, Secret] }, CancellationToken.None);
            await db.SaveChangesAsync();
        }

        var visitor = site.Visit();
        var sitemap = System.Xml.Linq.XDocument.Parse(await visitor.Http.GetStringAsync("/sitemap.xml"));
        var places = sitemap.Root!.Elements().Select(url => new Uri(url.Elements().First(element => element.Name.LocalName == "loc").Value).AbsolutePath).Where(path => path.StartsWith("/ru", StringComparison.Ordinal)).ToList();
        Assert.True(places.Count > 70, $"{places.Count} pages");
        string[] machines = ["/feeds/ru/news.atom", "/feeds/ru/news.json", "/feeds/ru/resolutions.atom", "/feeds/ru/conferences/2022.atom", "/sitemap.xml"];
        foreach (var place in places.Select(path => path + Fresh).Concat(machines).Append("/ru/search?q=verborgen").Append("/ru?on=2024").Append("/ru/leadership?on=2024"))
            Assert.False((await visitor.Http.GetStringAsync(place)).Contains(Hidden, StringComparison.Ordinal), place);
        // The secretariat's own form knows it, so it was there to leak
        var secretary = await site.SignInAsync("secretariat");
        await using var again = site.Db();
        var seat = await again.Seats.Select(row => row.Id).FirstAsync();
        Assert.Contains(Hidden, (await secretary.PageAsync($"/en/desk/registry/seats/{seat}")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_in_another_language_are_marked_and_labelled()
    {
        await using (var db = site.Db())
        {
            var edition = await db.Editions.SingleAsync(row => row.Code == "2022");
            db.Add(new Session
            {
                Id = RowId.New(), EditionId = edition.Id, Order = 90, Kind = SessionKind.Other, Name = LocalizedText.Of(("zh", "学生论坛")), Theme = LocalizedText.Of(("zh", "青年与城市")), UndertakerCode = "beihang",
            });
            (await db.Resolutions.SingleAsync(row => row.Number == "2015-1")).Adoption = LocalizedText.Of(("en", "by acclamation"));
            await db.SaveChangesAsync();
        }

        var page = await site.Visit().PageAsync("/ru/conferences/2022" + Fresh);
        var session = page.QuerySelectorAll(".sessions > li").Single(item => item.TextContent.Contains("学生论坛", StringComparison.Ordinal));
        Assert.Equal(["学生论坛", "青年与城市"], session.QuerySelectorAll("[lang=zh-Hans]").Select(text => text.TextContent));
        Assert.Equal("Beihang University", session.QuerySelector("a[href='/ru/members/beihang'] [lang=en]")!.TextContent);
        Assert.Equal("на английском языке", session.QuerySelector("a .fallback")!.TextContent);
        Assert.Contains("Ещё не переведено; язык: китайский", Words(session), StringComparison.Ordinal);

        var member = await site.Visit().PageAsync("/ru/members/beihang" + Fresh);
        Assert.Equal(["学生论坛"], member.QuerySelectorAll(".related .quiet [lang=zh-Hans]").Select(text => text.TextContent));
        Assert.Contains(member.QuerySelectorAll(".related .quiet"), note => Words(note).Contains("学生论坛 на китайском языке", StringComparison.Ordinal));

        var register = await site.Visit().PageAsync("/ru/resolutions" + Fresh);
        Assert.Equal("by acclamation", register.QuerySelectorAll(".editions p.quiet [lang=en]").Select(text => text.TextContent).Single(text => text.StartsWith("by", StringComparison.Ordinal)));
    }

    private static Citation Secret => new(Hidden, Confidence.High, Publishable: false);

    private static async Task HideAsync<T>(RotundaDb db)
        where T : class
    {
        var citations = typeof(T).GetProperty("Citations")!;
        foreach (var row in await db.Set<T>().ToListAsync()) citations.SetValue(row, new List<Citation>([.. (List<Citation>)citations.GetValue(row)!, Secret]));
    }
}

public sealed class SourcePageTestsOnSqlite(SqliteSite site) : SourcePageTests(site), IClassFixture<SqliteSite>;

public sealed class SourcePageTestsOnPostgres(PostgresSite site) : SourcePageTests(site), IClassFixture<PostgresSite>;
