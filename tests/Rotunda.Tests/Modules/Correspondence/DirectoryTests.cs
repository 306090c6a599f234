using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Correspondence.Directory;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Correspondence;

/// <summary>The directory shows what its people consented to, to officers only.</summary>
public abstract class DirectoryTests(Site site)
{
    private const string Mine = "/en/desk/directory/mine";
    private const string Phone = "+86 546 839 1234";

    [Fact]
    public async Task Field_without_consent_is_neither_shown_nor_kept()
    {
        var officer = await site.SignInAsync("liaison-upc");
        using var saved = await officer.PostAsync(Mine, [("Phone", Phone), ("ShowsMail", "true"), ("Messenger", "WeChat"), ("MessengerId", "upc-secret")]);

        var text = (await (await site.SignInAsync("liaison-gubkin")).PageAsync("/en/desk/directory")).QuerySelector(".directory")!.TextContent;

        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Contains(Post.Upc, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, text, StringComparison.Ordinal);
        Assert.DoesNotContain("upc-secret", text, StringComparison.Ordinal);
        await using var db = site.Db();
        var contact = await db.OfficerContacts.SingleAsync(row => row.Account!.Email == Post.Upc, TestContext.Current.CancellationToken);
        Assert.Equal((null, null, null), (contact.Phone, contact.Messenger, contact.MessengerId));
    }

