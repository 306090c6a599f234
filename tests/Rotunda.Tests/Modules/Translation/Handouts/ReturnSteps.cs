using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Handouts;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Handouts;

/// <summary>What translators do with files: take out, translate, bring back, take over.</summary>
internal sealed class ReturnSteps(Site site)
{
    public sealed record Result(int Taken, int Approved, int Left);

    public async Task<string?> TakeAsync(Viewer viewer, SmallText text)
    {
        await using var scope = site.Services.CreateAsyncScope();
        if ((await scope.ServiceProvider.GetRequiredService<HandoutOperations>().TakeOutAsync(viewer, [text.Id], "ru", "zh", onlyOpen: false, CancellationToken.None)).File is not { } file) return null;
        using var reader = new StreamReader(file.Content);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public async Task<(IReadOnlyList<ShownLine> Plan, Result Result)> ReturnAsync(Viewer viewer, string file, params Guid[] chosen)
    {
        var draft = await SendAsync(viewer, "back.xlf", Encoding.UTF8.GetBytes(file));
        var plan = await LinesAsync(draft);
        await using var scope = site.Services.CreateAsyncScope();
        var operations = scope.ServiceProvider.GetRequiredService<ReturnOperations>();
        await operations.ChooseAsync(viewer, draft.Id, chosen, chosen, CancellationToken.None);
        Assert.IsType<Outcome.Done>(await operations.TakeOverAsync(viewer, draft.Id, draft.Version, CancellationToken.None));
        await FinishAsync();
        var done = await DraftAsync(draft.Id);
        Assert.Equal(ReturnStage.Done, done.Stage);
        return (plan, new Result(done.Taken, done.Approved, done.Left));
    }

    public async Task<ReturnDraft> SendAsync(Viewer viewer, string name, byte[] file)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var (_, id) = await scope.ServiceProvider.GetRequiredService<ReturnOperations>().SendAsync(viewer, name, new MemoryStream(file), CancellationToken.None);
        await FinishAsync();
        return await DraftAsync(id);
    }

    /// <summary>Sends a file by the page, and waits until it was compared.</summary>
    /// <returns>Where the result is shown.</returns>
    public async Task<string> UploadAsync(Visitor visitor, string name, byte[] file)
    {
        using var sent = await visitor.UploadAsync("/en/desk/handouts?from=ru&to=zh", [], [("File", name, file)], "form[action*='handler=Return']");
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        await FinishAsync();
        return sent.Headers.Location!.OriginalString;
    }

    public async Task<ReturnDraft> DraftAsync(Guid id)
    {
        await using var db = site.Db();
        return await db.ReturnDrafts.AsNoTracking().SingleAsync(row => row.Id == id);
    }

    public async Task<IReadOnlyList<ShownLine>> LinesAsync(ReturnDraft draft)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var queries = scope.ServiceProvider.GetRequiredService<ReturnQueries>();
        var lines = new List<ShownLine>();
        foreach (var state in Enum.GetValues<ReturnState>()) lines.AddRange(await queries.LinesAsync(draft, state, 1, 100, CancellationToken.None));
        return [.. lines.OrderBy(shown => shown.Line.Number)];
    }

    /// <summary>Waits until every file was read and taken over, by this call or by the site's own loop.</summary>
    public Task FinishAsync() => site.FinishJobsAsync(ReturnReadJob.JobKind, ReturnTakeJob.JobKind);

    /// <summary>The sample of another program, with the ids and hashes of the file that was handed out.</summary>
    public static byte[] Elsewhere(string file)
    {
        var sample = File.ReadAllText(Repository.PathOf("tests", "Data", "xliff", "edited-elsewhere.xlf"));
        var units = Regex.Matches(file, "<unit id=\"(?<id>[^\"]+)\".*?type=\"source-hash\">(?<source>[0-9a-f]*)<.*?type=\"target-hash\" ?/?>(?<target>[0-9a-f]*)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        for (var i = 0; i < units.Count; i++)
            sample = sample.Replace($"@unit{i}@", units[i].Groups["id"].Value, StringComparison.Ordinal).Replace($"@source{i}@", units[i].Groups["source"].Value, StringComparison.Ordinal).Replace($"@target{i}@", units[i].Groups["target"].Value, StringComparison.Ordinal);
        foreach (var (name, form) in new[] { ("file", "<file id=\"(?<value>[^\"]+)\""), ("job", "type=\"job\">(?<value>[^<]*)<"), ("text", "type=\"text\">(?<value>[^<]*)<"), ("exported", "type=\"exported\">(?<value>[^<]*)<") })
            sample = sample.Replace($"@{name}@", Regex.Match(file, form, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@", sample, StringComparison.Ordinal);
        return [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(sample)];
    }

    /// <summary>Puts targets behind the sources that hold these words, as a translator's program would.</summary>
    public static string Translate(string file, params (string Words, string Target, string State)[] translations)
    {
        foreach (var (words, target, state) in translations)
        {
            var end = file.IndexOf("</source>", file.IndexOf(words, file.IndexOf("<unit", StringComparison.Ordinal), StringComparison.Ordinal), StringComparison.Ordinal) + "</source>".Length;
            var begin = file.LastIndexOf("<segment", end, StringComparison.Ordinal);
            file = file[..begin] + file[begin..end].Replace("state=\"initial\"", $"state=\"{state}\"", StringComparison.Ordinal) + $"\n  <target>{target}</target>" + file[end..];
        }

        return file;
    }
}
