using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Rotunda.Modules.Newsroom.Newsletters;

/// <summary>Makes the token by which a mailbox speaks for its subscription: the id, sealed with the site's keys. Nothing of it is stored.</summary>
public sealed class SubscriptionLinks(IDataProtectionProvider protection)
{
    private const int Longest = 400;

    private readonly IDataProtector _protector = protection.CreateProtector("Rotunda.Newsletters.Subscription");

    public string TokenOf(Guid subscription) => WebEncoders.Base64UrlEncode(_protector.Protect(subscription.ToByteArray()));

    /// <summary>The subscription of a token; null for anything else.</summary>
    public Guid? Read(string? token)
    {
        if (token is not { Length: > 0 and <= Longest }) return null;
        try
        {
            return _protector.Unprotect(WebEncoders.Base64UrlDecode(token)) is { Length: 16 } bytes ? new Guid(bytes) : null;
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            // Not a token of this site
            return null;
        }
    }
}
