using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using NodaTime;
using Rotunda.Data.Settings;
using Rotunda.Modules.Accounts.Recovery;

namespace Rotunda.Modules.Accounts.Providers;

/// <summary>What is the same for all providers; what differs stands in the settings of each.</summary>
public sealed class ProviderOptions : OAuthOptions
{
    public ProviderOptions()
    {
        CallbackPath = ProviderHandler.Prefix;
        SignInScheme = IdentityConstants.ExternalScheme;
        // The way back is a link that a browser follows, also on a site without TLS. How long it may take is in the state
        CorrelationCookie = new CookieBuilder { Name = "rotunda-provider.", Path = ProviderHandler.Prefix, HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, SecurePolicy = CookieSecurePolicy.SameAsRequest };
    }

    /// <summary>Addresses and client are those of a provider, not of the scheme.</summary>
    public override void Validate()
    {
    }
}

/// <summary>
/// Sends somebody to a provider and hears of them when they come back, by the authorization code flow with PKCE, state and nonce. One
/// handler serves all providers: each has its own address to come back to, so that an answer of one never passes for another's.
/// </summary>
public sealed class ProviderHandler(
    IOptionsMonitor<ProviderOptions> options, ILoggerFactory logger, UrlEncoder encoder, SettingsStore settings, ProviderMetadata metadata, IdentityTokens reader, ProviderSecrets secrets, IClock clock)
    : OAuthHandler<ProviderOptions>(options, logger, encoder)
{
    public const string SchemeName = "provider";

    /// <summary>Addresses to come back to begin with this and end with the provider's code and <c>/callback</c>.</summary>
    public const string Prefix = "/account/providers";

    /// <summary>What a start puts into the properties: the code of the provider.</summary>
    public const string ProviderItem = "provider";

    /// <summary>The account that is to be linked, where somebody is signed in already.</summary>
    public const string AccountItem = "account";

    /// <summary>The token of an invitation that is to be accepted.</summary>
    public const string InvitationItem = "invitation";

    public const string LanguageItem = "language";

    private const string NonceItem = "nonce";
    private const string VerifierItem = "verifier";
    private const string BackItem = "back";
    private const string BegunItem = "begun";
    private static readonly Duration Patience = Duration.FromMinutes(15);

    /// <summary>The address that the provider sends people back to, without scheme and host.</summary>
    public static string CallbackOf(string code) => $"{Prefix}/{code}/callback";

    public override Task<bool> ShouldHandleRequestAsync() => Task.FromResult(HttpMethods.IsGet(Request.Method) && CodeOfPath() is not null);

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var provider = (await settings.GetAsync<ProviderSettings>(Context.RequestAborted)).Find(properties.Items[ProviderItem]);
        var site = await Context.RequestServices.GetRequiredService<MailedLinks>().BaseAsync(Context.RequestAborted);
        if (provider is null || site is null || await metadata.GetAsync(provider, isKeyMissing: false, Context.RequestAborted) is not { } found)
        {
            Logger.LogWarning("Nobody can be sent to the sign-in provider {Provider}: {Reason}", properties.Items[ProviderItem], site is null ? "no public address is set" : "it cannot be read");
            Response.Redirect($"/{properties.Items[LanguageItem]}/account/sign-in?fault=unreachable");
            return;
        }

        var (verifier, nonce, back) = (NewSecret(), NewSecret(), site + CallbackOf(provider.Code));
        properties.Items[VerifierItem] = verifier;
        properties.Items[NonceItem] = nonce;
        properties.Items[BackItem] = back;
        properties.Items[BegunItem] = clock.GetCurrentInstant().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        GenerateCorrelationId(properties);
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Response.Redirect(QueryHelpers.AddQueryString(found.AuthorizationEndpoint, new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = provider.ClientId,
            ["redirect_uri"] = back,
            ["scope"] = "openid email profile",
            ["state"] = Options.StateDataFormat.Protect(properties),
            ["nonce"] = nonce,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        }));
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        return await base.HandleRemoteAuthenticateAsync();
    }

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        var provider = await ProviderAsync(context.Properties);
        var found = await metadata.GetAsync(provider, isKeyMissing: false, Context.RequestAborted) ?? throw new AuthenticationFailureException("The provider cannot be read.");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code", ["code"] = context.Code, ["redirect_uri"] = Item(context.Properties, BackItem), ["code_verifier"] = Item(context.Properties, VerifierItem),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, found.TokenEndpoint);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var ways = found.TokenEndpointAuthMethodsSupported;
        if (ways.Count == 0 || ways.Contains("client_secret_basic"))
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(secrets.Reveal(provider))}")));
        else (fields["client_id"], fields["client_secret"]) = (provider.ClientId, secrets.Reveal(provider));
        request.Content = new FormUrlEncodedContent(fields);
        using var client = metadata.ClientFor(provider);
        using var response = await client.SendAsync(request, Context.RequestAborted);
        if (!response.IsSuccessStatusCode) throw new AuthenticationFailureException($"The provider refused the code: {(int)response.StatusCode}.");
        return OAuthTokenResponse.Success(JsonDocument.Parse(await response.Content.ReadAsStringAsync(Context.RequestAborted)));
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        if (tokens.Response?.RootElement is not { ValueKind: JsonValueKind.Object } said || !said.TryGetProperty("id_token", out var token) || token.ValueKind != JsonValueKind.String)
            throw new AuthenticationFailureException("The provider gave no token.");
        var person = await reader.ReadAsync(await ProviderAsync(properties), token.GetString()!, Item(properties, NonceItem), Context.RequestAborted);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, person.Subject));
        identity.AddClaim(new Claim(ProviderItem, person.Provider.Code));
        identity.AddClaim(new Claim("issuer", person.Provider.Issuer));
        if (person.Email is { } email) identity.AddClaim(new Claim(ClaimTypes.Email, email));
        identity.AddClaim(new Claim(ClaimTypes.Name, person.Name));
        foreach (var item in new[] { NonceItem, VerifierItem, BackItem }) properties.Items.Remove(item);
        return new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Scheme.Name);
    }

    /// <summary>The provider of an answer: that of the state, which must be that of the address, still set up, and not kept waiting.</summary>
    private async Task<SignInProvider> ProviderAsync(AuthenticationProperties properties)
    {
        var provider = (await settings.GetAsync<ProviderSettings>(Context.RequestAborted)).Find(CodeOfPath());
        if (provider is null || Item(properties, ProviderItem) != provider.Code) throw new AuthenticationFailureException("The answer is another provider's.");
        // Who answers, where the provider says so (RFC 9207)
        if (Request.Query.TryGetValue("iss", out var issuer) && issuer != provider.Issuer) throw new AuthenticationFailureException("The answer is another issuer's.");
        var begun = Instant.FromUnixTimeSeconds(long.Parse(Item(properties, BegunItem), CultureInfo.InvariantCulture));
        return clock.GetCurrentInstant() - begun <= Patience ? provider : throw new AuthenticationFailureException("The answer came too late.");
    }

    private string? CodeOfPath() => Request.Path.StartsWithSegments(Prefix, StringComparison.Ordinal, out var rest) && rest.Value?.Split('/') is ["", { Length: > 0 } code, "callback"] ? code : null;

    private static string Item(AuthenticationProperties properties, string name) =>
        properties.Items.TryGetValue(name, out var value) && value is not null ? value : throw new AuthenticationFailureException("The state is not of this site.");

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
