using System.Net;
using System.Text;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Audit;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Programmes;
using Rotunda.Modules.Alliance.Totals;
using Rotunda.Modules.Assembly.Resolutions;
using Rotunda.Modules.Conferences.Editions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance;

/// <summary>The forms of the registry's records: every kind is added, changed, refused, in conflict, and closed to others.</summary>
public abstract class RecordFormTests(Site site)
{
    private static readonly (string, string) Ground = ("Ground.Source", "https://example.org/letter");

    /// <summary>A kind, what a new record needs, the page that shows it, and what that page then says.</summary>
    private static readonly Dictionary<string, ((string, string)[] Fields, string Page, string Shown, (string Field, string Value, string Fault) Faulty)> Kinds = new(StringComparer.Ordinal)
    {
        ["institutions"] = ([("code", "tpu-new"), ("side", "RU"), ("country", "RU"), ("name.ru", "Новый политех"), ("name.zh", "新理工大学"), ("zone", "Asia/Tomsk"), ("alias.ru", "НПИ\nНовый институт"), ("former.ru", "Старый политех")],
            "/ru/members/tpu-new", "Новый политех", ("zone", "Moon/Base", "This is not an IANA time zone. Write, for example, Asia/Vladivostok.")),
        ["bodies"] = ([("code", "robots"), ("kind", "SubAlliance"), ("parent", "asrtu"), ("order", "90"), ("name.en", "Robots Alliance"), ("founded", "2026-05"), ("about.en", "Works on robots.")],
            "/en/bodies/robots", "Works on robots.", ("parent", "nowhere", "“nowhere” is not one of the values for this field.")),
        ["body-members"] = ([("body", "SUB"), ("institution", "OUTSIDER"), ("founder", "true"), ("from", "2026-01")], "/en/bodies/SUB", "founder", ("from", "spring", "“spring” is not a date. Write 2011, 2011-03 or 2011-03-06.")),
        ["seats"] = ([("body", "FRESH"), ("side", "CN"), ("kind", "Lead")], "/en/bodies/FRESH", "Chinese", ("side", "XX", "“XX” is not one of the values for this field.")),
        ["people"] = ([("family.zh", "赵"), ("given.zh", "敏"), ("family.en", "Zhao"), ("given.en", "Min"), ("native", "zh"), ("family-first", "true"), ("office.en", "Deputy director"), ("institution", "upc"), ("body", "asrtu"), ("from", "2026")],
            "/en/bodies/asrtu", "Zhao Min", ("family.en", "", "Give the family name too.")),
        ["programmes"] = ([("code", "winter-school"), ("order", "99"), ("name.en", "Winter School"), ("institutions", "gubkin\nupc")], "/en/programmes/winter-school", "Winter School", ("institutions", "upc\nnobody", "There is no institution with the code nobody.")),
        ["totals"] = ([("body", "asrtu"), ("date", "2026-06-01"), ("figure-full.CN", "41"), ("figure-full.RU", "39"), ("figure-observers.all", "17")], "/en/bodies/asrtu", "17", ("figure-full.CN", "many", "Write a whole number from 0 to 100000.")),
        ["sides"] = ([("code", "KZ"), ("name.en", "Kazakh side"), ("order", "7")], "/en/members", "Kazakh side", ("code", "kz", "Write 2 to 8 capital Latin letters.")),
        ["rules"] = ([("text.en", "Chairs rotate every two years."), ("order", "90")], "/en/about", "Chairs rotate every two years.", ("order", "many", "Write a whole number from 0 to 999.")),
        ["editions"] = ([("code", "2031"), ("name.en", "Conference of 2031"), ("kind", "AnnualConference"), ("number", "19"), ("held", "2031-06"), ("zone", "Asia/Shanghai"), ("hosts", "gubkin\nupc"), ("theme.en", "Robots")],
            "/en/conferences/2031", "Conference of 2031", ("zone", "Moon/Base", "This is not an IANA time zone. Write, for example, Asia/Vladivostok.")),
        ["sessions"] = ([("edition", "2022"), ("kind", "AcademicSeminar"), ("name.en", "Robots seminar"), ("order", "9"), ("undertaker", "upc")], "/en/conferences/2022", "Robots seminar",
            ("starts", "2022-06-03T14:00", "Times need the time zone of the conference. Give it in the record of the conference.")),
        ["announcements"] = ([("edition", "2022"), ("text.en", "The next host was named."), ("order", "9")], "/en/conferences/2022", "The next host was named.", ("edition", "1899", "“1899” is not one of the values for this field.")),
        ["resolutions"] = ([("number", "2026-7"), ("title.en", "On robots"), ("date", "2026-02"), ("body", "asrtu"), ("edition", "2022"), ("text.en", "Robots are welcome.")], "/en/resolutions/2026-7", "Robots are welcome.",
            ("number", "seven", "Write year and running number, such as 2026-1.")),
        ["effects"] = ([("resolution", "2015-1"), ("institution", "upc"), ("text.en", "named as a lead"), ("order", "9")], "/en/resolutions/2015-1", "named as a lead", ("institution", "", "Choose either an institution or a body.")),
        ["documents"] = ([("code", "rules-2026"), ("title.en", "Rules of 2026"), ("kind", "Statute"), ("visibility", "Public"), ("date", "2026-02-01"), ("languages", "zh, ru")], "/en/documents", "Rules of 2026", ("languages", "zh, tlh", "tlh is not a language of this site.")),
    };

