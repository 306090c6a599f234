using Microsoft.AspNetCore.Mvc;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>The providers outside with which people may sign in: sets one up, changes it, tries whether it answers, takes it away.</summary>
[Requires(AccountActs.SecureName)]
[NeverCached]
public sealed class DeskProvidersModel(ProviderOperations operations, SettingsStore settings, SiteLanguages languages, Frame frame) : FormPage
{
    private LocalizedText _name = LocalizedText.Empty;

    public IReadOnlyList<SignInProvider> All { get; private set; } = [];

    /// <summary>The one that the form is about; null for a new one.</summary>
    public SignInProvider? Chosen { get; private set; }

    public IReadOnlyList<Language> Languages => languages.All;

    public bool IsSaved => Request.Query.ContainsKey("saved");

    /// <summary>Empty when the provider answered as it should, else why not; null when nobody tried.</summary>
    public string? Trial { get; private set; }

    public string Code { get; private set; } = "";

    public string Issuer { get; private set; } = "";

    public string ClientId { get; private set; } = "";

    public bool HasSecondStep { get; private set; }

    public bool MatchesAddresses { get; private set; }

    public bool IsPrivateAllowed { get; private set; }

    /// <summary>The address that the provider must be told.</summary>
    public string Callback { get; private set; } = "";

    public string NameIn(string language) => _name[language] ?? "";

    public async Task<IActionResult> OnGetAsync(string? provider, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(provider, cancellationToken)) return NotFound();
        if (Chosen is { } chosen) Fill(chosen.Code, chosen.Name, chosen.Issuer, chosen.ClientId, chosen.HasSecondStep, chosen.MatchesAddresses, chosen.IsPrivateAllowed);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        string? provider, string? code, string? issuer, string? clientId, string? secret, bool hasSecondStep, bool matchesAddresses, bool isPrivateAllowed, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(provider, cancellationToken)) return NotFound();
        var name = LocalizedText.Of(Languages.Select(language => (language.Code, (string?)Request.Form["Name." + language.Code].ToString())).ToArray());
        var wish = ProviderOperations.Cleaned(new ProviderWish(Chosen?.Code ?? code ?? "", name, issuer ?? "", clientId ?? "", secret ?? "", hasSecondStep, matchesAddresses, isPrivateAllowed));
        Fill(wish.Code, wish.Name, wish.Issuer, wish.ClientId, wish.HasSecondStep, wish.MatchesAddresses, wish.IsPrivateAllowed);
        // A new provider never takes the place of one that somebody else set up meanwhile
        if (Chosen is null && All.Any(other => other.Code == wish.Code)) return Show([new FieldFault("Code", "fault.provider-code")]);
        return await operations.PutAsync(Reader.Viewer, wish, cancellationToken) switch
        {
            Outcome.Done => Redirect(Reader.To($"/desk/providers/{wish.Code}?saved")),
            Outcome.Invalid invalid => Show(invalid.Faults),
            Outcome.Conflict => ShowConflict(),
            _ => Forbid(),
        };
    }

    public async Task<IActionResult> OnPostTryAsync(string? provider, CancellationToken cancellationToken)
    {
        Trial = await operations.TryAsync(Reader.Viewer, provider ?? "", cancellationToken) ?? "";
        return await OnGetAsync(provider, cancellationToken);
    }

    public async Task<IActionResult> OnPostRemoveAsync(string? provider, CancellationToken cancellationToken) => await operations.RemoveAsync(Reader.Viewer, provider ?? "", cancellationToken) switch
    {
        Outcome.Done => Redirect(Reader.To("/desk/providers?saved")),
        Outcome.Missing => NotFound(),
        Outcome.Conflict => Redirect(Reader.To("/desk/providers")),
        _ => Forbid(),
    };

    private async Task<bool> LoadAsync(string? provider, CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["nav.providers"], true);
        var known = await settings.GetAsync<ProviderSettings>(cancellationToken);
        (All, Chosen) = (known.Providers, known.Find(provider));
        if (Chosen is { } chosen) Callback = await frame.AbsoluteAsync(ProviderHandler.CallbackOf(chosen.Code));
        return provider is null || Chosen is not null;
    }

    private void Fill(string code, LocalizedText name, string issuer, string clientId, bool hasSecondStep, bool matchesAddresses, bool isPrivateAllowed) =>
        (Code, _name, Issuer, ClientId, HasSecondStep, MatchesAddresses, IsPrivateAllowed) = (code, name, issuer, clientId, hasSecondStep, matchesAddresses, isPrivateAllowed);
}
