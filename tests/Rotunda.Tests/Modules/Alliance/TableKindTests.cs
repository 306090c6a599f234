using System.Globalization;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Programmes;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance;

/// <summary>Tables of every kind: what was exported comes back unchanged, lines are added and changed, and what cannot stand is named by line.</summary>
public abstract class TableKindTests(Site site)
{
    private static readonly (string, string) Ground = ("Ground.Source", "https://example.org/table");

    /// <summary>A kind with its headings, a line that can stand, the place and new value of a changed cell, and lines that cannot stand with what is said of each.</summary>
    private static readonly Dictionary<string, (string[] Headings, string[] Line, (int Place, string Value) Changed, (string[] Line, string Fault)[] Faulty)> Kinds = new(StringComparer.Ordinal)
    {
        ["bodies"] = (["code", "kind", "parent", "order", "name.en", "founded"], ["robots-t", "SubAlliance", "asrtu", "91", "Robots Alliance", "2026-05"], (4, "=Robots"),
        [
            (["b1", "king", "asrtu", "1", "One", ""], "“king” is not one of the values for this field."),
            (["b2", "SubAlliance", "nowhere", "1", "Two", ""], "“nowhere” is not one of the values for this field."),
            (["b3", "SubAlliance", "", "1", "Three", ""], "The association alone stands above all"),
            (["b4", "SubAlliance", "asrtu", "many", "Four", ""], "Write a whole number from 0 to 9999."),
            (["b5", "SubAlliance", "asrtu", "1", "", ""], "Fill this in at least in one language."),
            (["b6", "SubAlliance", "asrtu", "1", "Six", "spring"], "“spring” is not a date."),
            (["B 7", "SubAlliance", "asrtu", "1", "Seven", ""], "Use lower-case Latin letters"),
        ]),
        ["body-members"] = (["body", "institution", "founder", "from"], ["SUB", "OUTSIDER", "yes", "2026-01"], (3, "2026-02"),
        [
            (["asrtu", "upc", "", ""], "Members of the association itself are kept as memberships."),
            (["SUB", "nobody", "", ""], "“nobody” is not one of the values for this field."),
            (["SUB", "OTHER", "perhaps", ""], "“perhaps” is not one of the values for this field."),
            (["SUB", "OTHER", "", "autumn"], "“autumn” is not a date."),
        ]),
        ["seats"] = (["body", "side", "kind"], ["asrtu", "CN", "Lead"], (2, "Secretariat"),
        [
            (["asrtu", "XX", "Lead"], "“XX” is not one of the values for this field."),
            (["nowhere", "CN", "Lead"], "“nowhere” is not one of the values for this field."),
            (["asrtu", "RU", "throne"], "“throne” is not one of the values for this field."),
        ]),
        ["terms"] = (["body", "side", "seat", "number", "institution", "planned-from", "from", "to", "note.en"], ["asrtu", "CN", "Rotating chair unit", "77", "upc", "2031", "2031-06", "", "By a table"], (7, "2033-06"),
        [
            (["asrtu", "RU", "Secretariat", "1", "gubkin", "", "", "", ""], "This side has no such seat in this body. Add the seat first."),
            (["asrtu", "CN", "RotatingChair", "0", "upc", "", "", "", ""], "Write a number from 1 to 999."),
            (["asrtu", "CN", "RotatingChair", "78", "nobody", "", "", "", ""], "“nobody” is not one of the values for this field."),
            (["asrtu", "CN", "RotatingChair", "78", "upc", "autumn", "", "", ""], "“autumn” is not a date."),
            (["asrtu", "CN", "RotatingChair", "79", "upc", "", "2031", "2030", ""], "The end lies before the beginning."),
        ]),
        ["programmes"] = (["code", "order", "name.en", "institutions"], ["winter-t", "99", "Winter School", "gubkin\nupc"], (3, "upc"),
        [
            (["p2", "1", "", ""], "Fill this in at least in one language."),
            (["p3", "-1", "Three", ""], "Write a whole number from 0 to 9999."),
            // Takes two lines of the file, and is named by the first
            (["p1", "1", "One", "upc\nnobody"], "There is no institution with the code nobody."),
        ]),
        ["documents"] = (["code", "title.en", "kind", "visibility", "date", "languages"], ["rules-t", "Rules", "Statute", "Public", "2026-02-01", "zh, ru"], (4, "2026-03-01"),
        [
            (["d1", "One", "Statute", "Public", "", "zh, tlh"], "tlh is not a language of this site."),
            (["d2", "Two", "Poem", "Public", "", ""], "“Poem” is not one of the values for this field."),
            (["d3", "Three", "Statute", "Secret", "", ""], "“Secret” is not one of the values for this field."),
            (["d4", "", "Statute", "Public", "", ""], "Fill this in at least in one language."),
        ]),
    };

