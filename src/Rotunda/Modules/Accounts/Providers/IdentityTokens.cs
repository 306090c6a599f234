using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using Rotunda.Text;

namespace Rotunda.Modules.Accounts.Providers;

/// <summary>Checks what a provider signed about somebody: signature, algorithm, issuer, audience, time and nonce (OpenID Connect Core 1.0, section 3.1.3.7).</summary>
public sealed class IdentityTokens(ProviderMetadata metadata, IClock clock)
{
    /// <summary>Clocks of two hosts may differ by this much.</summary>
    private static readonly Duration Skew = Duration.FromMinutes(2);

    private const int LongestSubject = 255;

    // Signatures with a key pair only: with a shared secret or with none anybody could have written the token
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly JsonWebTokenHandler Handler = new();

    /// <summary>Whom a token names.</summary>
    /// <exception cref="AuthenticationFailureException">The token does not stand; the message says why and holds nothing of the token.</exception>
    public async Task<ProvidedIdentity> ReadAsync(SignInProvider provider, string token, string nonce, CancellationToken cancellationToken)
    {
        var found = await metadata.GetAsync(provider, isKeyMissing: false, cancellationToken) ?? throw new AuthenticationFailureException("The provider cannot be read.");
        var result = await Handler.ValidateTokenAsync(token, Demands(provider, found));
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException
            && await metadata.GetAsync(provider, isKeyMissing: true, cancellationToken) is { } newer && newer != found)
            result = await Handler.ValidateTokenAsync(token, Demands(provider, newer));
        if (!result.IsValid || result.SecurityToken is not JsonWebToken valid) throw new AuthenticationFailureException($"The token does not stand: {result.Exception?.GetType().Name}.");
        if (!valid.TryGetPayloadValue<string>("nonce", out var said) || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(said), Encoding.UTF8.GetBytes(nonce)))
            throw new AuthenticationFailureException("The token answers another question.");
        var audiences = valid.Audiences.ToList();
        if (valid.TryGetPayloadValue<string>("azp", out var party) ? party != provider.ClientId : audiences.Count > 1) throw new AuthenticationFailureException("The token was made for somebody else.");
        if (valid.Subject is not { Length: > 0 and <= LongestSubject } subject) throw new AuthenticationFailureException("The token names nobody.");
        return new ProvidedIdentity(provider, subject, ConfirmedEmailOf(valid), valid.TryGetPayloadValue<string>("name", out var name) ? TextCleaning.Clean(name) : "");
    }

    private TokenValidationParameters Demands(SignInProvider provider, OpenIdConnectConfiguration found) => new()
    {
        ValidIssuer = provider.Issuer,
        ValidAudience = provider.ClientId,
        IssuerSigningKeys = found.SigningKeys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, to, _, _) => IsInTime(from, to),
    };

    private bool IsInTime(DateTime? from, DateTime? to)
    {
        var now = clock.GetCurrentInstant();
        return to is { } end && now < InstantOf(end) + Skew && (from is not { } begin || InstantOf(begin) - Skew <= now);
    }

    private static Instant InstantOf(DateTime time) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    /// <summary>An address that the provider did not confirm is what anybody may have typed there.</summary>
    private static string? ConfirmedEmailOf(JsonWebToken token)
    {
        var isConfirmed = token.TryGetPayloadValue<object>("email_verified", out var said) && (said is true || (said is string text && text == "true"));
        return isConfirmed && token.TryGetPayloadValue<string>("email", out var email) ? email : null;
    }
}
