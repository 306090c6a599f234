using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Audit;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Registry.Tables;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance;

/// <summary>Tables of the registry: what was saved elsewhere is read, checked line by line, and imported whole or not at all.</summary>
public abstract class TableImportTests(Site site)
{
    private static readonly (string, string) Ground = ("Ground.Source", "https://example.org/table");

    static TableImportTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<string, bool, string> Encodings
    {
        get
        {
            var data = new TheoryData<string, bool, string>();
            foreach (var separator in new[] { ",", ";", "\t" })
            {
                foreach (var (encoding, marked) in new[] { ("UTF-8", true), ("UTF-8", false), ("UTF-16LE", true), ("UTF-16BE", true), ("UTF-16LE", false), ("UTF-16BE", false), ("GB18030", false), ("windows-1251", false) })
                    data.Add(encoding, marked, separator);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_table_is_read_in_every_encoding_and_with_every_separator(string encoding, bool marked, string separator)
    {
        var secretary = await site.SignInAsync("secretariat");
        var russian = encoding == "windows-1251";
        var code = $"t{encoding.ToLowerInvariant()}{(marked ? "m" : "")}{separator[0] switch { ',' => "c", ';' => "s", _ => "t" }}";
        var name = russian ? "Московский технический\nуниверситет связи; «МТУСИ», филиал" : "哈尔滨\n工程大学；分校, 南区";
        var heading = (await HeadingsAsync(secretary, russian ? "ru" : "zh")).First(cell => cell.Contains(russian ? "Русский" : "中文", StringComparison.Ordinal));
        var text = Csv(separator, ["code", "side", "country", "zone", heading], [code, russian ? "RU" : "CN", russian ? "RU" : "CN", russian ? "Europe/Moscow" : "Asia/Shanghai", name]);

        using var sent = await SendAsync(secretary, "institutions", "table.csv", Bytes(text, encoding, marked));

        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        var path = sent.Headers.Location!.OriginalString;
        var page = await secretary.PageAsync(path);
        Assert.Contains($"Read as {encoding}, separator: {separator[0] switch { ',' => "comma", ';' => "semicolon", _ => "tab" }}.", page.Body!.TextContent, StringComparison.Ordinal);
        using var applied = await secretary.PostAsync(path, [("act", "apply"), Ground], "form:has([name=fingerprint])");
        Assert.Equal(HttpStatusCode.Found, applied.StatusCode);
        Assert.Equal(name.Replace('\n', ' '), (await site.Visit().PageAsync($"/{(russian ? "ru" : "zh")}/members/{code}")).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Words_are_told_apart_even_where_all_headings_are_english()
    {
        var secretary = await site.SignInAsync("secretariat");
        foreach (var (encoding, language, name) in new[] { ("GB18030", "zh", "西安交通大学城市学院"), ("windows-1251", "ru", "Казанский федеральный университет") })
        {
            var text = Csv(",", ["code", "side", "country", "zone", "name." + language], ["plain-" + language, "CN", "CN", "Asia/Shanghai", name]);
            using var sent = await SendAsync(secretary, "institutions", "t.csv", Bytes(text, encoding, marked: false));
            Assert.Contains(name, (await secretary.PageAsync(sent.Headers.Location!.OriginalString)).Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_wrong_encoding_is_said_and_can_be_overridden()
    {
        var secretary = await site.SignInAsync("secretariat");
        var text = Csv(",", ["code", "side", "country", "zone", "name.ru"], ["wrong-enc", "RU", "RU", "Europe/Moscow", "Университет"]);
        var bytes = Bytes(text, "windows-1251", marked: false);

        using var refused = await SendAsync(secretary, "institutions", "t.csv", bytes, ("Encoding", "UTF-8"));
        using var sent = await SendAsync(secretary, "institutions", "t.csv", bytes, ("Encoding", "GB18030"));

        Assert.Equal(["The file does not fit the encoding UTF-8."], await FaultsAsync(refused));
        Assert.NotEqual(HttpStatusCode.InternalServerError, sent.StatusCode);
        using var first = await SendAsync(secretary, "institutions", "t.csv", bytes);
        var path = first.Headers.Location!.OriginalString;
        using var again = await secretary.PostAsync(path, [("act", "read"), ("Encoding", "UTF-8")]);
        var shown = await secretary.PageAsync(path, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("The file does not fit the encoding UTF-8.", shown.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("institutions", "csv", "zh")]
    [InlineData("institutions", "xlsx", "ru")]
    [InlineData("memberships", "csv", "ru")]
    [InlineData("memberships", "xlsx", "zh")]
    [InlineData("people", "csv", "en")]
    [InlineData("people", "xlsx", "ru")]
    public async Task What_was_exported_changes_nothing_when_it_comes_back(string kind, string format, string language)
    {
        var secretary = await site.SignInAsync("secretariat");
        using var note = await secretary.PostAsync("/en/desk/registry/institutions/" + await IdAsync("zju"), [("field.note.en", "=HYPERLINK(\"http://evil.example\")"), ("field.note.ru", "'+7 кавычка"), ("field.note.zh", "-1;\"甲\",乙"), ("field.alias.en", "@Zhejiang\nZhejiang, University of"), Ground]);
        using var file = await secretary.GetAsync($"/{language}/desk/export/{kind}.{format}");
        var bytes = await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        using var sent = await SendAsync(secretary, kind, "back." + format, bytes);

        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        var page = await secretary.PageAsync(sent.Headers.Location!.OriginalString);
        await using var db = site.Db();
        var count = kind switch { "institutions" => await db.Institutions.CountAsync(TestContext.Current.CancellationToken), "memberships" => await db.Set<Membership>().CountAsync(TestContext.Current.CancellationToken), _ => await db.Appointments.CountAsync(TestContext.Current.CancellationToken) };
        Assert.Equal($"To be added: 0. To be changed: 0. Unchanged: {count}. Faulty: 0.", page.QuerySelector(".summary")!.TextContent);
        if (kind == "institutions" && format == "csv")
        {
            var text = Encoding.UTF8.GetString(bytes);
            Assert.StartsWith("\uFEFF", text, StringComparison.Ordinal);
            Assert.Contains("'=HYPERLINK", text, StringComparison.Ordinal);
            Assert.DoesNotContain(",=HYPERLINK", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"=HYPERLINK", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Templates_have_the_officers_language_and_headings_of_all_three_are_taken()
    {
        var secretary = await site.SignInAsync("secretariat");
        foreach (var language in new[] { "en", "zh", "ru" })
        {
            var headings = await HeadingsAsync(secretary, language);
            var side = headings[1];
            Assert.Equal(language switch { "en" => "Side", "zh" => "所属方", _ => "Сторона" }, side);
            var text = Csv(",", [headings[0], side], ["zju", "CN"]);
            using var sent = await SendAsync(secretary, "institutions", "t.csv", Bytes(text, "UTF-8", marked: true));
            Assert.Equal("To be added: 0. To be changed: 0. Unchanged: 1. Faulty: 0.", (await secretary.PageAsync(sent.Headers.Location!.OriginalString)).QuerySelector(".summary")!.TextContent);
        }
    }

    [Fact]
    public async Task Thirty_faulty_lines_are_all_listed_and_nothing_is_written_until_they_may_be_left_out()
    {
        var secretary = await site.SignInAsync("secretariat");
        string[] Good(int number) => [$"good{number}", "RU", "RU", "Europe/Moscow", $"Хороший {number}"];
        var faulty = Enumerable.Range(0, 30).Select(number => (number % 3) switch
        {
            0 => new[] { $"bad{number}", "XX", "RU", "Europe/Moscow", "Сторона" },
            1 => [$"bad{number}", "RU", "RU", "Moon/Base", "Зона"],
            _ => [$"BAD {number}", "RU", "RU", "Europe/Moscow", "Код"],
        });
        var text = Csv(";", ["code", "side", "country", "zone", "name.ru"], [.. faulty, .. Enumerable.Range(0, 3).Select(Good), Good(0)]);
        using var sent = await SendAsync(secretary, "institutions", "t.csv", Bytes(text, "UTF-8", marked: false));
        var path = sent.Headers.Location!.OriginalString;
        var page = await secretary.PageAsync(path);
        await using var db = site.Db();
        var before = await db.Institutions.CountAsync(TestContext.Current.CancellationToken);

        using var refused = await secretary.PostAsync(path, [("act", "apply"), Ground], "form:has([name=fingerprint])");

        var lines = page.QuerySelectorAll(".line-faulty").ToList();
        Assert.Equal(31, lines.Count);
        Assert.Equal(Enumerable.Range(2, 30).Append(35).Select(number => number.ToString(CultureInfo.InvariantCulture)), lines.Select(line => line.QuerySelector(".number")!.TextContent));
        Assert.Contains("Side: “XX” is not one of the values for this field.", lines[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("This is not an IANA time zone.", lines[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Use lower-case Latin letters", lines[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("This line means the same record as line 32.", lines[30].TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(before, await db.Institutions.CountAsync(TestContext.Current.CancellationToken));
        using var without = await secretary.PostAsync(path, [("act", "apply"), ("leaveOut", "true")], "form:has([name=fingerprint])");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        using var applied = await secretary.PostAsync(path, [("act", "apply"), ("leaveOut", "true"), Ground], "form:has([name=fingerprint])");
        Assert.Equal(HttpStatusCode.Found, applied.StatusCode);
        Assert.Equal(before + 3, await db.Institutions.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Хороший 1", (await site.Visit().PageAsync("/ru/members/good1")).QuerySelector("h1")!.TextContent);
        Assert.Contains("https://example.org/table", (await secretary.PageAsync("/en/desk/institutions/good1")).QuerySelector(".audit")!.TextContent, StringComparison.Ordinal);
        // What was imported is gone and cannot be imported twice
        using var gone = await secretary.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Memberships_and_people_are_added_and_changed_and_clashes_are_named()
    {
        var secretary = await site.SignInAsync("secretariat");
        var memberships = Csv(",", ["机构/院校", "status", "from", "to"], ["upc", "正式成员", "autumn", ""], ["nobody", "Full", "2020", ""], ["zju", "king", "2020", ""]);
        using var faulty = await SendAsync(secretary, "memberships", "m.csv", Bytes(memberships.Replace("机构/院校", "institution", StringComparison.Ordinal), "UTF-8", marked: false));
        var lines = (await secretary.PageAsync(faulty.Headers.Location!.OriginalString)).QuerySelectorAll(".line-faulty").Select(line => line.TextContent).ToList();
        Assert.Equal(3, lines.Count);
        Assert.Contains("“autumn” is not a date.", lines[0], StringComparison.Ordinal);
        Assert.Contains("“nobody” is not one of the values", lines[1], StringComparison.Ordinal);
        Assert.Contains("“king” is not one of the values", lines[2], StringComparison.Ordinal);

        var overlap = Csv(",", ["institution", "status", "from"], ["upc", "observer", "2012-01-01"]);
        using var clash = await SendAsync(secretary, "memberships", "m.csv", Bytes(overlap, "UTF-8", marked: false));
        Assert.Contains("already has another membership", (await secretary.PageAsync(clash.Headers.Location!.OriginalString)).Body!.TextContent, StringComparison.Ordinal);

        await using var db = site.Db();
        var root = await db.Bodies.Where(row => row.ParentId == null).Select(row => row.Code).SingleAsync(TestContext.Current.CancellationToken);
        var people = Csv(",", ["family.ru", "given.ru", "native", "office.ru", "institution", "body", "from"], ["Иванова", "Анна", "Русский", "секретарь", "gubkin", root, "2026-02"]);
        foreach (var expected in new[] { "To be added: 1. To be changed: 0. Unchanged: 0. Faulty: 0.", "To be added: 0. To be changed: 0. Unchanged: 1. Faulty: 0." })
        {
            using var sent = await SendAsync(secretary, "people", "p.csv", Bytes(people, "UTF-8", marked: false));
            var path = sent.Headers.Location!.OriginalString;
            Assert.Equal(expected, (await secretary.PageAsync(path)).QuerySelector(".summary")!.TextContent);
            using var applied = await secretary.PostAsync(path, [("act", "apply"), Ground], "form:has([name=fingerprint])");
            Assert.Equal(expected.Contains("added: 1", StringComparison.Ordinal) ? HttpStatusCode.Found : HttpStatusCode.UnprocessableEntity, applied.StatusCode);
        }

        Assert.Contains("Анна Иванова", (await site.Visit().PageAsync("/ru/bodies/" + root)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_imported_membership_stands_in_the_history_of_its_institution()
    {
        var secretary = await site.SignInAsync("secretariat");
        await using var db = site.Db();
        var membership = await db.Set<Membership>().AsNoTracking().Include(row => row.Institution).FirstAsync(row => row.Institution!.Code == "hit", TestContext.Current.CancellationToken);
        var table = Csv(",", ["institution", "status", "from", "note.en"], ["hit", membership.Status.ToString(), membership.From.ToString(), "Seen in the register of 2026"]);
        using var sent = await SendAsync(secretary, "memberships", "m.csv", Bytes(table, "UTF-8", marked: false));
        var path = sent.Headers.Location!.OriginalString;
        Assert.Equal("To be added: 0. To be changed: 1. Unchanged: 0. Faulty: 0.", (await secretary.PageAsync(path)).QuerySelector(".summary")!.TextContent);
        using var applied = await secretary.PostAsync(path, [("act", "apply"), Ground], "form:has([name=fingerprint])");
        Assert.Equal(HttpStatusCode.Found, applied.StatusCode);

        var subjects = new[] { membership.Id.ToString(), membership.InstitutionId.ToString() };
        var entries = await db.AuditEntries.AsNoTracking().Where(entry => entry.Action == "membership.edit" && subjects.Contains(entry.SubjectId)).Select(entry => entry.SubjectKind).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["institution", "membership"], entries.Order(StringComparer.Ordinal));
        Assert.Contains("Seen in the register of 2026", (await secretary.PageAsync("/en/desk/institutions/hit")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_imports_at_once_one_wins_and_the_other_is_told()
    {
        var visitors = new[] { await site.SignInAsync("secretariat"), await site.SignInAsync("administrator") };
        var paths = new List<string>();
        foreach (var (visitor, number) in visitors.Select((visitor, number) => (visitor, number)))
        {
            using var sent = await SendAsync(visitor, "institutions", "t.csv", Bytes(Csv(",", ["code", "abbreviation"], ["tongji", $"IMPORT{number}"]), "UTF-8", marked: false));
            paths.Add(sent.Headers.Location!.OriginalString);
        }

        var forms = await Task.WhenAll(visitors.Zip(paths).Select(async pair => (await pair.First.PageAsync(pair.Second)).QuerySelector("form:has([name=fingerprint])")!));
        var responses = await Task.WhenAll(Enumerable.Range(0, 2).Select(number => visitors[number].SubmitAsync(forms[number], paths[number], [("act", "apply"), Ground])));

        var winner = Assert.Single(Enumerable.Range(0, 2), number => responses[number].StatusCode == HttpStatusCode.Found);
        Assert.Equal(HttpStatusCode.Conflict, responses[1 - winner].StatusCode);
        Assert.Contains("Nothing was imported.", await responses[1 - winner].Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await using var db = site.Db();
        Assert.Equal($"IMPORT{winner}", await db.Institutions.Where(row => row.Code == "tongji").Select(row => row.Abbreviation).SingleAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_change_after_the_check_stops_the_import()
    {
        var secretary = await site.SignInAsync("secretariat");
        using var sent = await SendAsync(secretary, "institutions", "t.csv", Bytes(Csv(",", ["code", "abbreviation"], ["seu", "FROM-TABLE"]), "UTF-8", marked: false));
        var path = sent.Headers.Location!.OriginalString;
        var form = (await secretary.PageAsync(path)).QuerySelector("form:has([name=fingerprint])")!;
        using var edited = await secretary.PostAsync("/en/desk/institutions/seu", [("field.abbreviation", "BY-HAND"), Ground]);

        using var conflict = await secretary.SubmitAsync(form, path, [("act", "apply"), Ground]);

        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        using var again = await secretary.SubmitAsync((await Visitor.ParseAsync(conflict)).QuerySelector("form:has([name=fingerprint])")!, path, [("act", "apply"), Ground]);
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
    }

    [Fact]
    public async Task Officers_neither_import_nor_export()
    {
        var (officer, secretary) = (await site.SignInAsync("liaison-upc"), await site.SignInAsync("secretariat"));
        using var sent = await SendAsync(secretary, "institutions", "t.csv", "code,side\nupc,CN\n"u8.ToArray());
        foreach (var path in new[] { "/en/desk/import", sent.Headers.Location!.OriginalString, "/en/desk/export/institutions.csv", "/en/desk/export/people.xlsx?template=true" })
        {
            using var response = await officer.GetAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        foreach (var path in new[] { "/en/desk/export/totals.csv", "/en/desk/export/institutions.exe", $"/en/desk/import/{Guid.Empty}", "/en/desk/import/nothing" })
        {
            using var response = await secretary.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task Ten_thousand_lines_are_checked_and_imported_and_one_more_is_refused()
    {
        var secretary = await site.SignInAsync("secretariat");
        var lines = Enumerable.Range(0, TableReader.MostLines + 1).Select(number => new[] { $"many{number}", "RU", "RU", "Europe/Moscow", $"Университет {number}" }).ToList();
        var text = Csv(",", ["code", "side", "country", "zone", "name.ru"], [.. lines.Take(TableReader.MostLines)]);
        using var tooMany = await SendAsync(secretary, "institutions", "t.csv", Bytes(Csv(",", ["code", "side", "country", "zone", "name.ru"], [.. lines]), "UTF-8", marked: false));
        Assert.Equal(["The table has more than 10000 lines. Split it."], await FaultsAsync(tooMany));
        var clock = Stopwatch.StartNew();

        using var sent = await SendAsync(secretary, "institutions", "t.csv", Bytes(text, "UTF-8", marked: false));
        var path = sent.Headers.Location!.OriginalString;
        var page = await secretary.PageAsync(path);
        var check = clock.Elapsed;

        Assert.Equal("To be added: 10,000. To be changed: 0. Unchanged: 0. Faulty: 0.", page.QuerySelector(".summary")!.TextContent);
        Assert.Equal(200, page.QuerySelectorAll(".line-added").Length);
        TestContext.Current.TestOutputHelper?.WriteLine($"sent and shown in {check}");
        // A line that fits the plan but not the database's rules would undo all of them; here all are stored
        using var applied = await secretary.SubmitAsync(page.QuerySelector("form:has([name=fingerprint])")!, path, [("act", "apply"), Ground]);
        Assert.Equal(HttpStatusCode.Found, applied.StatusCode);
        TestContext.Current.TestOutputHelper?.WriteLine($"imported after {clock.Elapsed}");
        await using var db = site.Db();
        Assert.Equal(TableReader.MostLines, await db.Institutions.CountAsync(row => row.Code.StartsWith("many"), TestContext.Current.CancellationToken));
        // The rest of the class goes on with a registry of its usual size
        await db.InstitutionNames.Where(name => db.Set<Institution>().Any(row => row.Id == name.InstitutionId && row.Code.StartsWith("many"))).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        await db.Institutions.Where(row => row.Code.StartsWith("many")).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
    }

    internal static string Csv(string separator, string[] headings, params string[][] lines) =>
        string.Join("\r\n", lines.Prepend(headings).Select(line => string.Join(separator, line.Select(cell => cell.AsSpan().IndexOfAny("\n\",;\t") >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell)))) + "\r\n";

    internal static byte[] Bytes(string text, string encoding, bool marked)
    {
        var chosen = Encoding.GetEncoding(encoding, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        return marked ? [.. chosen.GetPreamble(), .. chosen.GetBytes(text)] : chosen.GetBytes(text);
    }

    internal static Task<HttpResponseMessage> SendAsync(Visitor visitor, string kind, string name, byte[] bytes, params (string Name, string Value)[] more) =>
        visitor.UploadAsync("/en/desk/import", [("Kind", kind), .. more], [("File", name, bytes)]);

    internal static async Task<IEnumerable<string>> FaultsAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        return (await Visitor.ParseAsync(response)).QuerySelectorAll(".fault-summary li").Select(item => item.TextContent.Trim());
    }

    private static async Task<string[]> HeadingsAsync(Visitor visitor, string language)
    {
        using var file = await visitor.GetAsync($"/{language}/desk/export/institutions.csv?template=true");
        return (await file.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Trim().Split(',');
    }

    private async Task<Guid> IdAsync(string code)
    {
        await using var db = site.Db();
        return await db.Institutions.Where(row => row.Code == code).Select(row => row.Id).SingleAsync();
    }
}

public sealed class TableImportTestsOnSqlite(SqliteSite site) : TableImportTests(site), IClassFixture<SqliteSite>;

public sealed class TableImportTestsOnPostgres(PostgresSite site) : TableImportTests(site), IClassFixture<PostgresSite>;
