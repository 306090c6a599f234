using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NodaTime;
using Rotunda.Data.Outbox;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>An application from the form to the admission, and a handover from the nomination to the register, in every language.</summary>
public sealed class MembershipWalkTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    private static readonly BrowserNewContextOptions Phone = new() { ViewportSize = new() { Width = 390, Height = 844 } };

    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n");

    [Theory]
    [InlineData("en", "admitted")]
    [InlineData("zh", "已通过")]
    [InlineData("ru", "принята")]
    public async Task An_application_goes_from_the_form_to_the_public_page(string language, string admitted)
    {
        var label = "walk" + language;
        var applicant = await OpenAsync(Phone);
        await applicant.GoAsync($"/{language}/faq");
        await applicant.Page.Locator($"footer a[href='/{language}/apply']").ClickAsync();
        await IsNarrowAsync(applicant);
        Site.Clock.Advance(Duration.FromMinutes(1));
        await applicant.Page.FillAsync("[name='field.name.en']", "University " + label);
        await applicant.Page.FillAsync("[name='field.city.en']", "Tomsk");
        await applicant.Page.FillAsync("[name='field.zone']", "Asia/Tomsk");
        await applicant.Page.FillAsync("[name='field.domain']", label + ".example");
        await applicant.Page.SelectOptionAsync("[name=SideCode]", "RU");
        await applicant.Page.FillAsync("[name=Country]", "RU");
        await applicant.Page.FillAsync("[name=Contact]", "Head of office");
        await applicant.Page.FillAsync("[name=Email]", $"office@{label}.example");
        await applicant.Page.FillAsync("[name=Reason]", "We teach engineers.");
        await applicant.Page.SetInputFilesAsync("[name=documents]", new FilePayload { Name = "charter.pdf", MimeType = "application/pdf", Buffer = Pdf });
        await applicant.Page.Locator("main form button[type=submit]").ClickAsync();
        await Assertions.Expect(applicant.Page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
        var link = await LinkAsync($"office@{label}.example");
        await applicant.GoAsync(link);
        Nothing(await Axe.FindAsync(applicant));
        await applicant.Page.Locator("#confirm button").ClickAsync();
        await Assertions.Expect(applicant.Page.Locator("#answer")).ToBeVisibleAsync();
        await IsNarrowAsync(applicant);
        Nothing(await Axe.FindAsync(applicant));

        await using var db = Site.Db();
        var id = await db.Applications.Where(row => row.Domain == label + ".example").Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
        foreach (var role in new[] { "演示秘书处（中方常设）", "Демонстрационный постоянный секретариат (российская сторона)" })
        {
            var secretary = await OpenAsync(Phone);
            await secretary.EnterAsync(role);
            await secretary.GoAsync($"/{language}/desk/applications/{id}");
            await IsNarrowAsync(secretary);
            await Assertions.Expect(secretary.Page.Locator("a[href^='/media/']")).ToHaveTextAsync("charter.pdf");
            await secretary.Page.Locator("#key button[value=consent]").ClickAsync();
            await Assertions.Expect(secretary.Page.Locator("#key")).ToHaveCountAsync(0);
        }

        await applicant.GoAsync(link);
        await Assertions.Expect(applicant.Page.Locator(".deck .badge")).ToHaveTextAsync(admitted);
        await applicant.GoAsync($"/{language}/members/{label}");
        await Assertions.Expect(applicant.Page.Locator("h1")).ToContainTextAsync("University " + label);
    }

    [Theory]
    [InlineData("en", "gap of 2 weeks")]
    [InlineData("zh", "空档2周")]
    [InlineData("ru", "перерыв 2 недели")]
    public async Task A_handover_goes_from_the_nomination_to_the_register(string language, string gap)
    {
        // Each language hands over the seat of another side or kind, so that the walks do not meet
        var (side, kind, from) = language switch { "en" => ("RU", "RotatingChair", "gubkin"), "zh" => ("CN", "PermanentChair", "hit"), _ => ("RU", "PermanentChair", "bmstu") };
        await using var db = Site.Db();
        var seat = (await db.Set<Rotunda.Modules.Alliance.Leadership.Seat>().Where(row => row.SideCode == side && row.Body!.Kind == Rotunda.Modules.Alliance.Bodies.BodyKind.Association).ToListAsync(TestContext.Current.CancellationToken))
            .Single(row => row.Kind.ToString() == kind);
        var successor = await db.Set<Rotunda.Modules.Alliance.Institutions.Institution>().Where(row => row.SideCode == side && row.Code != from).OrderBy(row => row.Code).Select(row => row.Code).FirstAsync(TestContext.Current.CancellationToken);
        var secretary = await OpenAsync(Phone);
        await secretary.EnterAsync("Demonstration secretariat");
        await secretary.GoAsync($"/{language}/desk/handovers");
        await IsNarrowAsync(secretary);
        await secretary.Page.SelectOptionAsync("[name=SeatId]", seat.Id.ToString());
        await secretary.Page.SelectOptionAsync("[name=InstitutionCode]", successor);
        // The register knows that there is an eighth term and not whose: this is it
        if (language == "en") await secretary.Page.FillAsync("[name=Number]", "8");
        await secretary.Page.FillAsync("[name=PlannedOn]", "2027-06-01");
        await secretary.Page.Locator("main form button[type=submit]").ClickAsync();
        await secretary.Page.Locator("form[action*=Tick] button").First.ClickAsync();
        await Assertions.Expect(secretary.Page.Locator(".checklist li").First.Locator(".badge")).ToBeVisibleAsync();
        Assert.Contains($"institution:{successor}", await secretary.Page.Locator($"#draft-{language}").InputValueAsync(), StringComparison.Ordinal);
        await IsNarrowAsync(secretary);
        await secretary.Page.FillAsync("[name=EndedOn]", "2027-05-15");
        await secretary.Page.FillAsync("[name=BegunOn]", "2027-06-01");
        await secretary.Page.FillAsync("#complete [name='Ground.Source']", "https://example.org/minutes");
        await secretary.Page.CheckAsync("#f-overopen");
        await secretary.Page.Locator("#complete button").ClickAsync();
        await Assertions.Expect(secretary.Page.Locator("#complete")).ToHaveCountAsync(0);

        await secretary.GoAsync($"/{language}/desk/terms");
        await Assertions.Expect(secretary.Page.Locator("main").GetByText(gap).First).ToBeVisibleAsync();
        await secretary.GoAsync($"/{language}/leadership?on=2027-07-01");
        await Assertions.Expect(secretary.Page.Locator(".succession").GetByText(gap).First).ToBeVisibleAsync();
    }

    /// <summary>Nothing of the page reaches beyond the screen.</summary>
    private static async Task IsNarrowAsync(Tab tab) =>
        Assert.True(await tab.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{tab.Path} is wider than the screen.");

    private async Task<string> LinkAsync(string to)
    {
        await using var db = Site.Db();
        var letters = (await db.Set<OutboxMessage>().Where(message => message.Kind == MailQueue.Kind).Select(message => message.Json).ToListAsync())
            .Select(json => JsonSerializer.Deserialize<Letter>(json, StoredJson.Options)!);
        return new Uri(letters.Single(letter => letter.To == to && letter.IsSecret).Text.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal))).AbsolutePath;
    }
}
