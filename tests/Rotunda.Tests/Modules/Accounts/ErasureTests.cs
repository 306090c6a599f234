using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Accounts.PersonalData;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Alliance.Registry.Tables;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Modules.Correspondence.Directory;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Alliance.Applications;
using Rotunda.Tests.Modules.Correspondence;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>A person who did everything the program knows is given out in full and erased in full: the whole database is searched, column by column.</summary>
public abstract partial class ErasureTests(Site site)
{
    private const string Email = "zhanna.erasova@lost.example";
    private const string Name = "Zhanna Erasova-Lost";

    [GeneratedRegex("Mail|Person|Phone|Sender|Officer|Invitee|Contact|DisplayName|UserName|AccountName|UploaderName|ProposerName|Browser|Network|Ip(Address)?$|Credit|MessengerId|Recipient|By(Name)?$", RegexOptions.NonBacktracking)]
    private static partial Regex PersonalWords { get; }

    [Fact]
    public async Task After_an_erasure_no_row_of_any_table_holds_name_or_address_and_the_chain_holds()
    {
        var (id, circular) = await LiveAsync();
        await new ErasureTraces(site).LeaveAsync(id, Email, Name);
        // Every column that is said to name a person does so here, and no other column does
        Same(Declared(table => table.Columns), await FindAsync("erasova", id.ToString()));
        var export = await ExportAsync();
        Assert.All(Tables.Select(table => table.Section).OfType<string>().Distinct(), section => Assert.True(export.GetProperty(section).GetArrayLength() > 0, $"The export says nothing under {section}."));

        await using (var scope = site.Services.CreateAsyncScope())
            Assert.IsType<Outcome.Done>(await scope.ServiceProvider.GetRequiredService<PersonalDataOperations>().EraseAsync(Email, TestContext.Current.CancellationToken));

        Assert.Empty(await FindAsync("erasova"));
        Same(Declared(table => table.Kept), await FindAsync(id.ToString()));
        await site.Services.GetRequiredService<AuditSealer>().SealAsync(TestContext.Current.CancellationToken);
        Assert.Empty((await DatabaseVerification.RunAsync(site.Services, TestContext.Current.CancellationToken)).Violations);
        await using var db = site.Db();
        // What was done stays, without a name: the answer of the institution, the proposal, the handover of the others
        Assert.Equal("upc stands by it", await db.CircularReceivers.Where(row => row.CircularId == circular && row.AnsweredById == id).Select(row => row.Words).SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal("—", await db.Proposals.Where(row => row.ProposedBy == id).Select(row => row.ProposerName).SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal("other@lost.example", await db.Handovers.Where(row => row.Invitees.StartsWith("other@lost")).Select(row => row.Invitees).SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ApplicationState.Withdrawn, await db.Applications.Where(row => row.Domain == "erased.example").Select(row => row.State).SingleAsync(TestContext.Current.CancellationToken));
        Assert.False(await db.OfficerContacts.AnyAsync(row => row.AccountId == id, TestContext.Current.CancellationToken));
        Assert.False(await db.Set<IdentityUserLogin<Guid>>().AnyAsync(row => row.UserId == id, TestContext.Current.CancellationToken));
        // A reminder goes to the others and to nobody without an address
        var secretary = await site.SignInAsync("secretariat");
        using var reminded = await secretary.PostAsync($"/en/desk/circulars/{circular}", [], "form[action*=Remind]");
        Assert.Equal(HttpStatusCode.Found, reminded.StatusCode);
        Assert.DoesNotContain(await new Post(site).LettersAsync(), letter => letter.To.Length == 0);
    }

    /// <summary>A new table with an account in it, or a new column with a name or an address, fails here until its module says what becomes of it.</summary>
    [Fact]
    public void Every_column_that_may_name_a_person_is_declared_with_what_an_erasure_does_to_it()
    {
        using var db = site.Db();
        var model = db.GetService<IDesignTimeModel>().Model;
        var declared = Tables.SelectMany(table => table.Columns.Select(column => $"{table.Entity.Name}.{column}")).ToHashSet();
        var open = model.GetEntityTypes().Where(entity => !entity.IsOwned() && !entity.HasSharedClrType).SelectMany(entity => entity.GetProperties().Where(MayNameAPerson).Select(property => $"{entity.ClrType.Name}.{property.Name}"))
            .Where(name => !declared.Contains(name)).ToHashSet();

        string[] others =
        [
            // Ids of other things
            "Handout.Texts", "MemoryEntry.SegmentId", "PublishedText.TextId", "ReturnDraft.WorkId", "ReturnLine.HandoutId", "ReturnLine.SegmentId", "ReturnLine.TextId", "SegmentComment.SegmentId", "SourceAutosave.TextId", "TextChange.SegmentId", "TextPresence.TextId",
            // Public offices, which the registry records with their source, and credits of pictures, which were published with them
            "Appointment.Person", "Image.Credit",
        ];
        Assert.True(open.SetEquals(others), $"Neither declared nor known: {string.Join(", ", open.Except(others))}; known and not there: {string.Join(", ", others.Except(open))}");
        Assert.Equal(Tables.Count, Tables.Select(table => table.Entity).Distinct().Count());
        Assert.All(Tables, table => Assert.All(table.Columns.Concat(table.Kept), column => Assert.Contains(column, table.Columns)));
    }

    private static void Same(SortedSet<string> declared, SortedSet<string> found) =>
        Assert.True(declared.SetEquals(found), $"Declared and without a trace: {string.Join(", ", declared.Except(found))}; not declared and with a trace: {string.Join(", ", found.Except(declared))}");

    private static bool MayNameAPerson(IProperty property)
    {
        if (property.ClrType == typeof(PersonName) || property.ClrType == typeof(IPAddress)) return true;
        if (property.ClrType == typeof(Guid) || property.ClrType == typeof(Guid?) || property.ClrType == typeof(List<Guid>))
            return property.Name != "Id" && !property.GetContainingForeignKeys().Any(key => key.PrincipalEntityType.ClrType != typeof(Account));
        return property.ClrType == typeof(string) && PersonalWords.IsMatch(property.Name);
    }

    private IReadOnlyList<PersonalTable> Tables => [.. site.Services.GetServices<IPersonalData>().SelectMany(source => source.Tables)];

    /// <summary>The declared columns as the database calls them.</summary>
    private SortedSet<string> Declared(Func<PersonalTable, IReadOnlyList<string>> columns)
    {
        using var db = site.Db();
        var model = db.GetService<IDesignTimeModel>().Model;
        return new(Tables.SelectMany(table =>
        {
            var entity = model.FindEntityType(table.Entity)!;
            return columns(table).Select(column => $"{entity.GetTableName()}.{entity.FindProperty(column)?.GetColumnName() ?? entity.FindNavigation(column)!.TargetEntityType.GetContainerColumnName()}");
        }), StringComparer.Ordinal);
    }

    private async Task<JsonElement> ExportAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        return JsonElement.Parse((await scope.ServiceProvider.GetRequiredService<PersonalDataOperations>().ExportAsync(Email, TestContext.Current.CancellationToken))!);
    }

    /// <summary>Lets the person do everything that stores who did it, and be named by others.</summary>
    private async Task<(Guid Id, Guid Circular)> LiveAsync()
    {
        var post = new Post(site);
        // Invited and asked for before there was an account, as others write the address
        await using (var scope = site.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<InvitationOperations>().InviteAsync(Viewer.Program, new InvitationWish("Zhanna.Erasova@LOST.example", Roles.Member, null, "en"), TestContext.Current.CancellationToken);
        var person = await site.SignInAsAsync(Email, Roles.Secretariat);
        Guid id;
        await using (var db = site.Db())
        {
            var now = site.Clock.GetCurrentInstant();
            id = await db.Accounts.Where(row => row.Email == Email).Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
            db.Add(new RoleGrant { Id = RowId.New(), AccountId = id, Role = Roles.Liaison, Scope = "institution:upc", GrantedAt = now });
            db.Add(new IdentityUserLogin<Guid> { UserId = id, LoginProvider = "https://idp.example", ProviderKey = "zhanna", ProviderDisplayName = "idp" });
            db.Add(new TableDraft { Id = RowId.New(), AccountId = id, Kind = "institutions", FileName = "table.csv", Content = Encoding.UTF8.GetBytes("note\n" + Name), SentAt = now });
            var seat = await db.Set<Seat>().Where(row => row.Kind == SeatKind.RotatingChair && !db.Set<ChairHandover>().Any(handover => handover.SeatId == row.Id)).FirstAsync(TestContext.Current.CancellationToken);
            var institution = await db.Set<Rotunda.Modules.Alliance.Institutions.Institution>().Where(row => row.Code == "upc").Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
            var handover = HandoverOperations.New(seat.Id, null, institution, null, new LocalDate(2030, 1, 1), $"other@lost.example\n{Email}", now);
            (handover.State, handover.ClosedAt, handover.DeskTakers, handover.DeskLeavers) = (HandoverState.Cancelled, now, Email, Email);
            (handover.Items[0].DoneAt, handover.Items[0].DoneBy, handover.Items[0].DoneById) = (now, Name, id);
            db.Add(handover);
            site.Services.GetRequiredService<AuditTrail>().Record(db, Viewer.Program, "site.setup", "site", "settings", [new FieldChange("mail-from", null, Email.ToUpperInvariant())]);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await DoneAsync(person.PostAsync("/en/account", [("Name", Name)], "form[action*=Profile]"));
        await DoneAsync(person.PostAsync("/en/desk/directory/mine", [("Phone", "+7 499 1"), ("ShowsPhone", "true"), ("ShowsMail", "true")]));
        await DoneAsync(person.PostAsync("/en/desk/my-institution/upc", [("field.abbreviation", "UPC-Z"), ("Message", $"Please ask {Name}, {Email}")]));
        var circular = await post.DraftAsync(person, ("AnswerKind", "Text"));
        var link = Post.LinkIn((await post.SendAsync(person, circular))[Email]);
        var receiver = site.Visit();
        await DoneAsync(receiver.PostAsync(link, [("Words", "upc stands by it")], "form[enctype]"));
        using (var applied = await Applicant.SendAsync(site, [.. Applicant.Fields("erased").Where(field => field.Name is not "Email" and not "Contact"), ("Email", Email), ("Contact", Name)])) Assert.Equal(HttpStatusCode.Found, applied.StatusCode);
        var confirm = new Uri((await Applicant.LettersAsync(site, Email)).Last(letter => letter.Text.Contains("/application", StringComparison.Ordinal) || letter.Text.Contains("/apply", StringComparison.Ordinal)).Text.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal))).AbsolutePath;
        await DoneAsync(site.Visit().PostAsync(confirm, [], "#confirm"));
        var (_, other) = await Applicant.ConfirmedAsync(site, "kept");
        await using (var db = site.Db())
        {
            db.Add(new ApplicationKey { Id = RowId.New(), ApplicationId = other, SideCode = "RU", AccountId = id, AccountName = Name, IsConsent = true, At = site.Clock.GetCurrentInstant() });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        using (var wrong = await site.Visit().PostAsync("/en/account/sign-in", [("email", Email), ("password", "wrong")])) Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        using (var asked = await site.Visit().PostAsync("/en/account/reset", [("Email", Email)])) Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.NotEmpty(await Letters.ToAsync(site, Email));
        return (id, circular);
    }

    private static async Task DoneAsync(Task<HttpResponseMessage> request)
    {
        using var response = await request;
        Assert.True(response.StatusCode == HttpStatusCode.Found, $"{response.RequestMessage!.RequestUri} answered {response.StatusCode}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    /// <summary>The columns of the whole database in which some row holds one of the words, in whatever letters.</summary>
    private async Task<SortedSet<string>> FindAsync(params string[] words)
    {
        await using var db = site.Db();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var connection = db.Database.GetDbConnection();
        var tables = new List<string>();
        await using (var names = connection.CreateCommand())
        {
            names.CommandText = site.Location.IsPostgres ? "SELECT tablename FROM pg_tables WHERE schemaname = 'public'" : "SELECT name FROM sqlite_master WHERE type = 'table'";
            await using var reader = await names.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken)) tables.Add(reader.GetString(0));
        }

        Assert.True(tables.Count > 40);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var table in tables) await SearchAsync(connection, table, words, found);
        return found;
    }

    private static async Task SearchAsync(DbConnection connection, string table, string[] words, SortedSet<string> found)
    {
        await using var rows = connection.CreateCommand();
#pragma warning disable CA2100 // the names come from the database itself
        rows.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
        await using var reader = await rows.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            for (var column = 0; column < reader.FieldCount; column++)
            {
                var text = reader.GetValue(column) switch
                {
                    byte[] bytes => Encoding.UTF8.GetString(bytes),
                    string[] several => string.Join('\n', several),
                    var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
                };
                if (words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))) found.Add($"{table}.{reader.GetName(column)}");
            }
        }
    }
}

public sealed class ErasureTestsOnSqlite(SqliteSite site) : ErasureTests(site), IClassFixture<SqliteSite>;

public sealed class ErasureTestsOnPostgres(PostgresSite site) : ErasureTests(site), IClassFixture<PostgresSite>;
