using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Import;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Alliance.Applications;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance.Handover;

public abstract partial class HandoverTests
{
    [Fact]
    public async Task The_desk_passes_with_the_seat_to_those_who_are_named()
    {
        var (russian, _) = await SeatsAsync("desk");
        var secretary = await site.SignInAsync("secretariat-ru");
        var leaving = await site.SignInAsAsync("leaving@desk.example", Roles.Secretariat);
        await GiveAsync("leaving@desk.example", AllianceRoles.ChairUnit, "institution:desk-old");
        var other = await site.SignInAsAsync("other@desk.example", Roles.Secretariat);
        await GiveAsync("other@desk.example", AllianceRoles.ChairUnit, "institution:upc");
        var known = await site.SignInAsAsync("known@desk.example", Roles.Member);
        using var stranger = await secretary.PostAsync("/en/desk/handovers", [("SeatId", russian.ToString()), ("InstitutionCode", "desk-new"), ("PlannedOn", "2026-06-01"), ("Invitees", "known@desk.example"), ("DeskTakers", "somebody@desk.example")]);
        Assert.Equal(["Only people of the new unit take the desk over: write them into the list above first."], await Applicant.FaultsAsync(stranger));
        var path = await NominateAsync(secretary, russian, "desk-new", "2026-06-01", ("Invitees", "known@desk.example\nnew@desk.example"), ("DeskTakers", "known@desk.example\nnew@desk.example"));
        var form = (await secretary.PageAsync(path)).QuerySelector("#desk")!;
        // Whoever works for the old unit leaves; people of other institutions cannot be sent away
        Assert.Equal(["leaving@desk.example"], form.QuerySelectorAll("input[name=leavers][checked]").Select(box => box.GetAttribute("value")!));
        Assert.DoesNotContain("other@desk.example", form.TextContent, StringComparison.Ordinal);
        using var foreign = await secretary.SubmitAsync(form, path, [("leavers", "other@desk.example")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await leaving.GetAsync("/en/desk/circulars")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await known.GetAsync("/en/desk/circulars")).StatusCode);

        using var completed = await secretary.PostAsync(path, [("EndedOn", "2026-05-31"), ("BegunOn", "2026-06-01"), ("overOpen", "true"), Ground], "#complete");

        Assert.True(completed.StatusCode == HttpStatusCode.Found, await completed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Forbidden, (await leaving.GetAsync("/en/desk/circulars")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await known.GetAsync("/en/desk/circulars")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/en/desk/circulars")).StatusCode);
        // One letter brings both roles to whoever had no account
        var letter = Assert.Single(await Applicant.LettersAsync(site, "new@desk.example"));
        var newcomer = site.Visit();
        using var accepted = await newcomer.PostAsync(new Uri(letter.Text.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal))).AbsolutePath, [("Name", "Newcomer"), ("Password", "correct horse battery")]);
        Assert.Equal(HttpStatusCode.Found, accepted.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await newcomer.GetAsync("/en/desk/circulars")).StatusCode);
        await newcomer.PageAsync(path);
    }

    [Fact]
    public async Task Nobody_gives_the_desk_to_themselves_or_moves_it_with_another_seat()
    {
        var (russian, chinese) = await SeatsAsync("self");
        var side = await site.SignInAsAsync("side@self.example", AllianceRoles.SideSecretariat, "side:RU");
        (string, string)[] Wish(Guid seat, string invitees, string takers) => [("SeatId", seat.ToString()), ("InstitutionCode", "self-new"), ("PlannedOn", "2026-06-01"), ("Invitees", invitees), ("DeskTakers", takers)];

        using var own = await side.PostAsync("/en/desk/handovers", Wish(russian, "Side@self.example", "side@self.example"));
        Assert.Equal(["Somebody else must do this to your account."], await Applicant.FaultsAsync(own));
        await using (var db = site.Db()) await db.Seats.Where(row => row.Id == russian).ExecuteUpdateAsync(set => set.SetProperty(row => row.Kind, SeatKind.Lead), TestContext.Current.CancellationToken);
        using var lead = await side.PostAsync("/en/desk/handovers", Wish(russian, "new@self.example", "new@self.example"));
        Assert.Equal(["The secretariat’s desk passes on with the rotating chair unit. With this seat only those who may give the role move it."], await Applicant.FaultsAsync(lead));
        var leaving = await site.SignInAsAsync("leaving@self.example", Roles.Secretariat);
        await GiveAsync("leaving@self.example", AllianceRoles.ChairUnit, "institution:self-old");
        var path = await NominateAsync(side, russian, "self-new", "2026-06-01");
        using var sentAway = await side.SubmitAsync((await side.PageAsync(path)).QuerySelector("#desk")!, path, [("leavers", "leaving@self.example")]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, sentAway.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await leaving.GetAsync("/en/desk/circulars")).StatusCode);
        await using var after = site.Db();
        Assert.Equal([("", "")], (await after.Handovers.AsNoTracking().Where(row => row.SeatId == russian || row.SeatId == chinese).ToListAsync(TestContext.Current.CancellationToken)).Select(row => (row.DeskTakers, row.DeskLeavers)));
    }

    [Fact]
    public async Task One_person_has_one_address_in_whichever_letters_and_one_who_changed_it_is_asked_about()
    {
        var (russian, _) = await SeatsAsync("letters");
        var secretary = await site.SignInAsync("secretariat-ru");
        var leaving = await site.SignInAsAsync("leaving@letters.example", Roles.Secretariat);
        await GiveAsync("leaving@letters.example", AllianceRoles.ChairUnit, "institution:letters-old");
        var path = await NominateAsync(secretary, russian, "letters-new", "2026-06-01", ("Invitees", "Ivanov@letters.example"), ("DeskTakers", "ivanov@letters.example"));
        await using (var db = site.Db())
        {
            await db.Accounts.Where(row => row.Email == "leaving@letters.example").ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Email, "other@letters.example").SetProperty(row => row.NormalizedEmail, "OTHER@LETTERS.EXAMPLE"), TestContext.Current.CancellationToken);
        }

        (string, string)[] days = [("EndedOn", "2026-05-31"), ("BegunOn", "2026-06-01"), ("overOpen", "true"), Ground];
        using var refused = await secretary.PostAsync(path, days, "#complete");
        Assert.Equal(["No account has the address leaving@letters.example any more. Look at who leaves the desk and save it again; then complete the handover."], await Applicant.FaultsAsync(refused));
        using var chosen = await secretary.SubmitAsync((await secretary.PageAsync(path)).QuerySelector("#desk")!, path, [("leavers", "other@letters.example")]);
        Assert.Equal(HttpStatusCode.Found, chosen.StatusCode);
        using var completed = await secretary.PostAsync(path, days, "#complete");
        Assert.Equal(HttpStatusCode.Found, completed.StatusCode);

        Assert.Equal(HttpStatusCode.Forbidden, (await leaving.GetAsync("/en/desk/circulars")).StatusCode);
        var letter = Assert.Single(await Applicant.LettersAsync(site, "Ivanov@letters.example"));
        var newcomer = site.Visit();
        using var accepted = await newcomer.PostAsync(new Uri(letter.Text.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal))).AbsolutePath, [("Name", "Ivanov"), ("Password", "correct horse battery")]);
        Assert.Equal(HttpStatusCode.OK, (await newcomer.GetAsync("/en/desk/circulars")).StatusCode);
    }

    [Fact]
    public async Task The_desk_is_never_left_empty()
    {
        var (russian, _) = await SeatsAsync("empty");
        var secretary = await site.SignInAsync("secretariat-ru");
        await using var db = site.Db();
        var before = await db.RoleGrants.AsNoTracking().Where(grant => grant.Role == Roles.Secretariat).ToListAsync(TestContext.Current.CancellationToken);
        await db.RoleGrants.Where(grant => grant.Role == Roles.Secretariat).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        try
        {
            var only = await site.SignInAsAsync("only@empty.example", Roles.Secretariat);
            await GiveAsync("only@empty.example", AllianceRoles.ChairUnit, "institution:empty-old");
            var path = await NominateAsync(secretary, russian, "empty-new", "2026-06-01", ("Invitees", "new@empty.example"), ("DeskTakers", "new@empty.example"));

            using var completed = await secretary.PostAsync(path, [("EndedOn", "2026-05-31"), ("BegunOn", "2026-06-01"), ("overOpen", "true"), Ground], "#complete");

            Assert.Equal(["Nobody who can sign in would be left at the secretariat’s desk. Invite the new unit’s people first, or let one person stay."], await Applicant.FaultsAsync(completed));
            Assert.Equal(HttpStatusCode.OK, (await only.GetAsync("/en/desk/circulars")).StatusCode);
            Assert.Equal(HandoverState.Preparing, await db.Handovers.Where(row => row.SeatId == russian).Select(row => row.State).SingleAsync(TestContext.Current.CancellationToken));
        }
        finally
        {
            db.AddRange(before);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_unit_that_holds_another_seat_keeps_its_role()
    {
        var (russian, _) = await SeatsAsync("twoseats");
        await using (var db = site.Db())
        {
            var seat = await db.Seats.Include(row => row.Terms).SingleAsync(row => row.Id == russian, TestContext.Current.CancellationToken);
            var second = new Seat { Id = RowId.New(), BodyId = seat.BodyId, SideCode = "RU", Kind = SeatKind.PermanentChair };
            second.Terms.Add(new Term { Id = RowId.New(), InstitutionId = seat.Terms.Single().InstitutionId, From = PartialDate.Parse("2020") });
            db.Add(second);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var unit = await site.SignInAsAsync("unit@twoseats.example", AllianceRoles.ChairUnit, "institution:twoseats-old");
        var secretary = await site.SignInAsync("secretariat-ru");
        var path = await NominateAsync(secretary, russian, "twoseats-new", "2026-06-01");

        using var completed = await secretary.PostAsync(path, [("EndedOn", "2026-05-31"), ("BegunOn", "2026-06-01"), ("overOpen", "true"), Ground], "#complete");

        Assert.Equal(HttpStatusCode.Found, completed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await unit.GetAsync("/en/desk/handovers")).StatusCode);
    }

    [Fact]
    public async Task A_role_that_ended_counts_as_none_and_holds_again_when_it_is_given_anew()
    {
        var (russian, _) = await SeatsAsync("ended");
        var secretary = await site.SignInAsync("secretariat-ru");
        var member = await site.SignInAsAsync("back@ended.example", Roles.Member);
        await GiveAsync("back@ended.example", AllianceRoles.ChairUnit, "institution:ended-new", site.Clock.GetCurrentInstant() - Duration.FromDays(1));
        var path = await NominateAsync(secretary, russian, "ended-new", "2026-06-01", ("Invitees", "back@ended.example"));
        Assert.Contains((await secretary.PageAsync(path)).QuerySelectorAll(".live-figures li.open"), line => line.TextContent.Trim().StartsWith("0 ", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, (await member.GetAsync(path)).StatusCode);

        using var completed = await secretary.PostAsync(path, [("EndedOn", "2026-05-31"), ("BegunOn", "2026-06-01"), ("overOpen", "true"), Ground], "#complete");

        Assert.Equal(HttpStatusCode.Found, completed.StatusCode);
        await member.PageAsync(path);
    }

    [Fact]
    public async Task Forms_of_a_handover_change_nothing_when_others_send_them_or_name_another_handovers_item()
    {
        var (russian, chinese) = await SeatsAsync("foreign");
        var (second, _) = await SeatsAsync("foreign-two");
        var (own, other) = (await site.SignInAsync("secretariat-ru"), await site.SignInAsync("secretariat-cn"));
        var stranger = await site.SignInAsAsync("stranger@foreign.example", AllianceRoles.ChairUnit, "institution:upc");
        var path = await NominateAsync(own, russian, "foreign-new", "2027-01-01");
        var elsewhere = await NominateAsync(own, second, "foreign-two-new", "2027-01-01");
        var page = await own.PageAsync(path);
        var cancel = page.QuerySelector("#move")!;
        foreach (var visitor in new[] { other, stranger })
        {
            var token = ("__RequestVerificationToken", (await visitor.PageAsync("/en/account")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
            using var added = await visitor.SubmitAsync(page.QuerySelector("#add")!, path, [("Item", "Mine"), token]);
            using var completed = await visitor.SubmitAsync(page.QuerySelector("#complete")!, path, [("EndedOn", "2026-12-31"), ("BegunOn", "2027-01-01"), ("overOpen", "true"), Ground, token]);
            using var desk = await visitor.SubmitAsync(page.QuerySelector("#desk")!, path, [("DeskTakers", ""), token]);
            cancel.SetAttribute("action", path + "?handler=Cancel");
            using var cancelled = await visitor.SubmitAsync(cancel, path, [("Reason", "Mine"), token]);
            Assert.All(new[] { added, completed, desk, cancelled }, response => Assert.Equal(HttpStatusCode.NotFound, response.StatusCode));
        }

        var item = (await own.PageAsync(elsewhere)).QuerySelector("form[action*=Tick] input[name=item]")!.GetAttribute("value")!;
        using var ticked = await own.SubmitAsync(page.QuerySelector("form[action*=Tick]")!, path, [("item", item), ("done", "true")]);
        Assert.Equal(HttpStatusCode.NotFound, ticked.StatusCode);
        await using var db = site.Db();
        var stored = await db.Handovers.Include(row => row.Items).Where(row => row.SeatId == russian || row.SeatId == second || row.SeatId == chinese).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, stored.Count);
        Assert.All(stored, row => Assert.Equal((HandoverState.Preparing, HandoverTemplate.Kinds.Count), (row.State, row.Items.Count)));
        Assert.DoesNotContain(stored.SelectMany(row => row.Items), row => row.DoneAt is not null);
    }
}
