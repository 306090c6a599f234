using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Bench;

/// <summary>
/// The desk's list of institutions for a signed-in secretary, beside the query of its table alone: processor time of this process,
/// which hosts the site, while wrk asks from another one.
/// </summary>
public static class DeskBench
{
    private const double Milliseconds = 1.2;
    private const double Ratio = 3.0;
    private const int Queries = 4000;

    public static async Task<int> RunAsync(string folder)
    {
        await using var app = await HostedSite.StartAsync(StoreLocation.At(folder, null));
        var address = app.Address;
        var cookies = await Web.SignInAsync(address, "secretar");
        var url = $"{address}/en/desk/institutions";

        await Web.LoadAsync(url, 40, 4, cookies);
        await QueryAsync(app.Services, Queries);
        await AllQueriesAsync(app.Services, Queries);
        var (page, query) = (new List<double>(), new List<double>());
        var all = new List<double>();
        var (pageBytes, queryBytes) = (0.0, 0.0);
        for (var round = 0; round < 3; round++)
        {
            var (before, allocated) = (Process.GetCurrentProcess().TotalProcessorTime, GC.GetTotalAllocatedBytes());
            var (_, requests) = await Web.LoadAsync(url, 8, 2, cookies);
            page.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / requests);
            pageBytes = (GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / requests;

            (before, allocated) = (Process.GetCurrentProcess().TotalProcessorTime, GC.GetTotalAllocatedBytes());
            await QueryAsync(app.Services, Queries);
            query.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / Queries);
            queryBytes = (GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / Queries;

            before = Process.GetCurrentProcess().TotalProcessorTime;
            await AllQueriesAsync(app.Services, Queries);
            all.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / Queries);
        }

        var (whole, alone, five) = (page.Order().ElementAt(1), query.Order().ElementAt(1), all.Order().ElementAt(1));
        Console.WriteLine("| signed-in list | page, ms CPU | the table's query alone, ms CPU | ratio | all queries with the rail counted anew, ms CPU | ratio | floors | page, KiB allocated | query, KiB |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---|---:|---:|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| desk, institutions | {whole:F2} | {alone:F2} | {whole / alone:F2} | {five:F2} | {whole / five:F2} | ≤ {Milliseconds} ms, ≤ {Ratio} | {pageBytes:F0} | {queryBytes:F0} |"));
        return whole <= Milliseconds && whole / alone <= Ratio ? 0 : 1;
    }

    /// <summary>Everything that the page asks of the database when the numbers of the rail are not kept, in a scope of its own each time.</summary>
    private static async Task AllQueriesAsync(IServiceProvider services, int times)
    {
        var english = English(services);
        Guid account;
        await using (var scope = services.CreateAsyncScope())
            account = await scope.ServiceProvider.GetRequiredService<RotundaDb>().Set<Account>().OrderBy(row => row.Id).Select(row => row.Id).FirstAsync();
        var session = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, account.ToString())], "bench"));
        for (var index = 0; index < times; index++)
        {
            await using var scope = services.CreateAsyncScope();
            var (provider, db) = (scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<RotundaDb>());
            await provider.GetRequiredService<IViewerSource>().FindAsync(session, CancellationToken.None);
            foreach (var queue in provider.GetServices<IDeskQueue>()) await queue.CountAsync(db, Viewer.Program, CancellationToken.None);
            await provider.GetRequiredService<DeskInstitutionQuery>().PageAsync(english, "", 1, CancellationToken.None);
        }
    }

    /// <summary>The query as a request runs it: a scope and a context of its own each time.</summary>
    private static async Task QueryAsync(IServiceProvider services, int times)
    {
        var english = English(services);
        for (var index = 0; index < times; index++)
        {
            await using var scope = services.CreateAsyncScope();
            var (rows, _) = await scope.ServiceProvider.GetRequiredService<DeskInstitutionQuery>().PageAsync(english, "", 1, CancellationToken.None);
            if (rows.Count == 0) throw new InvalidOperationException("The list is empty: nothing was measured.");
        }
    }

    private static Reader English(IServiceProvider services)
    {
        var languages = services.GetRequiredService<SiteLanguages>();
        return new Reader(languages.Find("en")!, languages.TextsOf(languages.Find("en")!), Viewer.Program);
    }
}
