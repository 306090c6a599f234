using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Translation.Handouts;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Desk;

/// <summary>Steps on the translation desk.</summary>
internal sealed class DeskSteps(Site site)
{
    /// <summary>What the script sends while somebody types into a row of a page, as that page showed it.</summary>
    public static async Task<JsonElement> AutosaveAsync(Visitor visitor, string path, IDocument page, int row, string words, string? shown = null)
    {
        var name = page.QuerySelectorAll(".segment textarea")[row].GetAttribute("name")!.Split(':');
        using var content = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", page.QuerySelector("form.text-form input[name=__RequestVerificationToken]")!.GetAttribute("value")!),
            new("segment", name[1]), new("base", shown ?? name[2]), new("from", name[3]), new("source", name[4]), new("text", words),
        ]);
        using var response = await visitor.Http.PostAsync(path + "?handler=Autosave", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    /// <summary>Stores translations, all of them.</summary>
    public async Task PutAsync(Viewer viewer, SmallText text, string language, params SegmentWish[] wishes)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var answers = await scope.ServiceProvider.GetRequiredService<SegmentOperations>().PutAsync(viewer, text.Id, language, wishes, isAutosave: false, CancellationToken.None);
        Assert.All(answers, answer => Assert.Equal(PutResult.Stored, answer.Result));
    }

    /// <summary>Approves a segment as it stands.</summary>
    public async Task<PutResult> ApproveAsync(Viewer viewer, SmallText text, int segment, string language, string? note = null)
    {
        var seen = new SeenSegment((await text.ReadAsync(site, segment, language))!.Hash);
        await using var scope = site.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<SegmentOperations>().ApproveAsync(viewer, text.Id, language, new Dictionary<Guid, SeenSegment> { [text.Segments[segment]] = seen }, note, CancellationToken.None))[0].Result;
    }
}
