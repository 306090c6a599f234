using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Text;

namespace Rotunda.Modules.Accounts.Providers;

/// <summary>A provider as an administrator wishes it.</summary>
/// <param name="Code">1 to 40 small letters, digits and hyphens.</param>
/// <param name="Name">At least in one language.</param>
/// <param name="Issuer">An absolute address, exactly as the provider writes it.</param>
/// <param name="ClientId">Up to 200 characters.</param>
/// <param name="Secret">Empty to keep the one that is stored.</param>
/// <param name="HasSecondStep">See <see cref="SignInProvider.HasSecondStep"/>.</param>
/// <param name="MatchesAddresses">See <see cref="SignInProvider.MatchesAddresses"/>.</param>
/// <param name="IsPrivateAllowed">See <see cref="SignInProvider.IsPrivateAllowed"/>.</param>
public sealed record ProviderWish(
    string Code, LocalizedText Name, string Issuer, string ClientId, string Secret, bool HasSecondStep = false, bool MatchesAddresses = false, bool IsPrivateAllowed = false);

/// <summary>Sets providers up and takes them away. Only administrators may.</summary>
public sealed class ProviderOperations(
    RotundaDb db, Permissions permissions, SettingsStore settings, ProviderSecrets secrets, ProviderMetadata metadata, Publication publication, AuditTrail audit, IClock clock)
{
    private const int LongestCode = 40;
    private const int LongestName = 80;
    private const int LongestText = 200;

    /// <summary>Adds a provider, or changes the one with this code.</summary>
    public async Task<Outcome> PutAsync(Viewer viewer, ProviderWish wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AccountActs.Secure)) return new Outcome.Refused();
        var stored = await ReadAsync(cancellationToken);
        var before = stored.Find(wish.Code);
        var faults = FaultsOf(wish, before);
        if (stored.Providers.Any(other => other.Issuer == wish.Issuer && other.Code != wish.Code)) faults.Add(new FieldFault("Issuer", "fault.provider-twice"));
        if (faults.Count > 0) return new Outcome.Invalid(faults);
        var after = new SignInProvider
        {
            Code = wish.Code, Name = wish.Name, Issuer = wish.Issuer, ClientId = wish.ClientId, ProtectedSecret = wish.Secret.Length > 0 ? secrets.Protect(wish.Secret) : before!.ProtectedSecret,
            HasSecondStep = wish.HasSecondStep, MatchesAddresses = wish.MatchesAddresses, IsPrivateAllowed = wish.IsPrivateAllowed,
        };
        // Where others sign people in now, nobody stays in whom the one before let in
        if (before is not null && before.Issuer != after.Issuer) await EndSessionsAsync(before.Code, cancellationToken);
        IEnumerable<SignInProvider> all = before is null ? [.. stored.Providers, after] : stored.Providers.Select(other => other.Code == after.Code ? after : other);
        await SettingsStore.PutAsync(db, stored with { Providers = [.. all] }, cancellationToken);
        audit.Record(db, viewer, before is null ? "provider.add" : "provider.edit", "provider", after.Code, ChangesOf(before, after, wish.Secret.Length > 0));
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Takes a provider away: nobody signs in with it any more, and the sessions that it began end. The links of accounts with it stay, for the day it comes back.</summary>
    public async Task<Outcome> RemoveAsync(Viewer viewer, string code, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AccountActs.Secure)) return new Outcome.Refused();
        var stored = await ReadAsync(cancellationToken);
        if (stored.Find(code) is not { } provider) return new Outcome.Missing();
        await SettingsStore.PutAsync(db, stored with { Providers = [.. stored.Providers.Where(other => other != provider)] }, cancellationToken);
        await EndSessionsAsync(code, cancellationToken);
        audit.Record(db, viewer, "provider.remove", "provider", code, [new FieldChange("issuer", provider.Issuer, null)]);
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Asks a provider for what it publishes of itself.</summary>
    /// <returns>Null when it can be used, else why it cannot, in the words of the program's log.</returns>
    public async Task<string?> TryAsync(Viewer viewer, string code, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AccountActs.Secure) || (await settings.GetAsync<ProviderSettings>(cancellationToken)).Find(code) is not { } provider) return "";
        try
        {
            await metadata.ReadAsync(provider, cancellationToken);
            return null;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return error.GetBaseException().Message;
        }
    }

    /// <summary>The settings as they are stored. The row is read first: should somebody change it after, saving is a conflict and loses nothing.</summary>
    private async Task<ProviderSettings> ReadAsync(CancellationToken cancellationToken)
    {
        await db.Set<SettingsRow>().FindAsync([ProviderSettings.Group], cancellationToken);
        settings.Forget();
        return await settings.GetAsync<ProviderSettings>(cancellationToken);
    }

    private Task<Outcome> SaveAsync(CancellationToken cancellationToken) => publication.TrySaveAsync(db, new Outcome.Conflict(), cancellationToken);

    private async Task EndSessionsAsync(string code, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        foreach (var session in await db.AccountSessions.Where(row => row.Provider == code && row.EndedAt == null).ToListAsync(cancellationToken)) session.EndedAt = now;
    }

    private static List<FieldFault> FaultsOf(ProviderWish wish, SignInProvider? before)
    {
        var faults = new List<FieldFault>();
        if (wish.Code is not { Length: > 0 and <= LongestCode } || !wish.Code.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')) faults.Add(new FieldFault("Code", "fault.provider-code"));
        if (wish.Name.IsEmpty || wish.Name.Languages.Any(language => wish.Name[language]!.Length > LongestName)) faults.Add(new FieldFault("Name", "fault.provider-name"));
        if (wish.Issuer.Length > LongestText || !ProviderMetadata.IsAddress(wish.Issuer, wish.IsPrivateAllowed)) faults.Add(new FieldFault("Issuer", "fault.provider-issuer"));
        if (wish.ClientId.Length is 0 or > LongestText) faults.Add(new FieldFault("ClientId", "fault.provider-client"));
        // A secret goes only to the one it was given for
        if (wish.Secret.Length > LongestText || (wish.Secret.Length == 0 && before?.Issuer != wish.Issuer)) faults.Add(new FieldFault("Secret", "fault.provider-secret"));
        return faults;
    }

    private static FieldChange[] ChangesOf(SignInProvider? before, SignInProvider after, bool hasNewSecret)
    {
        FieldChange[] changes =
        [
            new("issuer", before?.Issuer, after.Issuer), new("client-id", before?.ClientId, after.ClientId), new("provider-secret", null, hasNewSecret ? "•" : null), Flag("second-step", provider => provider.HasSecondStep),
            Flag("matches-addresses", provider => provider.MatchesAddresses), Flag("private-address", provider => provider.IsPrivateAllowed),
        ];
        return [.. changes.Where(change => change.Before != change.After)];

        FieldChange Flag(string field, Func<SignInProvider, bool> of) => new(field, before is null ? null : Sign(of(before)), Sign(of(after)));
        static string Sign(bool value) => value ? "+" : "−";
    }

    /// <summary>Cleans what a form or a command line has.</summary>
    public static ProviderWish Cleaned(ProviderWish wish) =>
        wish with { Code = wish.Code.Trim(), Issuer = wish.Issuer.Trim(), ClientId = wish.ClientId.Trim(), Secret = wish.Secret.Trim(), Name = LocalizedText.Of(wish.Name.Languages.Select(language => (language, (string?)TextCleaning.Clean(wish.Name[language]!))).ToArray()) };
}
