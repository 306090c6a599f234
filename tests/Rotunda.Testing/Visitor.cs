using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using AngleSharp;
using AngleSharp.Dom;
using Xunit;

namespace Rotunda.Testing;

/// <summary>Somebody with a browser: keeps cookies, sees redirects, fills in forms with their tokens.</summary>
public sealed class Visitor
{
    private const string AnyFile = "application/octet-stream";

    private readonly CookieContainer _cookies = new();

    private Visitor(string address, string? language, IPAddress? from)
    {
#pragma warning disable RS0030 // a test asks the site on loopback
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies, AutomaticDecompression = DecompressionMethods.None };
        if (from is not null) handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(from, context.DnsEndPoint, cancellationToken);
        Http = new HttpClient(handler) { BaseAddress = new Uri(address) };
#pragma warning restore RS0030
        if (language is not null) Http.DefaultRequestHeaders.Add("Accept-Language", language);
    }

    public HttpClient Http { get; }

    /// <summary>The cookies as the browser sends them now, for somebody who stole them.</summary>
    public string CookieHeader => _cookies.GetCookieHeader(Http.BaseAddress!);

    internal static Visitor Of(string address, string? language = null, IPAddress? from = null) => new(address, language, from);

    /// <summary>The same person, with the same cookies, at another address of the same host.</summary>
    internal Visitor At(string address)
    {
        var other = new Visitor(address, null, null);
        other._cookies.Add(_cookies.GetAllCookies());
        return other;
    }

    /// <summary>Connects from an address of this machine, as somebody does who has one of their own.</summary>
    private static async ValueTask<Stream> ConnectAsync(IPAddress from, DnsEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(to.Host, to.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(path);

    /// <summary>A page that must be there.</summary>
    public async Task<IDocument> PageAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await Http.GetAsync(path);
        Assert.True(status == response.StatusCode, $"{path} answered {(int)response.StatusCode}, not {(int)status}: {await response.Content.ReadAsStringAsync()}");
        return await ParseAsync(response);
    }

    /// <summary>Sends a form: the page is fetched first, its hidden fields are kept, the given ones are set.</summary>
    /// <param name="path">The page that shows the form, which is also where it is sent unless the form says otherwise.</param>
    /// <param name="fields">Names and values; a name may stand more than once.</param>
    /// <param name="form">Which form of the page, when it is not the first that is sent by POST.</param>
    public async Task<HttpResponseMessage> PostAsync(string path, IEnumerable<(string Name, string Value)> fields, string form = "main form[method=post]")
    {
        var page = await PageAsync(path);
        var element = page.QuerySelector(form) ?? throw new InvalidOperationException($"{path} has no {form}.");
        return await SubmitAsync(element, path, fields);
    }

    /// <summary>Sends a form of a page that was fetched earlier, as it was then.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(IElement form, string path, IEnumerable<(string Name, string Value)> fields)
    {
        var given = fields.ToList();
        var names = given.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var values = ValuesOf(form).Where(field => !names.Contains(field.Name)).Concat(given)
            .Select(field => KeyValuePair.Create(field.Name, field.Value));
        using var content = new FormUrlEncodedContent(values);
        return await Http.PostAsync(form.GetAttribute("action") is { Length: > 0 } action ? action : path, content);
    }

    /// <summary>Sends a form with files: the page is fetched first, its hidden fields are kept, the given ones are set.</summary>
    /// <param name="path">The page that shows the form, which is also where it is sent unless the form says otherwise.</param>
    /// <param name="fields">Names and values; a name may stand more than once.</param>
    /// <param name="files">The names of fields, and of files as the sender calls them.</param>
    /// <param name="form">Which form of the page, when it is not the first that is sent by POST.</param>
    /// <param name="mediaType">What the browser says that the files are.</param>
    public async Task<HttpResponseMessage> UploadAsync(
        string path, IEnumerable<(string Name, string Value)> fields, IEnumerable<(string Field, string Name, byte[] Content)> files, string form = "main form[method=post]", string mediaType = AnyFile) =>
        await UploadAsync((await PageAsync(path)).QuerySelector(form) ?? throw new InvalidOperationException($"{path} has no {form}."), path, fields, files, mediaType);

    /// <summary>Sends a form with files of a page that was fetched earlier, as it was then.</summary>
    public async Task<HttpResponseMessage> UploadAsync(
        IElement form, string path, IEnumerable<(string Name, string Value)> fields, IEnumerable<(string Field, string Name, byte[] Content)> files, string mediaType = AnyFile)
    {
        var given = fields.ToList();
        using var content = new MultipartFormDataContent();
        foreach (var hidden in form.QuerySelectorAll("input[type=hidden][name]").Where(input => given.TrueForAll(field => field.Name != input.GetAttribute("name"))))
            content.Add(new StringContent(hidden.GetAttribute("value") ?? ""), hidden.GetAttribute("name")!);
        foreach (var (name, value) in given) content.Add(new StringContent(value), name);
        foreach (var (field, name, bytes) in files)
        {
            var part = new ByteArrayContent(bytes);
            part.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
            // Any name at all, also one with quotes
            part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{field}\"", FileNameStar = name };
            content.Add(part);
        }

        return await Http.PostAsync(form.GetAttribute("action") is { Length: > 0 } action ? action : path, content);
    }

    /// <summary>How an address answers.</summary>
    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return response.StatusCode;
    }

    public static async Task<IDocument> ParseAsync(HttpResponseMessage response) =>
        await BrowsingContext.New(Configuration.Default).OpenAsync(async request => request.Content(await response.Content.ReadAsStringAsync()).Address(response.RequestMessage!.RequestUri!));

    /// <summary>What a browser would send of a form as it stands.</summary>
    private static IEnumerable<(string Name, string Value)> ValuesOf(IElement form)
    {
        foreach (var field in form.QuerySelectorAll("input[name], textarea[name], select[name]"))
        {
            var name = field.GetAttribute("name")!;
            switch (field)
            {
                case AngleSharp.Html.Dom.IHtmlInputElement { Type: "checkbox" or "radio" } box when !box.IsChecked:
                    continue;
                case AngleSharp.Html.Dom.IHtmlInputElement input:
                    yield return (name, input.Value);
                    break;
                case AngleSharp.Html.Dom.IHtmlTextAreaElement area:
                    yield return (name, area.Value);
                    break;
                case AngleSharp.Html.Dom.IHtmlSelectElement select:
                    yield return (name, select.Value ?? "");
                    break;
            }
        }
    }
}