    public static TheoryData<string> Codes => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_record_is_added_with_its_ground_changed_and_shown(string kind)
    {
        var (secretary, reader) = (await site.SignInAsync("secretariat"), site.Visit());
        var (fields, page, shown, _) = Kinds[kind];
        var form = await FilledAsync(fields);
        page = await FillAsync(page);
        await reader.GetAsync(page);

        using var none = await secretary.PostAsync($"/en/desk/registry/{kind}/new", form);
        using var saved = await secretary.PostAsync($"/en/desk/registry/{kind}/new", [.. form, Ground]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        Assert.True(saved.StatusCode == HttpStatusCode.Found, string.Join('|', (await Visitor.ParseAsync(saved)).QuerySelectorAll(".fault-summary li").Select(item => item.TextContent.Trim())));
        // A signed-in page is never kept; the reader's was, and is new all the same
        Assert.Contains(shown, (await reader.PageAsync(page)).Body!.TextContent, StringComparison.Ordinal);
        var path = await LatestAsync(kind);
        var edit = await secretary.PageAsync(path);
        Assert.Equal("1", edit.QuerySelector("input[name=version]")!.GetAttribute("value"));
        Assert.Contains("https://example.org/letter", edit.QuerySelector(".audit")!.TextContent, StringComparison.Ordinal);
        foreach (var (name, value) in form.Where(field => field.Item1 is not ("field.code" or "field.number" or "field.alias.ru" or "field.founder" or "field.family-first")))
            Assert.Equal(value, Value(edit, name));
        using var same = await secretary.PostAsync(path, [Ground]);
        Assert.Equal("1", (await secretary.PageAsync(path)).QuerySelector("input[name=version]")!.GetAttribute("value"));
        using var twice = await secretary.PostAsync($"/en/desk/registry/{kind}/new", [.. form, Ground]);
        if (kind is not ("people" or "totals" or "rules" or "sessions" or "announcements" or "effects")) Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task What_cannot_stand_is_said_beside_its_field_and_nothing_is_stored(string kind)
    {
        var secretary = await site.SignInAsync("secretariat");
        var (fields, _, _, (field, value, fault)) = Kinds[kind];
        var before = await CountAsync(kind);
        var form = (await FilledAsync(fields)).Where(pair => pair.Item1 != "field." + field).Append(("field." + field, value));

        using var refused = await secretary.PostAsync($"/en/desk/registry/{kind}/new", [.. form, Ground]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.ParseAsync(refused);
        Assert.Contains(fault, page.QuerySelectorAll(".fault-summary li").Select(item => item.TextContent.Trim()));
        Assert.NotNull(page.QuerySelector($"[id='f-field-{field.Replace('.', '-').ToLowerInvariant()}-fault']"));
        Assert.Equal(before, await CountAsync(kind));
    }

    [Theory]
    [InlineData("bodies", "field.name.en")]
    [InlineData("programmes", "field.name.en")]
    [InlineData("people", "field.office.en")]
    [InlineData("documents", "field.title.en")]
    [InlineData("institutions", "field.alias.ru")]
    [InlineData("totals", "field.figure-all.all")]
    [InlineData("body-members", "field.from")]
    [InlineData("seats", "field.kind")]
    [InlineData("sides", "field.name.en")]
    [InlineData("rules", "field.text.en")]
    [InlineData("editions", "field.theme.en")]
    [InlineData("sessions", "field.theme.en")]
    [InlineData("announcements", "field.text.en")]
    [InlineData("resolutions", "field.adoption.en")]
    [InlineData("effects", "field.text.en")]
    public async Task Two_secretaries_in_one_record_get_a_conflict_with_both_values(string kind, string field)
    {
        var (first, second) = (await site.SignInAsync("secretariat"), await site.SignInAsync("administrator"));
        var path = (await first.PageAsync("/en/desk/registry/" + kind)).QuerySelectorAll(".desk-main .lines a").First(link => !link.GetAttribute("href")!.EndsWith("/new", StringComparison.Ordinal)).GetAttribute("href")!;
        var (one, two) = kind switch { "totals" => ("71", "72"), "body-members" => ("2021", "2022"), "seats" => ("Secretariat", "Lead"), "sides" => ("Chinese side, one", "Chinese side, two"), _ => ("First word", "Second word") };
        var form = (await second.PageAsync(path)).QuerySelector("main form[method=post]")!;
        using var saved = await first.PostAsync(path, [(field, one), Ground]);
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);

        using var conflict = await second.SubmitAsync(form, path, [(field, two), Ground]);

        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        var page = await Visitor.ParseAsync(conflict);
        Assert.Equal(two, Value(page, field));
        Assert.Equal("Stored now: " + one, page.QuerySelector($"[id='f-{field.Replace('.', '-')}-stored']")!.TextContent.Trim());
        using var again = await second.SubmitAsync(page.QuerySelector("main form[method=post]")!, path, []);
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
        Assert.Equal(two, Value(await second.PageAsync(path), field));
    }

    [Fact]
    public async Task Officers_and_members_neither_see_nor_send_a_form_and_unknown_records_do_not_exist()
    {
        var (officer, secretary) = (await site.SignInAsync("liaison-upc"), await site.SignInAsync("secretariat"));
        foreach (var kind in Kinds.Keys)
        {
            var path = await LatestAsync(kind);
            using var read = await officer.GetAsync(path);
            using var list = await officer.GetAsync($"/en/desk/registry/{kind}");
            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (read.StatusCode, list.StatusCode));
            using var none = await secretary.GetAsync($"/en/desk/registry/{kind}/{Guid.Empty}");
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
            // The id of another kind is no record of this one
            using var other = await secretary.GetAsync($"/en/desk/registry/{(kind == "bodies" ? "seats" : "bodies")}/{path.Split('/')[^1]}");
            Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        }

        using var unknown = await secretary.GetAsync("/en/desk/registry/crowns");
        using var tables = await secretary.GetAsync("/en/desk/registry/memberships/new");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (unknown.StatusCode, tables.StatusCode));
    }

