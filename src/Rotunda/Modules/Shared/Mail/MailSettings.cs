using System.Net;
using Rotunda.Data.Settings;

namespace Rotunda.Modules.Shared.Mail;

/// <summary>By which server mail leaves, and from whom.</summary>
public sealed record MailSettings : ISettingsGroup<MailSettings>
{
    public static string Group => "mail";

    public static MailSettings Default { get; } = new();

    /// <summary><c>smtps://user:password@host:465</c> for TLS from the start, <c>smtp://host:587</c> for STARTTLS where the server offers it; null while none is set.</summary>
    public string? Server { get; init; }

    /// <summary>The address that stands as sender.</summary>
    public string? From { get; init; }

    /// <summary>The parts of a server's address.</summary>
    /// <param name="Host">The name of the server.</param>
    /// <param name="Port">1 to 65535.</param>
    /// <param name="IsTls">True for TLS from the start.</param>
    /// <param name="Credentials">Null where the server asks for none.</param>
    public sealed record Endpoint(string Host, int Port, bool IsTls, NetworkCredential? Credentials);

    /// <summary>Reads a server's address; null for anything else.</summary>
    public static Endpoint? Parse(string? server)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out var uri) || uri.Scheme is not ("smtp" or "smtps") || uri.Host.Length == 0) return null;
        var isTls = uri.Scheme == "smtps";
        var user = uri.UserInfo.Split(':', 2);
        var credentials = user[0].Length == 0 ? null : new NetworkCredential(Uri.UnescapeDataString(user[0]), user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "");
        return new Endpoint(uri.IdnHost, uri.Port > 0 ? uri.Port : isTls ? 465 : 587, isTls, credentials);
    }
}
