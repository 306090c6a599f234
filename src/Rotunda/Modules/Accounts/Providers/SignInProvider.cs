using Microsoft.AspNetCore.DataProtection;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;

namespace Rotunda.Modules.Accounts.Providers;

/// <summary>A place outside that says who somebody is, by OpenID Connect.</summary>
public sealed record SignInProvider
{
    /// <summary>Stands in addresses, also in the one that the provider sends people back to: 1 to 40 small letters, digits and hyphens.</summary>
    public required string Code { get; init; }

    /// <summary>What the button calls it.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>As the provider writes it in its tokens, such as <c>https://login.hit.example/realms/staff</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>The name under which the provider knows this site.</summary>
    public required string ClientId { get; init; }

    /// <summary>The secret that goes with it, protected by the site's keys.</summary>
    public required string ProtectedSecret { get; init; }

    /// <summary>True when the administrator vouches that the provider itself asks for a second step.</summary>
    public bool HasSecondStep { get; init; }

    /// <summary>True when an address that the provider confirmed may find the account with that address, the first time.</summary>
    public bool MatchesAddresses { get; init; }

    /// <summary>True when the provider may stand at a private address, and without TLS.</summary>
    public bool IsPrivateAllowed { get; init; }
}

/// <summary>The providers of the site, in the order of their buttons.</summary>
public sealed record ProviderSettings : ISettingsGroup<ProviderSettings>
{
    public static string Group => "sign-in-providers";

    public static ProviderSettings Default { get; } = new();

    public IReadOnlyList<SignInProvider> Providers { get; init; } = [];

    public SignInProvider? Find(string? code) => Providers.FirstOrDefault(provider => provider.Code == code);

    public SignInProvider? ByIssuer(string issuer) => Providers.FirstOrDefault(provider => provider.Issuer == issuer);
}

/// <summary>Protects the secrets of providers, so that neither an export of the settings nor a look at the table shows one.</summary>
public sealed class ProviderSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("sign-in-provider");

    public string Protect(string secret) => _protector.Protect(secret);

    /// <exception cref="System.Security.Cryptography.CryptographicException">The keys of the site are others than those that protected it.</exception>
    public string Reveal(SignInProvider provider) => _protector.Unprotect(provider.ProtectedSecret);
}

/// <summary>Who somebody is, as a provider just said and as it was checked.</summary>
/// <param name="Provider">Which provider.</param>
/// <param name="Subject">Its name for the person, which stays the same.</param>
/// <param name="Email">The mail address, where the provider says that it confirmed it; else null.</param>
/// <param name="Name">What the provider calls the person; empty when it does not say.</param>
public sealed record ProvidedIdentity(SignInProvider Provider, string Subject, string? Email, string Name);
