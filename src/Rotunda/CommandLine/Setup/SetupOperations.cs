using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Operating;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.CommandLine.Setup;

/// <summary>What a setup did.</summary>
/// <param name="Changed">The things that are different now; empty when everything stood already.</param>
/// <param name="Invitation">The administrator's link, a path or a whole address; shown once. Null when none was made.</param>
/// <param name="Notes">What else the administrator should know, a sentence each.</param>
internal sealed record SetupResult(IReadOnlyList<string> Changed, string? Invitation, IReadOnlyList<string> Notes);

/// <summary>Sets up a site in one transaction. Doing the same twice changes nothing the second time.</summary>
internal sealed class SetupOperations(
    RotundaDb db, Permissions permissions, SettingsStore settings, InvitationOperations invitations, AccountOperations accounts, Publication publication, AuditTrail audit, SiteLanguages languages, IClock clock)
{
    private readonly List<FieldChange> _changes = [];
    private readonly List<string> _notes = [];

    /// <summary>Whether somebody is administrator, or was invited to be and can still accept.</summary>
    public async Task<bool> HasAdministratorAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        return await db.Holding(now).AnyAsync(grant => grant.Role == Roles.Administrator, cancellationToken)
            || await db.Invitations.AnyAsync(row => row.Role == Roles.Administrator && row.UsedAt == null && row.WithdrawnAt == null && row.ExpiresAt > now, cancellationToken);
    }

    /// <summary>Brings the site to what is wished.</summary>
    /// <returns>How it ended, what was done, and what could not stand, a sentence each.</returns>
    public async Task<(Outcome Outcome, SetupResult? Result, IReadOnlyList<string> Faults)> ApplyAsync(Viewer viewer, SetupWish wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, SiteActs.Operate)) return (new Outcome.Refused(), null, []);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var faults = new List<string>();
        await SetAddressAsync(wish, cancellationToken);
        await SetMailAsync(wish, faults, cancellationToken);
        await SetLanguagesAsync(wish, cancellationToken);
        await SetNameAsync(wish, cancellationToken);
        await SetSidesAsync(wish, cancellationToken);
        if (faults.Count > 0) return (new Outcome.Invalid([]), null, faults);
        if (_changes.Count > 0)
        {
            audit.Record(db, viewer, "site.setup", "site", "settings", [.. _changes]);
            await publication.SaveAsync(db, cancellationToken);
        }

        var link = await InviteAsync(viewer, wish, faults, cancellationToken);
        if (faults.Count > 0) return (new Outcome.Invalid([]), null, faults);
        await transaction.CommitAsync(cancellationToken);
        await publication.EvictAsync();
        return (new Outcome.Done(), new SetupResult([.. _changes.Select(change => change.Field).Distinct(StringComparer.Ordinal)], link, _notes), []);
    }

    private void Note(string field, string? before, string? after) => _changes.Add(new FieldChange(field, before, after));

    private async Task SetAddressAsync(SetupWish wish, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync<SiteSettings>(cancellationToken);
        if (wish.PublicAddress is not { } address || address == site.PublicAddress) return;
        Note("public-address", site.PublicAddress, address);
        await SettingsStore.PutAsync(db, site with { PublicAddress = address }, cancellationToken);
    }

    private async Task SetMailAsync(SetupWish wish, List<string> faults, CancellationToken cancellationToken)
    {
        var before = await settings.GetAsync<MailSettings>(cancellationToken);
        var after = wish.TakesMailServerAway
            ? before with { Server = null, From = wish.MailFrom ?? before.From }
            : before with { Server = wish.MailServer ?? before.Server, From = wish.MailFrom ?? before.From };
        if (after == before) return;
        if (after is { Server: not null, From: null })
        {
            faults.Add("A mail server needs a sender too: --mail-from office@association.example.");
            return;
        }

        // The trail is read by more people than may know the server's password
        if (after.Server != before.Server) Note("mail-server", MailSettings.Parse(before.Server)?.Host, MailSettings.Parse(after.Server)?.Host);
        if (after.From != before.From) Note("mail-from", before.From, after.From);
        await SettingsStore.PutAsync(db, after, cancellationToken);
    }

    private async Task SetLanguagesAsync(SetupWish wish, CancellationToken cancellationToken)
    {
        var before = await settings.GetAsync<OfferedLanguages>(cancellationToken);
        if (wish.Languages.Count == 0 || wish.Languages.SequenceEqual(before.Codes, StringComparer.Ordinal)) return;
        Note("languages", string.Join(", ", before.Codes), string.Join(", ", wish.Languages));
        await SettingsStore.PutAsync(db, new OfferedLanguages { Codes = wish.Languages }, cancellationToken);
    }

    private async Task SetNameAsync(SetupWish wish, CancellationToken cancellationToken)
    {
        var before = await settings.GetAsync<AssociationSettings>(cancellationToken);
        var name = Merged(before.Name, wish.Name);
        if (name.Equals(before.Name)) return;
        foreach (var language in wish.Name.Languages.Where(language => before.Name[language] != name[language])) Note($"name.{language}", before.Name[language], name[language]);
        await SettingsStore.PutAsync(db, before with { Name = name }, cancellationToken);
    }

    private async Task SetSidesAsync(SetupWish wish, CancellationToken cancellationToken)
    {
        if (wish.Sides.Count == 0) return;
        var sides = await db.Sides.ToListAsync(cancellationToken);
        foreach (var wished in wish.Sides)
        {
            if (sides.Find(row => row.Code == wished.Code) is { } side)
            {
                var name = Merged(side.Name, wished.Name);
                if (name.Equals(side.Name)) continue;
                foreach (var language in wished.Name.Languages) Note($"side.{language}", side.Name[language], name[language]);
                side.Name = name;
                continue;
            }

            var added = new Side { Id = RowId.New(), Code = wished.Code, Order = sides.Select(row => row.Order + 1).DefaultIfEmpty(0).Max(), Name = wished.Name };
            foreach (var language in wished.Name.Languages) Note($"side.{language}", null, wished.Name[language]);
            sides.Add(added);
            db.Add(added);
        }
    }

    private static LocalizedText Merged(LocalizedText before, LocalizedText wished) =>
        wished.Languages.Aggregate(before, (text, language) => text.With(language, wished[language]));

    private async Task<string?> InviteAsync(Viewer viewer, SetupWish wish, List<string> faults, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        if (wish.Admin is not { } email)
        {
            if (!await HasAdministratorAsync(cancellationToken)) faults.Add("Nobody is administrator yet: name the first one with --admin EMAIL.");
            return null;
        }

        var normalized = email.ToUpperInvariant();
        if (await db.Accounts.AnyAsync(account => account.NormalizedEmail == normalized, cancellationToken))
        {
            await accounts.GrantAsync(viewer, email, Roles.Administrator, null, cancellationToken);
            _notes.Add($"{email} has an account already and is administrator.");
            return null;
        }

        if (await db.Invitations.AnyAsync(row => row.Email == email && row.Role == Roles.Administrator && row.UsedAt == null && row.WithdrawnAt == null && row.ExpiresAt > now, cancellationToken))
        {
            _notes.Add($"{email} was invited before and has not answered yet. The link is shown once; «rotunda users invite {email} administrator» makes another.");
            return null;
        }

        var offered = wish.Languages.Count > 0 ? wish.Languages : (await settings.GetAsync<OfferedLanguages>(cancellationToken)).Codes;
        var language = (offered.Count > 0 ? languages.Find(offered[0]) : null) ?? languages.Default;
        var (outcome, token) = await invitations.InviteAsync(viewer, new InvitationWish(email, Roles.Administrator, null, language.Code), cancellationToken);
        if (token is null)
        {
            faults.AddRange(outcome is Outcome.Invalid invalid
                ? invalid.Faults.Select(fault => $"--admin: {languages.TextsOf(languages.Find("en") ?? languages.Default).Format(fault.TextKey, ("value", fault.Value))}")
                : ["The administrator could not be invited."]);
            return null;
        }

        var address = wish.PublicAddress ?? (await settings.GetAsync<SiteSettings>(cancellationToken)).PublicAddress;
        return $"{address}/{language.Code}/account/invitation/{token}";
    }
}
