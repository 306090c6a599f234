using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data;

/// <summary>The process is killed while it writes: every write that it had acknowledged is there afterwards, and the database holds.</summary>
public sealed class PowerCutTests(SqliteSite site) : IClassFixture<SqliteSite>
{
    private const int BeforeTheCut = 15;
    private const string PagePath = "/en/desk/institutions/hit";

    [Fact]
    public async Task Acknowledged_writes_survive_the_process()
    {
        var folder = await CopyAsync(site);
        int acknowledged;
        using (var program = await ChildProgram.ServeAsync(folder)) acknowledged = await WriteUntilCutAsync(program);

        using (var program = await ChildProgram.ServeAsync(folder))
        {
            var stored = (await (await SignInAsync(program)).PageAsync(PagePath)).QuerySelector("#f-field-abbreviation")!.GetAttribute("value")!;
            // The write that was under way at the cut may have been stored without its answer arriving
            Assert.InRange(int.Parse(stored[3..], CultureInfo.InvariantCulture), acknowledged, acknowledged + 1);
            await program.KillAsync();
        }

        var verified = await ChildProgram.RunAsync("verify", "--data", folder);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Changes one field again and again until the process is gone.</summary>
    /// <returns>The number of the last change that was acknowledged.</returns>
    private static async Task<int> WriteUntilCutAsync(ChildProgram program)
    {
        var secretary = await SignInAsync(program);
        Task? cut = null;
        var acknowledged = 0;
        try
        {
            while (true)
            {
                using var saved = await secretary.PostAsync(PagePath, [("field.abbreviation", $"HIT{acknowledged + 1}"), ("Ground.Source", "test")]);
                Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
                acknowledged++;
                // The kill runs beside the writes that follow, so that it falls into one of them
                if (acknowledged == BeforeTheCut) cut = Task.Run(program.KillAsync);
            }
        }
        catch (HttpRequestException) when (cut is not null)
        {
            await cut;
            return acknowledged;
        }
    }

    /// <summary>A copy of the demonstration that no other process holds.</summary>
    internal static async Task<string> CopyAsync(Site site)
    {
        var folder = Directory.CreateTempSubdirectory("rotunda-cut-").FullName;
        await using (var db = site.Db())
        {
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {Path.Combine(folder, "rotunda.db")}");
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(site.Location.DataFolder, "files"), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(site.Location.DataFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return folder;
    }

    internal static async Task<Visitor> SignInAsync(ChildProgram program)
    {
        var visitor = program.Visit();
        var page = await visitor.PageAsync("/en/demo");
        var button = page.QuerySelectorAll("button[name=account]").Single(role => role.TextContent == "Demonstration secretariat");
        using var response = await visitor.SubmitAsync(page.QuerySelector("main form[method=post]")!, "/en/demo", [("account", button.GetAttribute("value")!)]);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return visitor;
    }
}
