using Microsoft.AspNetCore.Identity;
using Rotunda.Text;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>Addresses and names of accounts as they are compared: composed, in capitals. As ASP.NET has it, but whatever somebody types is no error.</summary>
internal sealed class AddressNormalizer : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name is null ? null : Normalization.WellFormed(name).Normalize().ToUpperInvariant();

    public string? NormalizeEmail(string? email) => NormalizeName(email);
}
