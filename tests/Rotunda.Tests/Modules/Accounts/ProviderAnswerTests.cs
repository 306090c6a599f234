using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>Every way in which the answer of a provider can lie: none lets anybody in.</summary>
public abstract class ProviderAnswerTests(Site site)
{
    private const string Failed = "/en/account/sign-in?fault=provider";
    private const string Unknown = "/en/account/sign-in?fault=provider-unknown";

    /// <summary>What is done to the claims of a token; each alone must keep the holder of the account out.</summary>
    public static TheoryData<string> Lies => ["nonce", "no nonce", "audience", "two audiences", "party", "issuer", "expired", "no end", "not yet", "nobody", "long subject"];

    /// <summary>Other ways to write the token.</summary>
    public static TheoryData<string> Forgeries => ["none", "NONE", "shared secret", "public key as secret", "other key", "other key with the right name", "cut", "no token", "words"];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Token_that_lies_lets_nobody_in(string lie)
    {
        await using var home = await ProviderHome.OpenAsync(site, "lies");
        await home.MakeLinkedAsync($"lies-{Guid.CreateVersion7():N}@example.org", "sub-1");
        home.Provider.Person = new("sub-1");
        var now = site.Clock.GetCurrentInstant().ToUnixTimeSeconds();
        home.Provider.Spoil = claims =>
        {
            switch (lie)
            {
                case "nonce": claims["nonce"] = claims["nonce"] + "x"; break;
                case "no nonce": claims.Remove("nonce"); break;
                case "audience": claims["aud"] = "another-client"; break;
                case "two audiences": claims["aud"] = new[] { IdentityProvider.ClientId, "another-client" }; break;
                case "party": claims["azp"] = "another-client"; break;
                case "issuer": claims["iss"] = home.Provider.Issuer + "/"; break;
                case "expired": claims["exp"] = now - 121; break;
                case "no end": claims.Remove("exp"); break;
                case "not yet": claims["nbf"] = now + 180; break;
                case "nobody": claims["sub"] = ""; break;
                case "long subject": claims["sub"] = new string('1', 256); break;
            }
        };
        var visitor = site.Visit();

        Assert.Equal(Failed, await home.WalkAsync(visitor));

        await IsOutAsync(visitor);
        Assert.Equal(1, home.Provider.Exchanges);
        home.Provider.Spoil = null;
        Assert.Equal("/en/desk", await home.WalkAsync(visitor));
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Token_that_the_provider_did_not_sign_lets_nobody_in(string forgery)
    {
        await using var home = await ProviderHome.OpenAsync(site, "forged");
        await home.MakeLinkedAsync($"forged-{Guid.CreateVersion7():N}@example.org", "sub-1");
        home.Provider.Person = new("sub-1");
        var own = IdentityProvider.NewKey();
        home.Provider.Write = claims => forgery switch
        {
            "none" => IdentityProvider.WithoutSignature(claims),
            "NONE" => Base64UrlEncoder.Encode("""{"alg":"NONE"}""") + "." + IdentityProvider.WithoutSignature(claims).Split('.')[1] + "." + Base64UrlEncoder.Encode("x"),
            "shared secret" => IdentityProvider.Sign(claims, new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(IdentityProvider.Secret.PadRight(64))), SecurityAlgorithms.HmacSha256)),
            "public key as secret" => IdentityProvider.Sign(claims, new SigningCredentials(new SymmetricSecurityKey(home.Provider.Keys[0].Rsa.ExportSubjectPublicKeyInfo()) { KeyId = home.Provider.Keys[0].KeyId }, SecurityAlgorithms.HmacSha256)),
            "other key" => IdentityProvider.Sign(claims, new SigningCredentials(own, SecurityAlgorithms.RsaSha256)),
            "other key with the right name" => IdentityProvider.Sign(claims, new SigningCredentials(new RsaSecurityKey(own.Rsa) { KeyId = home.Provider.Keys[0].KeyId }, SecurityAlgorithms.RsaSha256)),
            "cut" => home.Provider.Sign(claims)[..^8],
            "no token" => "",
            _ => "words that are no token",
        };
        var visitor = site.Visit();

