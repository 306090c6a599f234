using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rotunda.Tests.Modules.Shared.Mail;

/// <summary>A mail server on loopback that speaks as much SMTP (RFC 5321) as a sender needs, and keeps what it took.</summary>
public sealed class MailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _taken = new();

    public MailServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>As the settings name it.</summary>
    public string Address => $"smtp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The answer to a receiver, such as <c>550 5.1.1 No such mailbox</c>; null to take everybody.</summary>
    public string? Refusal { get; set; }

    /// <summary>The letters as they came over the wire.</summary>
    public IReadOnlyList<string> Taken => [.. _taken];

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = TalkAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception end) when (end is ObjectDisposedException or SocketException)
        {
            // The test is over
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("220 post.example");
        while (await reader.ReadLineAsync() is { } line)
        {
            var command = line.Split(' ', ':')[0].ToUpperInvariant();
            await writer.WriteLineAsync(command switch
            {
                "EHLO" => "250-post.example\r\n250-SMTPUTF8\r\n250 8BITMIME",
                "RCPT" => Refusal ?? "250 ok",
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 ok",
            });
            if (command == "QUIT") return;
            if (command != "DATA") continue;
            var letter = new StringBuilder();
            while (await reader.ReadLineAsync() is { } text && text != ".") letter.Append(text.StartsWith('.') ? text[1..] : text).Append("\r\n");
            _taken.Enqueue(letter.ToString());
            await writer.WriteLineAsync($"250 2.0.0 queued as {_taken.Count}");
        }
    }
}
