using System.Collections.Concurrent;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using NodaTime;
using Rotunda.Modules.Shared.Outside;

namespace Rotunda.Modules.Accounts.Providers;

/// <summary>Reads what a provider publishes of itself, addresses and keys, and keeps it for half a day.</summary>
public sealed class ProviderMetadata(IHttpClientFactory clients, IClock clock, ILogger<ProviderMetadata> logger)
{
    private static readonly Duration Fresh = Duration.FromHours(12);

    /// <summary>While a provider does not answer, what it said last is good for this long.</summary>
    private static readonly Duration Longest = Duration.FromHours(24);

    /// <summary>Tokens with unknown keys make the program ask at most this often.</summary>
    private static readonly Duration BetweenKeys = Duration.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Issuer, bool IsPrivateAllowed), Place> _places = [];

    /// <summary>What the provider publishes, or null while it cannot be read.</summary>
    /// <param name="provider">Which.</param>
    /// <param name="isKeyMissing">True to read it again because a token names a key that is not among those known.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<OpenIdConnectConfiguration?> GetAsync(SignInProvider provider, bool isKeyMissing, CancellationToken cancellationToken)
    {
        var place = _places.GetOrAdd((provider.Issuer, provider.IsPrivateAllowed), _ => new Place());
        await place.Turn.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetCurrentInstant();
            var isWanted = place.Found is null || now - place.ReadAt >= Fresh || (isKeyMissing && now - place.ReadAt >= BetweenKeys);
            if (!isWanted) return place.Found;
            try
            {
                (place.Found, place.ReadAt) = (await ReadAsync(provider, cancellationToken), now);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning("The sign-in provider {Provider} cannot be read: {Reason}", provider.Code, error.GetBaseException().Message);
                if (now - place.ReadAt >= Longest) place.Found = null;
            }

            return place.Found;
        }
        finally
        {
            place.Turn.Release();
        }
    }

    /// <summary>Reads a provider's own description anew.</summary>
    /// <exception cref="Exception">It cannot be reached or read, or describes somebody else; the message says why.</exception>
    public async Task<OpenIdConnectConfiguration> ReadAsync(SignInProvider provider, CancellationToken cancellationToken)
    {
        var documents = new HttpDocumentRetriever(ClientFor(provider)) { RequireHttps = !provider.IsPrivateAllowed };
        var found = await OpenIdConnectConfigurationRetriever.GetAsync(provider.Issuer.TrimEnd('/') + "/.well-known/openid-configuration", documents, cancellationToken);
        if (found.Issuer != provider.Issuer) throw new InvalidOperationException($"The document is of the issuer {found.Issuer}.");
        if (found.SigningKeys.Count == 0) throw new InvalidOperationException("The provider publishes no keys.");
        foreach (var address in new[] { found.AuthorizationEndpoint, found.TokenEndpoint })
            if (!IsAddress(address, provider.IsPrivateAllowed)) throw new InvalidOperationException($"«{address}» is no address for signing in.");
        return found;
    }

    /// <summary>The client that may reach this provider.</summary>
    public HttpClient ClientFor(SignInProvider provider) => clients.CreateClient(provider.IsPrivateAllowed ? OutsideClients.Private : OutsideClients.Public);

    /// <summary>True for an absolute address with TLS; without it only where the administrator allowed that.</summary>
    public static bool IsAddress(string? address, bool isPrivateAllowed) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && (uri.Scheme == Uri.UriSchemeHttps || (isPrivateAllowed && uri.Scheme == Uri.UriSchemeHttp));

    private sealed class Place
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public OpenIdConnectConfiguration? Found { get; set; }

        public Instant ReadAt { get; set; }
    }
}