        Assert.Equal(Failed, await home.WalkAsync(visitor));

        await IsOutAsync(visitor);
        home.Provider.Write = null;
        Assert.Equal("/en/desk", await home.WalkAsync(visitor));
    }

    [Fact]
    public async Task Answer_to_a_question_that_this_browser_did_not_ask_lets_nobody_in()
    {
        await using var home = await ProviderHome.OpenAsync(site, "state");
        await home.MakeLinkedAsync("state@example.org", "sub-1");
        home.Provider.Person = new("sub-1");
        var back = await ProviderHome.AskProviderAsync(await ProviderHome.LeaveAsync(site.Visit(), home.StartPath));
        var (victim, empty) = (site.Visit(), site.Visit());
        await ProviderHome.LeaveAsync(victim, home.StartPath);

        // Somebody else's state, with and without one of the own; a state that was made up; none
        Assert.Equal(Failed, await ProviderHome.ReturnAsync(victim, back));
        Assert.Equal(Failed, await ProviderHome.ReturnAsync(empty, back));
        Assert.Equal(Failed, await ProviderHome.ReturnAsync(empty, new Uri(home.Provider.Issuer + ProviderHandler.CallbackOf("state") + "?code=x&state=made-up")));
        Assert.Equal(Failed, await ProviderHome.ReturnAsync(empty, new Uri(home.Provider.Issuer + ProviderHandler.CallbackOf("state") + "?code=x")));

        Assert.Equal(0, home.Provider.Exchanges);
        await IsOutAsync(victim);
        await IsOutAsync(empty);
    }

    [Fact]
    public async Task Code_and_state_are_good_once()
    {
        await using var home = await ProviderHome.OpenAsync(site, "replay");
        var account = await home.MakeLinkedAsync("replay@example.org", "sub-1");
        home.Provider.Person = new("sub-1");
        var visitor = site.Visit();
        var back = await ProviderHome.AskProviderAsync(await ProviderHome.LeaveAsync(visitor, home.StartPath));
        Assert.Equal("/en/desk", await ProviderHome.ReturnAsync(visitor, back));

        Assert.Equal(Failed, await ProviderHome.ReturnAsync(visitor, back));
        // The used code with a fresh state of the same browser: the provider refuses it, and the verifier is another one
        var fresh = await ProviderHome.AskProviderAsync(await ProviderHome.LeaveAsync(visitor, home.StartPath));
        Assert.Equal(Failed, await ProviderHome.ReturnAsync(visitor, WithCodeOf(fresh, back)));

        Assert.Single(await SessionsOf(account.Id));
    }

    [Fact]
    public async Task Code_of_another_browser_opens_nothing_here()
    {
        await using var home = await ProviderHome.OpenAsync(site, "injected");
        await home.MakeLinkedAsync("victim@example.org", "victim");
        home.Provider.Person = new("victim");
        var stolen = await ProviderHome.AskProviderAsync(await ProviderHome.LeaveAsync(site.Visit(), home.StartPath));
        home.Provider.Person = new("thief");
        var thief = site.Visit();
        var own = await ProviderHome.AskProviderAsync(await ProviderHome.LeaveAsync(thief, home.StartPath));

        Assert.Equal(Failed, await ProviderHome.ReturnAsync(thief, WithCodeOf(own, stolen)));

        Assert.Equal(1, home.Provider.Exchanges);
        await IsOutAsync(thief);
    }

    [Fact]
    public async Task Answer_of_one_provider_never_passes_for_anothers()
    {
        await using var honest = await ProviderHome.OpenAsync(site, "honest");
        await using var evil = await ProviderHome.OpenAsync(site, "evil");
        await honest.MakeLinkedAsync("mixed@example.org", "sub-1");
        (honest.Provider.Person, evil.Provider.Person) = (new("sub-1"), new("sub-1"));

        // The address of one with the state of the other, and the issuer of the other in the right place
        evil.Provider.SendBack = back => back.Replace("/evil/", "/honest/", StringComparison.Ordinal);
        Assert.Equal(Failed, await evil.WalkAsync(site.Visit()));
        evil.Provider.SendBack = back => back.Replace("iss=", "iss=https%3A%2F%2Fother.example&x=", StringComparison.Ordinal);
        Assert.Equal(Failed, await evil.WalkAsync(site.Visit()));
        Assert.Equal((0, 0), (evil.Provider.Exchanges, honest.Provider.Exchanges));

        // The same name for a person at another issuer is somebody else
        evil.Provider.SendBack = null;
        Assert.Equal(Unknown, await evil.WalkAsync(site.Visit()));
        Assert.Equal("/en/desk", await honest.WalkAsync(site.Visit()));
    }

    [Fact]
    public async Task Answer_that_keeps_waiting_is_too_late()
    {
        await using var home = await ProviderHome.OpenAsync(site, "late");
        await home.MakeLinkedAsync("late@example.org", "sub-1");
        home.Provider.Person = new("sub-1");
        var visitor = site.Visit();
        var back = await ProviderHome.AskProviderAsync(await ProviderHome.LeaveAsync(visitor, home.StartPath));
        site.Clock.Advance(Duration.FromMinutes(16));

        var target = await ProviderHome.ReturnAsync(visitor, back);

        site.Clock.Advance(Duration.FromMinutes(-16));
        Assert.Equal(Failed, target);
        Assert.Equal(0, home.Provider.Exchanges);
    }

    [Fact]
    public async Task New_keys_are_fetched_when_a_token_names_one_and_old_ones_open_nothing()
    {
        await using var home = await ProviderHome.OpenAsync(site, "rotating");
        await home.MakeLinkedAsync("rotating@example.org", "sub-1");
        home.Provider.Person = new("sub-1");
        Assert.Equal("/en/desk", await home.WalkAsync(site.Visit()));
        var old = home.Provider.Keys[0];
        home.Provider.Rotate();
        site.Clock.Advance(Duration.FromMinutes(1));

        Assert.Equal("/en/desk", await home.WalkAsync(site.Visit()));
        Assert.Equal(2, home.Provider.Documents);
        home.Provider.Write = claims => IdentityProvider.Sign(claims, new SigningCredentials(old, SecurityAlgorithms.RsaSha256));
        for (var attempt = 0; attempt < 3; attempt++) Assert.Equal(Failed, await home.WalkAsync(site.Visit()));
        site.Clock.Advance(Duration.FromMinutes(-1));

        // Tokens with unknown keys do not make the site ask again and again
        Assert.Equal(2, home.Provider.Documents);
    }

    private static Uri WithCodeOf(Uri answer, Uri other)
    {
        var code = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(other.Query)["code"].ToString();
        var own = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(answer.Query)["code"].ToString();
        return new Uri(answer.OriginalString.Replace(own, code, StringComparison.Ordinal));
    }

    private static async Task IsOutAsync(Visitor visitor)
    {
        using var response = await visitor.GetAsync("/en/desk");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    private async Task<List<AccountSession>> SessionsOf(Guid accountId)
    {
        await using var db = site.Db();
        return await db.AccountSessions.Where(session => session.AccountId == accountId).OrderBy(session => session.Id).ToListAsync(TestContext.Current.CancellationToken);
    }
}

public sealed class ProviderAnswerTestsOnSqlite(AccountSqliteSite site) : ProviderAnswerTests(site), IClassFixture<AccountSqliteSite>;

public sealed class ProviderAnswerTestsOnPostgres(AccountPostgresSite site) : ProviderAnswerTests(site), IClassFixture<AccountPostgresSite>;
