using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data.Outbox;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance.Applications;

/// <summary>Somebody who applies for an institution.</summary>
internal static class Applicant
{
    public const string Form = "main form[enctype]";

    /// <summary>The smallest file that is taken for a PDF.</summary>
    public static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n");

    /// <summary>A form that can stand; every application has a domain and a mail address of its own.</summary>
    public static List<(string Name, string Value)> Fields(string label, string wish = "Observer", string side = "RU") =>
    [
        ("field.name.ru", $"Университет {label}"), ("field.name.en", $"University {label}"), ("field.city.en", "Tomsk"), ("field.zone", "Asia/Tomsk"), ("field.domain", $"https://www.{label}.example/"),
        ("SideCode", side), ("Country", "RU"), ("Contact", "Head of office"), ("Email", $"office@{label}.example"), ("Wish", wish), ("Reason", "We teach engineers and want to do so together."),
    ];

    /// <summary>Fills the form in as fast as a person does, and sends it.</summary>
    public static async Task<HttpResponseMessage> SendAsync(Site site, IEnumerable<(string Name, string Value)> fields, string language = "ru", params (string Name, byte[] Content)[] documents)
    {
        var visitor = site.Visit();
        var path = $"/{language}/apply";
        var page = await visitor.PageAsync(path);
        site.Clock.Advance(Duration.FromSeconds(20));
        return await MultipartAsync(visitor, page.QuerySelector(Form)!, path, fields, documents);
    }

    /// <summary>Sends an application that must be taken, and returns the path behind the link of its letter.</summary>
    public static async Task<string> SentAsync(Site site, string label, string wish = "Observer", string language = "ru", params (string Name, byte[] Content)[] documents)
    {
        using var sent = await SendAsync(site, Fields(label, wish), language, documents);
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        var letter = (await LettersAsync(site, $"office@{label}.example"))[^1];
        return new Uri(letter.Text.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal))).AbsolutePath;
    }

    /// <summary>Sends and confirms an application, and returns its link and its id.</summary>
    public static async Task<(string Link, Guid Id)> ConfirmedAsync(Site site, string label, string wish = "Observer", params (string Name, byte[] Content)[] documents)
    {
        var link = await SentAsync(site, label, wish, "ru", documents);
        using var confirmed = await site.Visit().PostAsync(link, [], "#confirm");
        Assert.Equal(HttpStatusCode.Found, confirmed.StatusCode);
        await using var db = site.Db();
        return (link, await db.Applications.Where(row => row.Domain == label + ".example").Select(row => row.Id).SingleAsync());
    }

    /// <summary>Waits until documents that were let go are gone.</summary>
    public static Task ReleasedAsync(Site site) => site.DeliverAsync("released-files");

    /// <summary>Sends a form with documents.</summary>
    public static Task<HttpResponseMessage> MultipartAsync(
        Visitor visitor, AngleSharp.Dom.IElement form, string path, IEnumerable<(string Name, string Value)> fields, params (string Name, byte[] Content)[] documents) =>
        visitor.UploadAsync(form, path, fields, documents.Select(document => ("documents", document.Name, document.Content)), "application/pdf");

    /// <summary>The letters to an address, in the order in which they were written.</summary>
    public static async Task<IReadOnlyList<Letter>> LettersAsync(Site site, string to)
    {
        await using var db = site.Db();
        var messages = await db.Set<OutboxMessage>().Where(message => message.Kind == MailQueue.Kind).OrderBy(message => message.Id).Select(message => message.Json).ToListAsync();
        return [.. messages.Select(json => JsonSerializer.Deserialize<Letter>(json, StoredJson.Options)!).Where(letter => letter.To == to)];
    }

    public static async Task<MembershipApplication> ReadAsync(Site site, Guid id)
    {
        await using var db = site.Db();
        return await db.Applications.AsNoTracking().Include(row => row.Keys).Include(row => row.Messages).Include(row => row.Files).AsSplitQuery().SingleAsync(row => row.Id == id);
    }

    public static async Task<IReadOnlyList<string>> FaultsAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        return [.. (await Visitor.ParseAsync(response)).QuerySelectorAll(".fault-summary li").Select(item => item.TextContent.Trim())];
    }
}
