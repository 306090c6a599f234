using System.Net;
using Microsoft.AspNetCore.Http.Extensions;
using Rotunda.Data.Settings;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Recovery;

/// <summary>Where links lead that are written into letters, or are shown to be handed over by messenger.</summary>
public sealed class MailedLinks(SettingsStore settings, IHttpContextAccessor accessor)
{
    /// <summary>What a form says whose letter would be nothing without its link.</summary>
    public static readonly FieldFault NoAddress = new("", "fault.no-public-address");

    /// <summary>The same, for those who work at the desk.</summary>
    public static readonly FieldFault NoAddressAtDesk = new("", "fault.no-public-address-desk");

    /// <summary>Scheme and host, or null where nobody set the public address and the request names another host than this machine.</summary>
    /// <remarks>Whoever asks writes the host of the request: a mail that believed it would carry the secret to a host of their choice. The code in the mail works without a link.</remarks>
    public async ValueTask<string?> BaseAsync(CancellationToken cancellationToken)
    {
        if ((await settings.GetAsync<SiteSettings>(cancellationToken)).PublicAddress is { } address) return address.TrimEnd('/');
        var request = (accessor.HttpContext ?? throw new InvalidOperationException("A link belongs to a request.")).Request;
        var isThisMachine = request.Host.Host == "localhost" || (IPAddress.TryParse(request.Host.Host, out var host) && IPAddress.IsLoopback(host));
        return isThisMachine ? UriHelper.BuildAbsolute(request.Scheme, request.Host).TrimEnd('/') : null;
    }
}
