using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rotunda.Modules.Translation.Interchange.Inline;

namespace Rotunda.Modules.Translation.Machine;

/// <summary>What a machine answered.</summary>
/// <param name="Texts">Inline Markdown, one for each that was asked; null when it failed.</param>
/// <param name="Fault">What went wrong, for the desk.</param>
public sealed record MachineAnswer(IReadOnlyList<string>? Texts, string Fault);

/// <summary>
/// Asks a server with the interface of LibreTranslate (<c>POST /translate</c>). Codes travel as elements; where the machine loses one, the words come without codes.
/// Time, size and address are limited; the machine's answer is text and never markup.
/// </summary>
public sealed partial class MachineEngine
{
    /// <summary>In characters of one question.</summary>
    public const int LongestQuestion = 20_000;

    private const int LargestAnswer = 1024 * 1024;

    /// <summary>Translates some segments; every one or none.</summary>
    /// <param name="sourceLanguage">As the server names it: the primary tag, such as <c>zh</c>.</param>
    public async Task<MachineAnswer> TranslateAsync(MachineSettings settings, string sourceLanguage, string targetLanguage, IReadOnlyList<string> markdown, CancellationToken cancellationToken)
    {
        if (!settings.IsOn || !Uri.TryCreate(settings.Address.TrimEnd('/') + "/translate", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) return new MachineAnswer(null, "off");
        if (markdown.Sum(text => text.Length) > LongestQuestion) return new MachineAnswer(null, "too long");
        var pieces = markdown.Select(InlinePieces.Of).ToList();
        using var handler = OutsideConnection.Handler(settings.MayBePrivate);
        using var client = new HttpMessageInvoker(handler);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(Math.Clamp(settings.Seconds, 1, 120)));
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address);
            var question = new Dictionary<string, object> { ["q"] = pieces.ConvertAll(Html), ["source"] = sourceLanguage, ["target"] = targetLanguage, ["format"] = "html" };
            if (settings.Key.Length > 0) question["api_key"] = settings.Key;
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(question)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var response = await client.SendAsync(request, limit.Token);
            var body = await ReadAsync(response.Content, limit.Token);
            if (body is null) return new MachineAnswer(null, "too large");
            if (!response.IsSuccessStatusCode) return new MachineAnswer(null, $"HTTP {(int)response.StatusCode}");
            return TextsOf(body) is { } texts && texts.Count == pieces.Count ? new MachineAnswer([.. texts.Zip(pieces, Markdown)], "") : new MachineAnswer(null, "no translation in the answer");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or System.Net.Sockets.SocketException)
        {
            return new MachineAnswer(null, error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new MachineAnswer(null, "no answer in time");
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[16384];
        while (await stream.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            if (read.Length + count > LargestAnswer) return null;
            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }

    private static List<string>? TextsOf(byte[] body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            if (answer.RootElement.ValueKind != JsonValueKind.Object || !answer.RootElement.TryGetProperty("translatedText", out var texts)) return null;
            return texts.ValueKind switch
            {
                JsonValueKind.String => [texts.GetString()!],
                JsonValueKind.Array => texts.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String) ? [.. texts.EnumerateArray().Select(text => text.GetString()!)] : null,
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Html(IReadOnlyList<InlinePiece> pieces)
    {
        var html = new StringBuilder();
        foreach (var piece in pieces)
        {
            html.Append(piece.Kind switch
            {
                PieceKind.Text => WebUtility.HtmlEncode(piece.Value),
                PieceKind.Open => $"<span id=\"c{piece.Number}\">",
                PieceKind.Close => "</span>",
                _ => $"<br id=\"c{piece.Number}\">",
            });
        }

        return html.ToString();
    }

    /// <summary>The answer with the codes that were sent, when each of them came back in its place; otherwise the words alone.</summary>
    private static string Markdown(string answer, IReadOnlyList<InlinePiece> sent)
    {
        var (result, open, used) = (new List<InlinePiece>(), new Stack<InlinePiece>(), new HashSet<int>());
        var (start, isWhole) = (0, true);
        foreach (Match tag in Tag().Matches(answer))
        {
            Words(answer[start..tag.Index]);
            start = tag.Index + tag.Length;
            if (tag.Value.StartsWith("</", StringComparison.Ordinal))
            {
                if (open.TryPop(out var opened)) result.Add(sent.First(piece => piece.Kind == PieceKind.Close && piece.Number == opened.Number));
                else isWhole = false;
            }
            else if (int.TryParse(tag.Groups["number"].Value, out var number) && sent.FirstOrDefault(piece => piece.Number == number && piece.Kind is PieceKind.Open or PieceKind.Alone) is { Number: > 0 } code && used.Add(number))
            {
                result.Add(code);
                if (code.Kind == PieceKind.Open) open.Push(code);
            }
            else
            {
                isWhole = false;
            }
        }

        Words(answer[start..]);
        isWhole &= open.Count == 0 && used.Count == sent.Count(piece => piece.Kind is PieceKind.Open or PieceKind.Alone);
        return Rotunda.Text.TextCleaning.Clean(InlinePieces.Markdown(isWhole ? result : [new InlinePiece(PieceKind.Text, InlinePieces.Text(result))]));

        void Words(string text)
        {
            if (text.Length > 0) result.Add(new InlinePiece(PieceKind.Text, WebUtility.HtmlDecode(text)));
        }
    }

    [GeneratedRegex("</?(span|br)(\\s+id\\s*=\\s*\"?c(?<number>[0-9]{1,4})\"?)?[^<>]*>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Tag();
}
