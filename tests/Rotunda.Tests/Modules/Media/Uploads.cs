using System.Net.Http.Headers;
using Rotunda.Testing;

namespace Rotunda.Tests.Modules.Media;

/// <summary>Sends forms with files, with the token of the page that shows them.</summary>
internal static class Uploads
{
    /// <summary>Fetches a page and sends its form with fields and files.</summary>
    public static async Task<HttpResponseMessage> UploadAsync(
        this Visitor visitor, string path, IEnumerable<(string Name, string Value)> fields, IEnumerable<(string Field, string Name, byte[] Content)> files, string form = "main form[method=post]")
    {
        var page = await visitor.PageAsync(path);
        var element = page.QuerySelector(form) ?? throw new InvalidOperationException($"{path} has no {form}.");
        using var content = new MultipartFormDataContent();
        var given = fields.ToList();
        foreach (var hidden in element.QuerySelectorAll("input[type=hidden][name]").Where(input => given.TrueForAll(field => field.Name != input.GetAttribute("name"))))
            content.Add(new StringContent(hidden.GetAttribute("value") ?? ""), hidden.GetAttribute("name")!);
        foreach (var (name, value) in given) content.Add(new StringContent(value), name);
        foreach (var (field, name, bytes) in files)
        {
            var part = new ByteArrayContent(bytes);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            content.Add(part, field, name);
        }

        return await visitor.Http.PostAsync(path, content);
    }
}
