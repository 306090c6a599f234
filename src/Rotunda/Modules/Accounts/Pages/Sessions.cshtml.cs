using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Rotunda.Data.Settings;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Accounts.SignIn;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>Where the own account is signed in; ends one session or all.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
public sealed class SessionsModel(UserManager<Account> accounts, SessionOperations sessions, AccountSignIn signIn, SettingsStore settings) : OwnAccountPage(accounts)
{
    public IReadOnlyList<AccountSession> Open { get; private set; } = [];

    /// <summary>The session of this request.</summary>
    public Guid? Current { get; private set; }

    private ProviderSettings _providers = ProviderSettings.Default;

    /// <summary>What a provider is called; its code when it was taken away.</summary>
    public string NameOf(string provider) => _providers.Find(provider)?.Name.Plain(Reader.Language) ?? provider;

    public LocalDate LocalDay(Instant at) => at.InZone(Reader.Zone ?? DateTimeZone.Utc).Date;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Name("account.sessions");
        _providers = await settings.GetAsync<ProviderSettings>(cancellationToken);
        Current = SessionOperations.IdOf(User);
        Open = await sessions.OpenAsync(Reader.Viewer.AccountId!.Value, cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken) =>
        Answer(await sessions.EndAsync(Reader.Viewer, id, cancellationToken), "/account/sessions");

    public async Task<IActionResult> OnPostAllAsync(CancellationToken cancellationToken)
    {
        var outcome = await sessions.EndAllAsync(Reader.Viewer, cancellationToken);
        await signIn.SignOutAsync();
        return Answer(outcome, "/account/sign-in");
    }
}
