using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Rotunda.Testing;

/// <summary>Whom a provider signs in next, and what it says of them.</summary>
/// <param name="Subject">Its name for the person.</param>
/// <param name="Email">The mail address; null to say none.</param>
/// <param name="IsEmailVerified">Whether it says that it confirmed the address.</param>
/// <param name="Name">What it calls the person.</param>
public sealed record ProvidedPerson(string Subject, string? Email = null, bool IsEmailVerified = false, string? Name = null);

/// <summary>
/// An OpenID Connect provider on loopback as the specification has it: discovery, keys, authorization code with PKCE, tokens signed with
/// RS256. It signs <see cref="Person"/> in at once. A test spoils one thing at a time.
/// </summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "rotunda";

    /// <summary>With letters that a form and a header write differently.</summary>
    public const string Secret = "s3cret: with %, + and «quotes»";

    private static int s_providers;

    private readonly ConcurrentDictionary<string, (string Challenge, string? Nonce, string Redirect, ProvidedPerson Person)> _codes = new(StringComparer.Ordinal);
    private readonly WebApplication _app;
    private readonly IClock _clock;
    private int _documents;
    private int _exchanges;

    private IdentityProvider(WebApplication app, IClock clock) => (_app, _clock) = (app, clock);

    /// <summary>Such as <c>http://127.2.0.1:40123</c>.</summary>
    public string Issuer { get; private set; } = "";

    public ProvidedPerson Person { get; set; } = new("nobody");

    /// <summary>The keys it publishes; it signs with the first.</summary>
    public IReadOnlyList<RsaSecurityKey> Keys { get; private set; } = [NewKey()];

    /// <summary>Changes the claims of the next tokens.</summary>
    public Action<Dictionary<string, object>>? Spoil { get; set; }

    /// <summary>Makes the token itself in another way; null for the right one.</summary>
    public Func<Dictionary<string, object>, string>? Write { get; set; }

    /// <summary>Changes the address to which somebody is sent back; null for the right one.</summary>
    public Func<string, string>? SendBack { get; set; }

    /// <summary>What the discovery document names as issuer.</summary>
    public string? DocumentIssuer { get; set; }

    /// <summary>True while every request is answered with 503.</summary>
    public bool IsDown { get; set; }

    /// <summary>True for a provider that takes the secret only in the form.</summary>
    public bool WantsSecretInForm { get; set; }

    /// <summary>How often the discovery document was read.</summary>
    public int Documents => _documents;

    /// <summary>How many codes were exchanged, well or ill.</summary>
    public int Exchanges => _exchanges;

    public static async Task<IdentityProvider> StartAsync(IClock clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // Each at an address of its own: a port is used again, and a site keeps what it read of a provider for half a day
        var number = Interlocked.Increment(ref s_providers);
        builder.WebHost.UseUrls($"http://127.2.{number >> 8}.{number & 255}:0");
        var app = builder.Build();
        var provider = new IdentityProvider(app, clock);
        app.Use(async (context, next) =>
        {
            if (provider.IsDown) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            else await next(context);
        });
        app.MapGet("/.well-known/openid-configuration", provider.Document);
        app.MapGet("/keys", provider.Published);
        app.MapGet("/authorize", (Delegate)provider.Authorize);
        app.MapPost("/token", (Delegate)provider.TokenAsync);
        await app.StartAsync();
        provider.Issuer = app.Urls.First();
        return provider;
    }

    public static RsaSecurityKey NewKey()
    {
        var rsa = RSA.Create(2048);
        return new RsaSecurityKey(rsa) { KeyId = Base64UrlEncoder.Encode(rsa.ExportSubjectPublicKeyInfo()[^16..]) };
    }

    /// <summary>Signs with a new key from now on, and publishes it alone.</summary>
    public void Rotate() => Keys = [NewKey()];

    /// <summary>A token that is signed as it should be.</summary>
    public string Sign(Dictionary<string, object> claims) => Sign(claims, new SigningCredentials(Keys[0], SecurityAlgorithms.RsaSha256));

    public static string Sign(Dictionary<string, object> claims, SigningCredentials? credentials) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(System.Text.Json.JsonSerializer.Serialize(claims), credentials!);

    /// <summary>A token of the algorithm «none», which anybody can write.</summary>
    public static string WithoutSignature(Dictionary<string, object> claims) =>
        Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""") + "." + Base64UrlEncoder.Encode(System.Text.Json.JsonSerializer.Serialize(claims)) + ".";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Document()
    {
        Interlocked.Increment(ref _documents);
        return Results.Json(new
        {
            issuer = DocumentIssuer ?? Issuer, authorization_endpoint = Issuer + "/authorize", token_endpoint = Issuer + "/token", jwks_uri = Issuer + "/keys",
            response_types_supported = new[] { "code" }, subject_types_supported = new[] { "public" }, id_token_signing_alg_values_supported = new[] { "RS256" }, code_challenge_methods_supported = new[] { "S256" },
            token_endpoint_auth_methods_supported = new[] { WantsSecretInForm ? "client_secret_post" : "client_secret_basic" },
        });
    }

    private IResult Published() => Results.Json(new
    {
        keys = Keys.Select(key =>
        {
            var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
            return new { kty = "RSA", use = "sig", alg = "RS256", kid = key.KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) };
        }),
    });

    private IResult Authorize(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256" || !query["scope"].ToString().Split(' ').Contains("openid")) return Results.BadRequest();
        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16));
        _codes[code] = (query["code_challenge"].ToString(), query["nonce"], query["redirect_uri"].ToString(), Person);
        var back = QueryHelpers.AddQueryString(query["redirect_uri"].ToString(), new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"], ["iss"] = Issuer });
        return Results.Redirect(SendBack?.Invoke(back) ?? back);
    }

    private async Task<IResult> TokenAsync(HttpContext context)
    {
        Interlocked.Increment(ref _exchanges);
        var form = await context.Request.ReadFormAsync();
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(ClientId)}:{Uri.EscapeDataString(Secret)}"));
        var isClient = WantsSecretInForm ? form["client_id"] == ClientId && form["client_secret"] == Secret : context.Request.Headers.Authorization == basic && !form.ContainsKey("client_secret");
        if (!isClient) return Results.Json(new { error = "invalid_client" }, statusCode: StatusCodes.Status401Unauthorized);
        // A code is good once
        if (!_codes.TryRemove(form["code"].ToString(), out var asked) || form["grant_type"] != "authorization_code" || form["redirect_uri"] != asked.Redirect
            || Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != asked.Challenge)
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        var now = _clock.GetCurrentInstant();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = Issuer, ["sub"] = asked.Person.Subject, ["aud"] = ClientId, ["iat"] = now.ToUnixTimeSeconds(), ["exp"] = (now + Duration.FromMinutes(5)).ToUnixTimeSeconds(), ["nonce"] = asked.Nonce ?? "",
        };
        if (asked.Person.Email is { } email) (claims["email"], claims["email_verified"]) = (email, asked.Person.IsEmailVerified);
        if (asked.Person.Name is { } name) claims["name"] = name;
        Spoil?.Invoke(claims);
        return Results.Json(new { access_token = "opaque", token_type = "Bearer", expires_in = 300, id_token = Write is null ? Sign(claims) : Write(claims) });
    }
}
