using Microsoft.Playwright;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>Passkeys from end to end, with an authenticator that Chromium plays.</summary>
public sealed class PasskeyTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    [Fact]
    public async Task A_passkey_is_registered_signs_in_and_is_removed()
    {
        const string email = "keys@example.org";
        await Site.SignInAsAsync(email, Roles.Secretariat);
        var tab = await OpenAsync();
        await AddAuthenticatorAsync(tab);
        await tab.GoAsync("/en/account/sign-in");
        await tab.Page.FillAsync("#email", email);
        await tab.Page.FillAsync("#password", "correct horse battery");
        await tab.Page.ClickAsync("main button.primary");
        await tab.Page.WaitForURLAsync("**/desk");

        await tab.GoAsync("/en/account");
        await tab.Page.GetByLabel("Name of this device").FillAsync("The desk’s key");
        await tab.Page.Locator("passkey-add button").ClickAsync();
        var listed = tab.Page.Locator("li", new() { HasText = "The desk’s key" });
        await Assertions.Expect(listed).ToBeVisibleAsync();
        await tab.Page.Locator("form[action*='SignOut'] button").ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".top-links .account")).ToContainTextAsync("Sign in");

        await tab.GoAsync("/en/account/sign-in?returnUrl=%2Fen%2Faccount");
        await tab.Page.Locator("passkey-sign-in button").ClickAsync();
        await tab.Page.WaitForURLAsync("**/en/account");
        await Assertions.Expect(listed).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.Locator("h1")).ToHaveTextAsync(email);

        await listed.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(listed).ToHaveCountAsync(0);

        await tab.GoAsync("/en/desk/audit");
        await Assertions.Expect(tab.Page.Locator("main", new() { HasText = "Passkey added" })).ToContainTextAsync("Passkey removed");
    }

    [Fact]
    public async Task A_passkey_that_nobody_registered_is_refused_in_words()
    {
        var tab = await OpenAsync();
        await AddAuthenticatorAsync(tab);
        await tab.GoAsync("/ru/account/sign-in");

        await tab.Page.Locator("passkey-sign-in button").ClickAsync();

        await Assertions.Expect(tab.Page.Locator("passkey-sign-in [role=status]")).Not.ToBeEmptyAsync();
        Assert.EndsWith("/ru/account/sign-in", tab.Path, StringComparison.Ordinal);
    }

    /// <summary>A key inside the computer that knows its person and always agrees.</summary>
    private static async Task AddAuthenticatorAsync(Tab tab)
    {
        var session = await tab.Context.NewCDPSessionAsync(tab.Page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