    public static TheoryData<string> Codes => [.. Kinds.Keys];

    public static TheoryData<string, string, string> Exports
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (kind, number) in Kinds.Keys.Select((kind, number) => (kind, number)))
                foreach (var (format, language) in new[] { ("csv", number % 2 == 0 ? "zh" : "ru"), ("xlsx", number % 2 == 0 ? "ru" : "en") })
                    data.Add(kind, format, language);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Exports))]
    public async Task What_was_exported_changes_nothing_when_it_comes_back(string kind, string format, string language)
    {
        var secretary = await site.SignInAsync("secretariat");
        using var file = await secretary.GetAsync($"/{language}/desk/export/{kind}.{format}");
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);

        using var sent = await TableImportTests.SendAsync(secretary, kind, "back." + format, await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        var page = await secretary.PageAsync(sent.Headers.Location!.OriginalString);
        var count = await CountAsync(kind);
        Assert.InRange(count, 1, 1000);
        Assert.Equal(Summary(unchanged: count), page.QuerySelector(".summary")!.TextContent);
        Assert.Null(page.QuerySelector(".desk-main .notice:not(.success)"));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task The_template_has_the_officers_language_and_every_column(string kind)
    {
        var secretary = await site.SignInAsync("secretariat");
        var headings = new List<string[]>();
        foreach (var language in new[] { "en", "zh", "ru" })
        {
            using var file = await secretary.GetAsync($"/{language}/desk/export/{kind}.csv?template=true");
            headings.Add((await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimStart('\uFEFF').Trim().Split(','));
        }

        Assert.All(headings, row => Assert.Equal(headings[0].Length, row.Distinct(StringComparer.Ordinal).Count()));
        Assert.Contains(headings[1], heading => heading.Any(letter => letter is >= '\u4E00' and <= '\u9FFF'));
        Assert.Contains(headings[2], heading => heading.Any(letter => letter is >= 'А' and <= 'я'));
        Assert.DoesNotContain(headings.SelectMany(row => row), heading => heading.Contains('⟨', StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Lines_are_added_changed_and_exported_again(string kind)
    {
        var secretary = await site.SignInAsync("secretariat");
        var (headings, template, (place, value), _) = Kinds[kind];
        var line = await FilledAsync(template);
        var before = await CountAsync(kind);

        using var added = await ApplyAsync(secretary, kind, headings, line, Summary(added: 1));
        Assert.Equal(HttpStatusCode.Found, added.StatusCode);
        Assert.Equal(before + 1, await CountAsync(kind));

        // Where no column tells rows apart for good, the id of the export does
        string[] changed = [.. line.Select((cell, index) => index == place ? value : cell)];
        if (kind == "seats") (headings, changed) = ([.. headings, "id"], [.. changed, await LatestSeatAsync()]);
        using var edited = await ApplyAsync(secretary, kind, headings, changed, Summary(changed: 1));
        Assert.Equal(HttpStatusCode.Found, edited.StatusCode);
        using var again = await ApplyAsync(secretary, kind, headings, changed, Summary(unchanged: 1));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.Equal(before + 1, await CountAsync(kind));
        using var file = await secretary.GetAsync($"/en/desk/export/{kind}.csv");
        var text = await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(kind switch { "bodies" => "'=Robots", "terms" => "2033-06", "documents" => "2026-03-01", "body-members" => "2026-02", _ => line[0] }, text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_faulty_line_is_named_with_its_reason_and_nothing_is_stored(string kind)
    {
        var secretary = await site.SignInAsync("secretariat");
        var (headings, _, _, faulty) = Kinds[kind];
        var before = await CountAsync(kind);
        var lines = new List<string[]>();
        foreach (var (line, _) in faulty) lines.Add(await FilledAsync(line));

        using var sent = await SendAsync(secretary, kind, headings, [.. lines]);
        var path = sent.Headers.Location!.OriginalString;
        var page = await secretary.PageAsync(path);
        using var refused = await secretary.PostAsync(path, [("act", "apply"), Ground], "form:has([name=fingerprint])");

        Assert.Equal(Summary(faulty: faulty.Length), page.QuerySelector(".summary")!.TextContent);
        var shown = page.QuerySelectorAll(".line-faulty").ToList();
        foreach (var ((_, fault), number) in faulty.Select((pair, number) => (pair, number)))
        {
            Assert.Equal((number + 2).ToString(CultureInfo.InvariantCulture), shown[number].QuerySelector(".number")!.TextContent);
            Assert.Contains(fault, shown[number].TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(before, await CountAsync(kind));
    }

    [Fact]
    public async Task Two_lines_that_close_a_circle_of_bodies_together_are_not_both_taken()
    {
        var secretary = await site.SignInAsync("secretariat");
        await using var db = site.Db();
        var root = await db.Bodies.SingleAsync(row => row.ParentId == null, TestContext.Current.CancellationToken);
        var codes = await db.Bodies.Where(row => row.ParentId == root.Id).OrderBy(row => row.Code).Select(row => row.Code).Take(2).ToListAsync(TestContext.Current.CancellationToken);

        using var sent = await SendAsync(secretary, "bodies", ["code", "parent"], [codes[0], codes[1]], [codes[1], codes[0]]);

        var page = await secretary.PageAsync(sent.Headers.Location!.OriginalString);
        Assert.Equal(Summary(changed: 1, faulty: 1), page.QuerySelector(".summary")!.TextContent);
        Assert.Contains("A body cannot be part of itself.", page.QuerySelector(".line-faulty")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_term_stays_in_its_seat_and_numbers_and_seats_are_not_given_twice()
    {
        var secretary = await site.SignInAsync("secretariat");
        await using var db = site.Db();
        var terms = await db.Terms.AsNoTracking().Include(row => row.Seat).Where(row => row.Number != null && row.Seat!.Kind == SeatKind.RotatingChair && row.Seat.SideCode == "RU").OrderBy(row => row.Number).Take(2).ToListAsync(TestContext.Current.CancellationToken);
        var seats = await db.Seats.AsNoTracking().Where(row => row.Body!.ParentId == null && row.SideCode == "RU" && (row.Kind == SeatKind.RotatingChair || row.Kind == SeatKind.PermanentChair)).ToListAsync(TestContext.Current.CancellationToken);

        using var moved = await SendAsync(secretary, "terms", ["id", "side", "number"], [terms[0].Id.ToString(), "CN", ""], [terms[1].Id.ToString(), "", terms[0].Number!.Value.ToString(CultureInfo.InvariantCulture)]);
        using var twice = await SendAsync(secretary, "seats", ["id", "kind"], [seats.First(seat => seat.Kind == SeatKind.PermanentChair).Id.ToString(), "RotatingChair"]);

        var lines = (await secretary.PageAsync(moved.Headers.Location!.OriginalString)).QuerySelectorAll(".line-faulty").Select(line => line.TextContent).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Contains("This value is “RU” and never changes.", lines[0], StringComparison.Ordinal);
        Assert.Contains("This seat already has a term with this number.", lines[1], StringComparison.Ordinal);
        Assert.Contains("This side already has such a seat in this body.", (await secretary.PageAsync(twice.Headers.Location!.OriginalString)).QuerySelector(".line-faulty")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_programmes_asks_the_same_queries_for_one_line_and_for_thirty()
    {
        var secretary = await site.SignInAsync("secretariat");
        var counts = new List<int>();
        foreach (var count in new[] { 1, 1, 30 })
        {
            using var sent = await SendAsync(secretary, "programmes", ["code", "name.en", "institutions"], [.. Enumerable.Range(0, count).Select(number => new[] { $"q{number}", $"Programme {number}", number % 2 == 0 ? "upc" : "gubkin" })]);
            counts.Add(await QueryCount.FewestAsync(site, () => secretary.PageAsync(sent.Headers.Location!.OriginalString)));
        }

        Assert.Equal(counts[1], counts[2]);
    }

    private static string Summary(int added = 0, int changed = 0, int unchanged = 0, int faulty = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"To be added: {added}. To be changed: {changed}. Unchanged: {unchanged}. Faulty: {faulty}.");

    private static async Task<HttpResponseMessage> SendAsync(Visitor visitor, string kind, string[] headings, params string[][] lines) =>
        await TableImportTests.SendAsync(visitor, kind, "t.csv", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(TableImportTests.Csv(",", headings, lines)));

    private static async Task<HttpResponseMessage> ApplyAsync(Visitor visitor, string kind, string[] headings, string[] line, string summary)
    {
        using var sent = await SendAsync(visitor, kind, headings, line);
        var path = sent.Headers.Location!.OriginalString;
        Assert.Equal(summary, (await visitor.PageAsync(path)).QuerySelector(".summary")!.TextContent);
        return await visitor.PostAsync(path, [("act", "apply"), Ground], "form:has([name=fingerprint])");
    }

    private async Task<string> LatestSeatAsync()
    {
        await using var db = site.Db();
        return (await db.Seats.AsNoTracking().OrderByDescending(row => row.Id).FirstAsync()).Id.ToString();
    }

    private async Task<int> CountAsync(string kind)
    {
        await using var db = site.Db();
        return kind switch
        {
            "bodies" => await db.Bodies.CountAsync(),
            "body-members" => await db.Set<BodyMember>().CountAsync(),
            "seats" => await db.Seats.CountAsync(),
            "terms" => await db.Terms.CountAsync(),
            "programmes" => await db.Programmes.CountAsync(),
            _ => await db.Documents.CountAsync(),
        };
    }

    /// <summary>Puts codes of the demonstration's records where the line names one: the association, a sub-alliance, institutions that are not in it.</summary>
    private async Task<string[]> FilledAsync(string[] line)
    {
        await using var db = site.Db();
        var sub = await db.Bodies.Where(row => row.Kind == BodyKind.SubAlliance).OrderBy(row => row.Order).ThenBy(row => row.Code).FirstAsync();
        var outsiders = await db.Set<Rotunda.Modules.Alliance.Institutions.Institution>().Where(row => !db.Set<BodyMember>().Any(member => member.BodyId == sub.Id && member.InstitutionId == row.Id)).OrderBy(row => row.Code).Select(row => row.Code).Take(2).ToListAsync();
        var root = await db.Bodies.Where(row => row.ParentId == null).Select(row => row.Code).SingleAsync();
        return [.. line.Select(cell => cell switch { "SUB" => sub.Code, "OUTSIDER" => outsiders[0], "OTHER" => outsiders[1], "asrtu" => root, _ => cell })];
    }
}

public sealed class TableKindTestsOnSqlite(SqliteSite site) : TableKindTests(site), IClassFixture<SqliteSite>;

public sealed class TableKindTestsOnPostgres(PostgresSite site) : TableKindTests(site), IClassFixture<PostgresSite>;
