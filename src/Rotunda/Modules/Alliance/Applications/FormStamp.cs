using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using NodaTime;
using NodaTime.Text;

namespace Rotunda.Modules.Alliance.Applications;

/// <summary>Signs into a form when it was shown, so that a machine that never looked at it, or fills it in at once, is told from a person.</summary>
public sealed class FormStamp(IDataProtectionProvider protection, IClock clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Rotunda.Applications.Form");

    /// <summary>The stamp of a form that is shown now.</summary>
    public string Make() => _protector.Protect(InstantPattern.ExtendedIso.Format(clock.GetCurrentInstant()));

    /// <summary>True for a stamp of this site that is neither too fresh nor too old.</summary>
    public bool IsGood(string? stamp)
    {
        if (string.IsNullOrEmpty(stamp) || stamp.Length > 1000) return false;
        try
        {
            var age = clock.GetCurrentInstant() - InstantPattern.ExtendedIso.Parse(_protector.Unprotect(stamp)).GetValueOrThrow();
            return age >= ApplicationRules.QuickestForm && age <= ApplicationRules.SlowestForm;
        }
        catch (CryptographicException)
        {
            // Made up, or signed by another site
            return false;
        }
    }
}