    [Fact]
    public async Task A_body_is_not_part_of_itself()
    {
        var secretary = await site.SignInAsync("secretariat");
        await using var db = site.Db();
        var root = await db.Bodies.SingleAsync(row => row.Kind == BodyKind.Association, TestContext.Current.CancellationToken);
        var body = await db.Bodies.FirstAsync(row => row.ParentId == root.Id, TestContext.Current.CancellationToken);

        using var circle = await secretary.PostAsync($"/en/desk/registry/bodies/{body.Id}", [("field.parent", body.Code), Ground]);
        using var rootless = await secretary.PostAsync($"/en/desk/registry/bodies/{body.Id}", [("field.parent", ""), Ground]);
        using var second = await secretary.PostAsync($"/en/desk/registry/bodies/{body.Id}", [("field.parent", ""), ("field.kind", "Association"), Ground]);

        Assert.All(new[] { circle, rootless, second }, response => Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode));
    }

    [Fact]
    public async Task Times_of_a_session_are_those_of_the_hosts_and_a_conference_with_times_keeps_its_zone()
    {
        var secretary = await site.SignInAsync("secretariat");
        using var conference = await secretary.PostAsync("/en/desk/registry/editions/new", [("field.code", "2040"), ("field.name.en", "Conference of 2040"), ("field.kind", "Gathering"), ("field.held", "2040-03"), ("field.zone", "Europe/Berlin"), Ground]);
        (string, string)[] session = [("field.edition", "2040"), ("field.kind", "Other"), ("field.name.en", "Night of 2040"), ("field.order", "0")];

        // On 25 March 2040 clocks in Berlin go from 02:00 to 03:00
        using var skipped = await secretary.PostAsync("/en/desk/registry/sessions/new", [.. session, ("field.starts", "2040-03-25T02:30"), ("field.ends", "2040-03-25T05:00"), Ground]);
        using var half = await secretary.PostAsync("/en/desk/registry/sessions/new", [.. session, ("field.starts", "2040-03-25T01:30"), Ground]);
        using var stored = await secretary.PostAsync("/en/desk/registry/sessions/new", [.. session, ("field.starts", "2040-03-25T01:30"), ("field.ends", "2040-03-25T05:00"), Ground]);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.Found), (skipped.StatusCode, half.StatusCode, stored.StatusCode));
        await using var db = site.Db();
        var row = await db.Sessions.AsNoTracking().Include(one => one.Edition).SingleAsync(one => one.Edition!.Code == "2040", TestContext.Current.CancellationToken);
        Assert.Equal((NodaTime.Instant.FromUtc(2040, 3, 25, 0, 30), NodaTime.Instant.FromUtc(2040, 3, 25, 3, 0)), (row.StartsAt, row.EndsAt));
        using var zoneless = await secretary.PostAsync($"/en/desk/registry/editions/{row.EditionId}", [("field.zone", ""), Ground]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, zoneless.StatusCode);
    }

    [Fact]
    public async Task The_association_itself_is_one_record_whose_changes_every_page_shows()
    {
        var (first, second, reader) = (await site.SignInAsync("secretariat"), await site.SignInAsync("administrator"), site.Visit());
        await reader.GetAsync("/en/contact");
        using var list = await first.GetAsync("/en/desk/registry/association");
        var path = list.Headers.Location!.ToString();
        var open = (await second.PageAsync(path)).QuerySelector("main form[method=post]")!;

        using var saved = await first.PostAsync(path, [("field.email", "office@association.example"), ("field.abbreviation.en", "ASRTU-X"), ("field.framework.en", "First\n—\nThird"), ("field.framework.ru", "Первая\nВторая"), Ground]);
        using var conflict = await second.SubmitAsync(open, path, [("field.abbreviation.en", "ASRTU-Y"), Ground]);
        using var faulty = await first.PostAsync(path, [("field.email", "no address"), Ground]);

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity), (saved.StatusCode, conflict.StatusCode, faulty.StatusCode));
        var both = await Visitor.ParseAsync(conflict);
        Assert.Equal("Stored now: ASRTU-X", both.QuerySelector("[id='f-field-abbreviation-en-stored']")!.TextContent.Trim());
        Assert.Equal("ASRTU-X", (await reader.PageAsync("/en/contact")).QuerySelector(".brand-name")!.TextContent);
        Assert.Equal("mailto:office@association.example", (await reader.PageAsync("/en/contact")).QuerySelector("main a[href^='mailto:']")!.GetAttribute("href"));
        var page = await first.PageAsync(path);
        Assert.Equal(("First\n—\nThird", "Первая\nВторая"), (Value(page, "field.framework.en"), Value(page, "field.framework.ru")));
        Assert.Contains("https://example.org/letter", page.QuerySelector(".audit")!.TextContent, StringComparison.Ordinal);
        using var removal = await first.GetAsync(path + "/remove");
        Assert.Equal(HttpStatusCode.NotFound, removal.StatusCode);
    }

    [Fact]
    public async Task A_source_that_no_longer_stands_is_withdrawn_and_the_audit_trail_says_so()
    {
        var secretary = await site.SignInAsync("secretariat");
        var path = await LatestAsync("programmes");
        using var added = await secretary.PostAsync(path, [("field.order", "77"), ("Ground.Source", "a rumour")]);

        using var withdrawn = await secretary.PostAsync(path, [("withdraw", (await CitationsAsync(path) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture)), Ground]);

        Assert.Equal(HttpStatusCode.Found, withdrawn.StatusCode);
        var page = await secretary.PageAsync(path);
        Assert.DoesNotContain("a rumour", page.QuerySelector("fieldset.ground")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Sources", page.QuerySelector(".audit > li")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_file_takes_the_place_of_the_old_one_which_stays_as_a_version()
    {
        var (secretary, reader) = (await site.SignInAsync("secretariat"), site.Visit());
        var path = await NewDocumentAsync(secretary, "minutes-a", "Public");
        using var first = await UploadAsync(secretary, path, "../../Протокол №1.exe", "%PDF-1.7\nfirst\n%%EOF\n"u8.ToArray());
        using var second = await UploadAsync(secretary, path, "minutes.pdf", "%PDF-1.7\nsecond\n%%EOF\n"u8.ToArray());

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found), (first.StatusCode, second.StatusCode));
        var links = (await reader.PageAsync("/en/documents")).QuerySelectorAll("#minutes-a a[href^='/media/']").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Equal(2, links.Count);
        Assert.EndsWith("/minutes.pdf", links[0], StringComparison.Ordinal);
        using var present = await reader.GetAsync(links[0]);
        using var earlier = await reader.GetAsync(links[1]);
        Assert.Contains("second", await present.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("first", await earlier.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("application/pdf", earlier.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith(".pdf", Uri.UnescapeDataString(links[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_of_a_document_for_members_do_not_exist_for_readers()
    {
        var (secretary, reader) = (await site.SignInAsync("secretariat"), site.Visit());
        var path = await NewDocumentAsync(secretary, "minutes-b", "Members");
        using var first = await UploadAsync(secretary, path, "one.txt", "secret words one"u8.ToArray());
        using var second = await UploadAsync(secretary, path, "two.txt", "secret words two"u8.ToArray());
        var links = (await secretary.PageAsync("/en/documents")).QuerySelectorAll("#minutes-b a[href^='/media/']").Select(link => link.GetAttribute("href")!).ToList();

        Assert.Equal(2, links.Count);
        foreach (var link in links)
        {
            using var response = await reader.GetAsync(link);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        Assert.Null((await reader.PageAsync("/en/documents")).QuerySelector("#minutes-b"));
    }

    [Theory]
    [InlineData("page.pdf", "<html><script>alert(1)</script>\u0000")]
    [InlineData("cut.pdf", "%PDF-1.7\nno end")]
    [InlineData("program.txt", "\u0001\u0002")]
    [InlineData("archive.docx", "PK\u0003\u0004 not really")]
    [InlineData("empty.txt", "")]
    public async Task A_file_that_is_not_what_is_taken_is_refused(string name, string content)
    {
        var secretary = await site.SignInAsync("secretariat");
        var path = await NewDocumentAsync(secretary, "doc-" + name.Split('.')[0], "Public");

        using var refused = await UploadAsync(secretary, path, name, Encoding.UTF8.GetBytes(content));

        // An empty file is no file: the record stays as it is
        Assert.Equal(content.Length == 0 ? HttpStatusCode.Found : HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Null((await site.Visit().PageAsync("/en/documents")).QuerySelector($"#doc-{name.Split('.')[0]} a[href^='/media/']"));
    }

    private static Task<HttpResponseMessage> UploadAsync(Visitor visitor, string path, string name, byte[] bytes) => visitor.UploadAsync(path, [("Ground.Source", "https://example.org/file")], [("field.file", name, bytes)]);

    private async Task<string> NewDocumentAsync(Visitor secretary, string code, string visibility)
    {
        using var saved = await secretary.PostAsync("/en/desk/registry/documents/new", [("field.code", code), ("field.title.en", code), ("field.kind", "Minutes"), ("field.visibility", visibility), Ground]);
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        await using var db = site.Db();
        return $"/en/desk/registry/documents/{await db.Documents.Where(row => row.Code == code).Select(row => row.Id).SingleAsync()}";
    }

    private static string Value(IDocument page, string name) => page.QuerySelector($"main form[method=post] [name='{name}']") switch
    {
        AngleSharp.Html.Dom.IHtmlInputElement input => input.Value,
        AngleSharp.Html.Dom.IHtmlTextAreaElement area => area.Value,
        AngleSharp.Html.Dom.IHtmlSelectElement select => select.Value ?? "",
        _ => throw new InvalidOperationException($"There is no field {name}."),
    };

    private async Task<int> CitationsAsync(string path)
    {
        await using var db = site.Db();
        var id = Guid.Parse(path.Split('/')[^1]);
        return (await db.Programmes.AsNoTracking().SingleAsync(row => row.Id == id)).Citations.Count;
    }

    /// <summary>Puts rows of the demonstration where a field or an address needs one.</summary>
    private async Task<string> FillAsync(string value)
    {
        await using var db = site.Db();
        var root = await db.Bodies.Where(row => row.Kind == BodyKind.Association).Select(row => row.Code).SingleAsync();
        var sub = await db.Bodies.Include(row => row.Members).OrderBy(row => row.Code).FirstAsync(row => row.Kind == BodyKind.SubAlliance && row.Members.Any());
        var seats = db.Seats;
        var fresh = await db.Bodies.Where(row => row.Kind != BodyKind.Association).OrderByDescending(row => row.Code).Select(row => row.Code).FirstAsync(code => !seats.Any(seat => seat.Body!.Code == code && seat.SideCode == "CN" && seat.Kind == SeatKind.Lead) || code == "x");
        var inside = sub.Members.Select(member => member.InstitutionId).ToList();
        var outsider = await db.Institutions.Where(row => !inside.Contains(row.Id)).OrderBy(row => row.Code).Select(row => row.Code).FirstAsync();
        return value.Replace("SUB", sub.Code, StringComparison.Ordinal).Replace("OUTSIDER", outsider, StringComparison.Ordinal).Replace("FRESH", fresh, StringComparison.Ordinal).Replace("asrtu", root, StringComparison.Ordinal);
    }

    private async Task<List<(string, string)>> FilledAsync((string Name, string Value)[] fields)
    {
        var filled = new List<(string, string)>();
        foreach (var (name, value) in fields) filled.Add(("field." + name, value is "SUB" or "OUTSIDER" or "FRESH" or "asrtu" ? await FillAsync(value) : value));
        return filled;
    }

    private async Task<string> LatestAsync(string kind)
    {
        await using var db = site.Db();
        var id = kind switch
        {
            "institutions" => (await db.Institutions.Select(row => row.Id).ToListAsync()).Max(),
            "bodies" => (await db.Bodies.Select(row => row.Id).ToListAsync()).Max(),
            "body-members" => (await db.Set<BodyMember>().Select(row => row.Id).ToListAsync()).Max(),
            "seats" => (await db.Seats.Select(row => row.Id).ToListAsync()).Max(),
            "people" => (await db.Appointments.Select(row => row.Id).ToListAsync()).Max(),
            "programmes" => (await db.Programmes.Select(row => row.Id).ToListAsync()).Max(),
            "totals" => (await db.DeclaredTotals.Select(row => row.Id).ToListAsync()).Max(),
            "sides" => (await db.Sides.Select(row => row.Id).ToListAsync()).Max(),
            "rules" => (await db.GovernanceRules.Select(row => row.Id).ToListAsync()).Max(),
            "editions" => (await db.Editions.Select(row => row.Id).ToListAsync()).Max(),
            "sessions" => (await db.Sessions.Select(row => row.Id).ToListAsync()).Max(),
            "announcements" => (await db.Announcements.Select(row => row.Id).ToListAsync()).Max(),
            "resolutions" => (await db.Resolutions.Select(row => row.Id).ToListAsync()).Max(),
            "effects" => (await db.ResolutionEffects.Select(row => row.Id).ToListAsync()).Max(),
            _ => (await db.Documents.Select(row => row.Id).ToListAsync()).Max(),
        };
        return $"/en/desk/registry/{kind}/{id}";
    }

    private async Task<int> CountAsync(string kind)
    {
        await using var db = site.Db();
        return kind switch
        {
            "institutions" => await db.Institutions.CountAsync(),
            "bodies" => await db.Bodies.CountAsync(),
            "body-members" => await db.Set<BodyMember>().CountAsync(),
            "seats" => await db.Seats.CountAsync(),
            "people" => await db.Appointments.CountAsync(),
            "programmes" => await db.Programmes.CountAsync(),
            "totals" => await db.DeclaredTotals.CountAsync(),
            "sides" => await db.Sides.CountAsync(),
            "rules" => await db.GovernanceRules.CountAsync(),
            "editions" => await db.Editions.CountAsync(),
            "sessions" => await db.Sessions.CountAsync(),
            "announcements" => await db.Announcements.CountAsync(),
            "resolutions" => await db.Resolutions.CountAsync(),
            "effects" => await db.ResolutionEffects.CountAsync(),
            _ => await db.Documents.CountAsync(),
        };
    }
}

public sealed class RecordFormTestsOnSqlite(SqliteSite site) : RecordFormTests(site), IClassFixture<SqliteSite>;

public sealed class RecordFormTestsOnPostgres(PostgresSite site) : RecordFormTests(site), IClassFixture<PostgresSite>;