    [Fact]
    public async Task Withdrawn_consent_takes_the_field_and_then_the_entry_away()
    {
        var officer = await site.SignInAsync("liaison-gubkin");
        var reader = await site.SignInAsync("secretariat");
        using var shown = await officer.PostAsync(Mine, [("Phone", "+7 499 507 88 88"), ("ShowsPhone", "true"), ("ShowsMail", "true")]);
        Assert.Contains("+7 499 507 88 88", (await reader.PageAsync("/en/desk/directory")).QuerySelector(".directory")!.TextContent, StringComparison.Ordinal);

        using var less = await officer.PostAsync(Mine, [("ShowsPhone", "false")]);
        Assert.DoesNotContain("507 88 88", (await reader.PageAsync("/en/desk/directory")).Body!.TextContent, StringComparison.Ordinal);
        using var gone = await officer.PostAsync(Mine, [], "form.withdraw");

        Assert.Equal(HttpStatusCode.Found, gone.StatusCode);
        Assert.DoesNotContain(Post.Gubkin, (await reader.PageAsync("/en/desk/directory")).Body!.TextContent, StringComparison.Ordinal);
        await using var db = site.Db();
        var payloads = await db.Set<Rotunda.Data.Audit.AuditPayload>().Select(payload => payload.Json).ToListAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(payloads, json => json.Contains("507 88 88", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Members_see_nothing()
    {
        var member = await site.SignInAsync("member");

        foreach (var path in new[] { "/en/desk/directory", Mine, "/en/desk/directory/cards" }) await member.PageAsync(path, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Card_is_folded_and_nothing_typed_begins_a_line_of_its_own()
    {
        const string name = "王;小,明\\ – Координатор с длинным именем, чтобы строка была сложена, 联络员联络员联络员";
        await AddAsync("card@example.org", name, contact => (contact.Phone, contact.Messenger, contact.MessengerId) = ("1 23 45\r\nTEL:666", "WeChat", "id\r\nNOTE:injected; ä"));
        var reader = await site.SignInAsync("secretariat");

        using var response = await reader.GetAsync("/en/desk/directory/cards?q=" + Uri.EscapeDataString("Координатор с длинным"));
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        var lines = text.Split("\r\n");

        Assert.Equal("text/vcard", response.Content.Headers.ContentType!.MediaType);
        Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.Contains(lines, line => line.StartsWith(' '));
        var unfolded = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["BEGIN", "VERSION", "UID", "KIND", "FN", "ROLE", "TEL", "IMPP", "REV", "END"], unfolded.Select(line => line.Split(':', ';')[0]));
        Assert.Contains("FN:" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal), unfolded);
        Assert.Contains("TEL;VALUE=text;TYPE=work:1 23 45\\nTEL:666", unfolded);
        Assert.Contains("IMPP:wechat:id%0D%0ANOTE%3Ainjected%3B%20%C3%A4", unfolded);
    }

    [Fact]
    public async Task Entry_that_nobody_confirmed_for_a_year_is_marked()
    {
        await AddAsync("stale@example.org", "Stale Officer", contact => contact.ConfirmedAt = site.Clock.GetCurrentInstant() - DirectoryQueries.Freshness - Duration.FromSeconds(1));
        await AddAsync("fresh@example.org", "Fresh Officer", contact => contact.ConfirmedAt = site.Clock.GetCurrentInstant() - DirectoryQueries.Freshness);
        var reader = await site.SignInAsync("secretariat");

        Assert.NotNull((await reader.PageAsync("/en/desk/directory?q=stale")).QuerySelector(".directory .badge"));
        Assert.Null((await reader.PageAsync("/en/desk/directory?q=fresh")).QuerySelector(".directory .badge"));
    }

    [Fact]
    public async Task Directory_and_circulars_ask_the_same_queries_for_one_row_and_for_thirty()
    {
        var reader = await site.SignInAsync("secretariat");
        await AddAsync("many0@example.org", "Many 0", contact => contact.Phone = "+1 202 555 0100");
        var one = await CountAsync();
        for (var number = 1; number < 30; number++) await AddAsync($"many{number}@example.org", $"Many {number}", contact => contact.Phone = "+1 202 555 0100");

        Assert.Equal(one, await CountAsync());

        async Task<int> CountAsync()
        {
            await reader.PageAsync("/en/desk/directory?q=many");
            return await QueryCount.FewestAsync(site, () => reader.PageAsync("/en/desk/directory?q=many"));
        }
    }

    [Fact]
    public async Task Somebody_who_is_no_officer_any_more_is_not_listed()
    {
        await AddAsync("former@example.org", "Former Officer", contact => contact.Phone = "+1 202 555 0100");
        var reader = await site.SignInAsync("secretariat");
        Assert.NotNull((await reader.PageAsync("/en/desk/directory?q=former")).QuerySelector(".directory"));
        await using var db = site.Db();
        await db.RoleGrants.Where(grant => db.Set<Account>().Any(account => account.Id == grant.AccountId && account.Email == "former@example.org")).ExecuteDeleteAsync(TestContext.Current.CancellationToken);

        Assert.Null((await reader.PageAsync("/en/desk/directory?q=former")).QuerySelector(".directory"));
    }

    [Fact]
    public async Task Somebody_whose_role_has_ended_or_whose_account_is_closed_is_not_listed()
    {
        await AddAsync("ended@example.org", "Ended Officer", contact => contact.Phone = "+1 202 555 0100");
        await AddAsync("closed@example.org", "Closed Officer", contact => contact.Phone = "+1 202 555 0100");
        var reader = await site.SignInAsync("secretariat");
        Assert.Equal(2, (await reader.PageAsync("/en/desk/directory?q=officer")).QuerySelectorAll(".directory tbody th").Count(cell => cell.TextContent.Contains("Ended", StringComparison.Ordinal) || cell.TextContent.Contains("Closed", StringComparison.Ordinal)));
        await using var db = site.Db();
        Instant? past = site.Clock.GetCurrentInstant() - Duration.FromSeconds(1);
        await db.RoleGrants.Where(grant => db.Set<Account>().Any(account => account.Id == grant.AccountId && account.Email == "ended@example.org")).ExecuteUpdateAsync(set => set.SetProperty(grant => grant.ExpiresAt, past), TestContext.Current.CancellationToken);
        await db.Accounts.Where(account => account.Email == "closed@example.org").ExecuteUpdateAsync(set => set.SetProperty(account => account.DisabledAt, past), TestContext.Current.CancellationToken);

        Assert.Null((await reader.PageAsync("/en/desk/directory?q=ended")).QuerySelector(".directory"));
        Assert.Null((await reader.PageAsync("/en/desk/directory?q=closed")).QuerySelector(".directory"));
    }

    [Fact]
    public async Task Permanent_secretariats_and_chair_units_are_officers_too()
    {
        var (side, unit, reader) = (await site.SignInAsync("secretariat-ru"), await site.SignInAsync("chair-unit"), await site.SignInAsync("liaison-gubkin"));
        using var first = await side.PostAsync(Mine, [("Phone", "+7 495 000 00 01"), ("ShowsPhone", "true")]);
        using var second = await unit.PostAsync(Mine, [("Phone", "+86 532 0000 0002"), ("ShowsPhone", "true")]);

        var entries = (await reader.PageAsync("/en/desk/directory")).QuerySelectorAll(".directory tbody tr").Select(row => row.TextContent).ToList();

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found), (first.StatusCode, second.StatusCode));
        var secretariat = entries.Single(text => text.Contains("+7 495 000 00 01", StringComparison.Ordinal));
        Assert.Contains("Permanent secretariat of a side", secretariat, StringComparison.Ordinal);
        Assert.Contains("Russian side", secretariat, StringComparison.Ordinal);
        var chair = entries.Single(text => text.Contains("+86 532 0000 0002", StringComparison.Ordinal));
        Assert.Contains("Chair unit in office", chair, StringComparison.Ordinal);
        Assert.Contains("China University of Petroleum", chair, StringComparison.Ordinal);
    }

    private async Task AddAsync(string email, string name, Action<OfficerContact> fill)
    {
        await using var db = site.Db();
        var (id, now) = (RowId.New(), site.Clock.GetCurrentInstant());
        db.Add(new Account
        {
            Id = id, UserName = email, NormalizedUserName = email.ToUpperInvariant(), Email = email, NormalizedEmail = email.ToUpperInvariant(), DisplayName = name, LanguageCode = "en",
            SecurityStamp = id.ToString("N"), CreatedAt = now, Grants = [new RoleGrant { Id = RowId.New(), Role = Roles.Secretariat, Scope = "", GrantedAt = now }],
        });
        var contact = new OfficerContact { Id = RowId.New(), AccountId = id, ConfirmedAt = now };
        fill(contact);
        db.Add(contact);
        await db.SaveChangesAsync();
    }
}

public sealed class DirectoryTestsOnSqlite(SqliteSite site) : DirectoryTests(site), IClassFixture<SqliteSite>;

public sealed class DirectoryTestsOnPostgres(PostgresSite site) : DirectoryTests(site), IClassFixture<PostgresSite>;
