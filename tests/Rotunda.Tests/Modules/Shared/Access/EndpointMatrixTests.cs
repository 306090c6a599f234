using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Alliance.Registry.Tables;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Newsroom.Submissions;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Handouts;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Access;

/// <summary>Every endpoint of the running program with its policy, and who gets through. A new endpoint fails here until it has its line.</summary>
public abstract class EndpointMatrixTests(Site site)
{
    private const string Everyone = "administrator chair-unit editor liaison-gubkin liaison-upc member reviewer-en secretariat secretariat-cn secretariat-ru translator-en translator-zh";
    private const string Keepers = "administrator secretariat";
    private const string Editors = "editor secretariat";
    private const string Newsroom = "editor reviewer-en secretariat translator-en translator-zh";
    private const string Intake = "administrator editor secretariat";
    private const string Secretariats = "secretariat secretariat-cn secretariat-ru";
    private const string Handing = "administrator chair-unit secretariat secretariat-cn secretariat-ru";
    private const string Officers = "liaison-gubkin liaison-upc";
    private const string DirectoryReaders = "chair-unit liaison-gubkin liaison-upc secretariat secretariat-cn secretariat-ru";

    /// <summary>An endpoint that not everyone may use.</summary>
    /// <param name="Route">Its pattern.</param>
    /// <param name="Act">What it demands.</param>
    /// <param name="Path">An address of it, whose places stand for rows of the database.</param>
    /// <param name="Allowed">The accounts of the demonstration that get through.</param>
    /// <param name="IsPostOnly">True where there is nothing to read.</param>
    /// <param name="IsReadOnly">True where nothing can be sent.</param>
    /// <param name="Hidden">The accounts that may use the endpoint, but for which this row does not exist.</param>
    private sealed record Guarded(string Route, string Act, string Path, string Allowed, bool IsPostOnly = false, bool IsReadOnly = false, string Hidden = "");

    private static readonly Guarded[] GuardedEndpoints =
    [
        new("{lang:lang}/account", "signed-in", "/en/account", Everyone),
        new("{lang:lang}/account/data", "signed-in", "/en/account/data", Everyone),
        new("{lang:lang}/account/email/{token?}", "signed-in", "/en/account/email", Everyone),
        new("{lang:lang}/account/password", "signed-in", "/en/account/password", Everyone),
        new("{lang:lang}/account/providers", "signed-in", "/en/account/providers", Everyone),
        new("{lang:lang}/account/second-step", "signed-in", "/en/account/second-step", Everyone),
        new("{lang:lang}/account/sessions", "signed-in", "/en/account/sessions", Everyone),
        new("/{lang:lang}/account/passkeys/", "signed-in", "/en/account/passkeys/", Everyone, IsPostOnly: true),
        new("/{lang:lang}/account/passkeys/creation-options", "signed-in", "/en/account/passkeys/creation-options", Everyone, IsPostOnly: true),
        new("{lang:lang}/desk", "signed-in", "/en/desk", Everyone),
        new("{lang:lang}/desk/applications", "alliance.applications.review", "/en/desk/applications", Secretariats),
        new("{lang:lang}/desk/applications/{id}", "alliance.applications.review", "/en/desk/applications/APPLICATION", Secretariats),
        new("{lang:lang}/desk/accounts", "accounts.manage", "/en/desk/accounts", Keepers),
        new("{lang:lang}/desk/accounts/{account:guid}", "accounts.manage", "/en/desk/accounts/ACCOUNT", Keepers),
        new("{lang:lang}/desk/addresses", "newsroom.addresses.edit", "/en/desk/addresses", Editors),
        new("{lang:lang}/desk/addresses/article/{key}", "newsroom.addresses.edit", "/en/desk/addresses/article/founding-2011", Editors),
        new("{lang:lang}/desk/addresses/export.csv", "newsroom.addresses.edit", "/en/desk/addresses/export.csv", Editors, IsReadOnly: true),
        new("{lang:lang}/desk/addresses/import/{id:guid}", "newsroom.addresses.edit", "/en/desk/addresses/import/OLDTABLE", Editors),
        new("{lang:lang}/desk/audit", "alliance.registry.edit", "/en/desk/audit", Keepers),
        new("{lang:lang}/desk/guide", "signed-in", "/en/desk/guide", Everyone),
        new("{lang:lang}/desk/handovers", "alliance.handover.checklist", "/en/desk/handovers", Handing),
        new("{lang:lang}/desk/handovers/{id}", "alliance.handover.checklist", "/en/desk/handovers/HANDOVER", "administrator chair-unit secretariat secretariat-cn", Hidden: "secretariat-ru"),
        new("{lang:lang}/desk/circulars", "correspondence.circulars.send", "/en/desk/circulars", "secretariat"),
        new("{lang:lang}/desk/circulars/draft/{id?}", "correspondence.circulars.send", "/en/desk/circulars/draft", "secretariat"),
        new("{lang:lang}/desk/circulars/{id}", "correspondence.circulars.send", "/en/desk/circulars/CIRCULAR", "secretariat"),
        new("/{lang:lang}/desk/circulars/{id}/answers", "correspondence.circulars.send", "/en/desk/circulars/CIRCULAR/answers", "secretariat", IsReadOnly: true),
        new("{lang:lang}/desk/directory", "correspondence.directory.read", "/en/desk/directory", DirectoryReaders),
        new("{lang:lang}/desk/directory/mine", "correspondence.directory.read", "/en/desk/directory/mine", DirectoryReaders),
        new("/{lang:lang}/desk/directory/cards", "correspondence.directory.read", "/en/desk/directory/cards", DirectoryReaders, IsReadOnly: true),
        new("{lang:lang}/desk/images", "media.pictures.keep", "/en/desk/images", Intake),
        new("{lang:lang}/desk/attachments", "media.pictures.keep", "/en/desk/attachments", Intake),
        new("{lang:lang}/desk/images/{code}", "media.pictures.keep", "/en/desk/images/IMAGE", Intake),
        new("{lang:lang}/desk/news/send/{id:guid?}", "newsroom.submissions.send", "/en/desk/news/send", Officers),
        new("{lang:lang}/desk/news/submissions", "newsroom.submissions.decide", "/en/desk/news/submissions", Intake),
        new("{lang:lang}/desk/news/submissions/{id:guid}", "signed-in", "/en/desk/news/submissions/SUBMISSION", "administrator editor liaison-upc secretariat"),
        new("{lang:lang}/desk/news/old-pages", "newsroom.pages.import", "/en/desk/news/old-pages", Intake),
        new("{lang:lang}/desk/news/old-pages/{id}", "newsroom.pages.import", "/en/desk/news/old-pages/UPLOAD", Intake),
        new("{lang:lang}/desk/inbox", "correspondence.circulars.answer", "/en/desk/inbox", "chair-unit liaison-gubkin liaison-upc"),
        new("{lang:lang}/desk/inbox/{id:guid}", "signed-in", "/en/desk/inbox/RECEIVED", "liaison-upc"),
        new("{lang:lang}/desk/export/{kind}.{format}", "alliance.registry.edit", "/en/desk/export/institutions.csv", Keepers),
        new("{lang:lang}/account/credits", "translation.texts.read", "/en/account/credits", Newsroom),
        new("{lang:lang}/desk/articles", "newsroom.articles.read", "/en/desk/articles", Newsroom),
        new("{lang:lang}/desk/articles/new", "newsroom.articles.write", "/en/desk/articles/new", Editors),
        new("{lang:lang}/desk/articles/{id:guid}", "newsroom.articles.read", "/en/desk/articles/ARTICLE", Newsroom),
        new("{lang:lang}/desk/articles/{id:guid}/edit", "newsroom.articles.write", "/en/desk/articles/ARTICLE/edit", Editors),
        new("{lang:lang}/desk/articles/{id:guid}/blocks", "newsroom.articles.write", "/en/desk/articles/ARTICLE/blocks", Editors),
        new("{lang:lang}/desk/articles/{id:guid}/{to}", "newsroom.articles.read", "/en/desk/articles/ARTICLE/en", Newsroom),
        new("{lang:lang}/desk/articles/{id:guid}/{to}/preview", "newsroom.articles.read", "/en/desk/articles/ARTICLE/ru/preview", Newsroom),
        new("{lang:lang}/desk/articles/{id:guid}/drafts/{draft:guid}", "newsroom.articles.read", "/en/desk/articles/ARTICLE/drafts/EARLIER", Newsroom),
        new("{lang:lang}/desk/articles/{id:guid}/{to}/revisions/{number:int}", "newsroom.articles.read", "/en/desk/articles/PUBLISHED/en/revisions/1", Newsroom),
        new("{lang:lang}/desk/texts/{id:guid}/{to}", "translation.texts.read", "/en/desk/texts/WORKTEXT/en", Newsroom),
        new("{lang:lang}/desk/translations", "translation.texts.read", "/en/desk/translations", Newsroom),
        new("{lang:lang}/desk/termbase", "translation.tools.use", "/en/desk/termbase", Newsroom),
        new("{lang:lang}/desk/termbase/{id}", "translation.tools.use", "/en/desk/termbase/new", "editor reviewer-en secretariat", Hidden: "translator-en translator-zh"),
        new("/{lang:lang}/desk/termbase/termbase.tbx", "translation.tools.use", "/en/desk/termbase/termbase.tbx", Newsroom, IsReadOnly: true),
        new("{lang:lang}/desk/termbase/imports/{id:guid}", "translation.terms.edit", "/en/desk/termbase/imports/IMPORT", "editor reviewer-en secretariat"),
        new("{lang:lang}/desk/memory", "translation.tools.use", "/en/desk/memory", Newsroom),
        new("{lang:lang}/desk/memory/imports/{id:guid}", "translation.tools.manage", "/en/desk/memory/imports/IMPORT", Editors),
        new("/{lang:lang}/desk/memory/memory.tmx", "translation.tools.manage", "/en/desk/memory/memory.tmx", Editors, IsReadOnly: true),
        new("{lang:lang}/desk/handouts", "translation.tools.use", "/en/desk/handouts", Newsroom),
        new("{lang:lang}/desk/handouts/{id:guid}", "translation.tools.use", "/en/desk/handouts/RETURNED", "secretariat", Hidden: "editor reviewer-en translator-en translator-zh"),
        new("{lang:lang}/desk/machine", "translation.machine.set", "/en/desk/machine", "administrator"),
        new("{lang:lang}/desk/import", "alliance.registry.edit", "/en/desk/import", Keepers),
        new("{lang:lang}/desk/import/{id}", "alliance.registry.edit", "/en/desk/import/DRAFT", Keepers),
        new("{lang:lang}/desk/institutions", "alliance.registry.edit", "/en/desk/institutions", Keepers),
        new("{lang:lang}/desk/institutions/{code}", "alliance.registry.edit", "/en/desk/institutions/upc", Keepers),
        new("{lang:lang}/desk/institutions/{code}/memberships/{id}", "alliance.registry.edit", "/en/desk/institutions/upc/memberships/MEMBERSHIP", Keepers),
        new("{lang:lang}/desk/providers/{provider?}", "accounts.secure", "/en/desk/providers", "administrator"),
        new("{lang:lang}/desk/invitations", "accounts.invite", "/en/desk/invitations", Keepers),
        new("{lang:lang}/desk/my-institution/{code?}", "alliance.institution.propose", "/en/desk/my-institution", Officers),
        new("{lang:lang}/desk/names", "alliance.registry.edit", "/en/desk/names", Keepers),
        new("{lang:lang}/desk/newsletter", "newsroom.newsletter.manage", "/en/desk/newsletter", Editors),
        new("{lang:lang}/desk/proposals", "signed-in", "/en/desk/proposals", Everyone),
        new("{lang:lang}/desk/proposals/{id:guid}", "signed-in", "/en/desk/proposals/PROPOSAL", "administrator liaison-upc secretariat"),
        new("{lang:lang}/desk/registry", "alliance.registry.edit", "/en/desk/registry", Keepers),
        new("{lang:lang}/desk/registry/{kind}", "alliance.registry.edit", "/en/desk/registry/bodies", Keepers),
        new("{lang:lang}/desk/registry/{kind}/{id}", "alliance.registry.edit", "/en/desk/registry/bodies/new", Keepers),
        new("{lang:lang}/desk/topics", "newsroom.topics.edit", "/en/desk/topics", Editors),
        new("{lang:lang}/desk/topics/{code}", "newsroom.topics.edit", "/en/desk/topics/conference", Editors),
        new("{lang:lang}/desk/registry/{kind}/{id}/remove", "alliance.registry.edit", "/en/desk/registry/memberships/MEMBERSHIP/remove", Keepers),
        new("{lang:lang}/desk/site", "site.operate", "/en/desk/site", "administrator"),
        new("{lang:lang}/desk/terms", "alliance.registry.edit", "/en/desk/terms", Keepers),
        new("{lang:lang}/desk/terms/{id}", "alliance.registry.edit", "/en/desk/terms/TERM", Keepers),
    ];

    private static readonly string[] PublicEndpoints =
    [
        "/", "/feeds/{lang:lang}/conferences/{code}.atom", "/feeds/{lang:lang}/news.atom", "/feeds/{lang:lang}/news.json", "/feeds/{lang:lang}/news/{code}.atom", "/feeds/{lang:lang}/news/{code}.json", "/newsletter/{token}",
        "{lang:lang}/newsletter", "{lang:lang}/newsletter/{token}", "{lang:lang}/news/{year:int}/{month:month}", "{lang:lang}/news/{kind:topic}/{slug}", "/feeds/{lang:lang}/resolutions.atom",
        "/accent/{light:regex(^[0-9a-f]{{6}}$)}-{dark:regex(^[0-9a-f]{{6}}$)}.css", 
        "/health/live", "/health/ready", "/media/{hash}/{name}", "/robots.txt", "/sitemap.xml", "/{lang:lang}/account/passkeys/request-options",
        "/{lang:lang}/account/passkeys/sign-in", "/{lang:lang}/account/sign-in/provider", "/{lang:lang}/account/sign-in/with/{provider}", "problem", "{lang:lang}", "{lang:lang}/account/invitation/{token}", "{lang:lang}/account/sign-in", "{lang:lang}/apply", "{lang:lang}/apply/{token}", "{lang:lang}/bodies", "{lang:lang}/answer/{token}", "/{lang:lang}/answer/{token}/{file:guid}", "{lang:lang}/account/reset", "{lang:lang}/account/reset/new/{token?}", "{lang:lang}/account/sign-in/step",
        "{lang:lang}/bodies/{code}", "{lang:lang}/conferences", "{lang:lang}/conferences/{code}", "{lang:lang}/demo", "{lang:lang}/demo/tour", "{lang:lang}/documents",
        "{lang:lang}/faq", "{lang:lang}/history", "{lang:lang}/leadership", "{lang:lang}/members", "{lang:lang}/members/{code}", "{lang:lang}/news/{year:int?}",
        "/{name:alias}/{**rest}", "{lang:lang}/news/{year:int}/{slug}", "{lang:lang}/programmes", "{lang:lang}/programmes/{code}", "{lang:lang}/resolutions", "{lang:lang}/resolutions/{number}",
        "{lang:lang}/{key:standing}", "{lang:lang}/pages/{key}", "{lang:lang}/search", "/{lang:lang}/search/suggestions", "preview/{token}",
    ];

    /// <summary>One address of every public page that is read without a secret.</summary>
    private static readonly string[] PublicPages =
    [
        "/en", "/en/members", "/en/members/upc", "/en/leadership", "/en/bodies", "/en/bodies/green", "/en/programmes", "/en/conferences", "/en/conferences/2022", "/en/resolutions", "/en/documents", "/en/history",
        "/en/news", "/en/news/2022", "/en/about", "/en/contact", "/en/archive", "/en/faq", "/en/search", "/en/search?q=upc", "/en/search/suggestions?q=upc", "/en/newsletter", "/en/apply", "/en/demo", "/en/demo/tour", "/en/account/sign-in", "/en/account/reset",
        "/feeds/en/news.atom", "/feeds/en/news.json", "/feeds/en/resolutions.atom", "/sitemap.xml", "/robots.txt", "/health/live", "/health/ready",
    ];

    public static TheoryData<string> GuardedRoutes => [.. GuardedEndpoints.Select(row => row.Route)];

    [Fact]
    public void Every_endpoint_has_its_line_with_its_policy()
    {
        var declared = Endpoints().Select(endpoint => $"{endpoint.RoutePattern.RawText} {PolicyOf(endpoint)}").Distinct().Order(StringComparer.Ordinal).ToList();
        var listed = PublicEndpoints.Select(route => $"{route} public").Concat(GuardedEndpoints.Select(row => $"{row.Route} {row.Act}")).ToList();

        Assert.True(!declared.Except(listed).Any(), "Without a line: " + string.Join('\n', declared.Except(listed)));
        Assert.True(!listed.Except(declared).Any(), "No endpoint for: " + string.Join('\n', listed.Except(declared)));
        Assert.Equal(declared.Count, listed.Count);
    }

    [Fact]
    public void No_endpoint_is_public_and_guarded_at_once() =>
        Assert.DoesNotContain(Endpoints(), endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && endpoint.Metadata.GetMetadata<RequiresAttribute>() is not null);

    [Theory]
    [MemberData(nameof(GuardedRoutes))]
    public async Task Nobody_in_particular_is_sent_to_sign_in(string route)
    {
        var row = GuardedEndpoints.Single(candidate => candidate.Route == route);
        var path = await Fill(row.Path);
        var reader = site.Browser();
        if (!row.IsPostOnly)
        {
            using var read = await reader.GetAsync(path);
            Assert.Equal(HttpStatusCode.Found, read.StatusCode);
            Assert.Equal("/en/account/sign-in?returnUrl=" + Uri.EscapeDataString(path), read.Headers.Location!.PathAndQuery());
        }

        if (row.IsReadOnly) return;
        using var content = ContentFor(row);
        using var sent = await reader.PostAsync(path, content);

        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        Assert.StartsWith("/en/account/sign-in?", sent.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(GuardedRoutes))]
    public async Task Only_the_roles_of_the_line_get_through(string route)
    {
        var row = GuardedEndpoints.Single(candidate => candidate.Route == route);
        var path = await Fill(row.Path);
        var (allowed, refusals) = (new List<string>(), new List<string>());
        foreach (var account in Everyone.Split(' '))
        {
            var visitor = await site.SignInAsync(account);
            using var content = ContentFor(row);
            using var read = row.IsPostOnly ? null : await visitor.GetAsync(path);
            if (row.IsReadOnly)
            {
                if (read!.StatusCode == HttpStatusCode.OK) allowed.Add(account);
                else refusals.Add(string.Create(CultureInfo.InvariantCulture, $"{account} {(int)read.StatusCode} {(int)read.StatusCode}"));
                continue;
            }

            // A form without its token: whoever may use the endpoint is told so, the others do not come that far
            using var sent = await visitor.Http.PostAsync(path, content);
            if (read is null ? sent.StatusCode == HttpStatusCode.BadRequest : read.StatusCode == HttpStatusCode.OK) allowed.Add(account);
            else refusals.Add(string.Create(CultureInfo.InvariantCulture, $"{account} {(int?)read?.StatusCode} {(int)sent.StatusCode}"));
            if (allowed.Contains(account)) Assert.Equal(HttpStatusCode.BadRequest, sent.StatusCode);
        }

        Assert.Equal(row.Allowed.Split(' '), allowed);
        Assert.Equal(Everyone.Split(' ').Except(allowed).Select(account => $"{account} {(IsHidden(row, account) ? "404 400" : "403 403")}"), refusals);
    }

    [Fact]
    public async Task Every_role_is_held_by_somebody_of_the_matrix()
    {
        await using var db = site.Db();
        var mails = Everyone.Split(' ').Select(name => $"{name}@demonstration.invalid").ToList();
        var held = await db.Accounts.Where(row => mails.Contains(row.Email!)).SelectMany(row => row.Grants.Select(grant => grant.Role)).Distinct().ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(site.Services.GetRequiredService<Permissions>().Roles, held.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Public_pages_open_for_every_role()
    {
        foreach (var account in Everyone.Split(' '))
        {
            var visitor = await site.SignInAsync(account);
            foreach (var path in PublicPages)
            {
                using var response = await visitor.GetAsync(path);
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"{account} {path}: {(int)response.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task No_form_of_an_endpoint_does_anything_for_those_who_may_not_use_it()
    {
        var visitors = new Dictionary<string, (Visitor Visitor, string Token)>(StringComparer.Ordinal);
        foreach (var account in Everyone.Split(' ')) visitors[account] = await Tokens.OfAsync(await site.SignInAsync(account));
        var paths = new List<(Guarded Row, string Path)>();
        foreach (var row in GuardedEndpoints) paths.Add((row, await Fill(row.Path)));
        var before = await Rows.CountAsync(site);
        var sent = 0;
        foreach (var (row, path) in paths)
        {
            foreach (var handler in await Handlers.OfAsync(site, row.Route))
                foreach (var account in Everyone.Split(' ').Except(row.Allowed.Split(' ')))
                {
                    var (visitor, token) = visitors[account];
                    using var form = Forms.With(token);
                    using var response = await visitor.Http.PostAsync(Handlers.Address(path, handler), form, TestContext.Current.CancellationToken);
                    // Of what is hidden a form may say either
                    Assert.True(response.StatusCode == HttpStatusCode.Forbidden || (IsHidden(row, account) && response.StatusCode == HttpStatusCode.NotFound), $"{account} {path} {handler}: {(int)response.StatusCode}");
                    sent++;
                }
        }

        Assert.InRange(sent, 500, int.MaxValue);
        Assert.Equal(before, await Rows.CountAsync(site));
    }

    /// <summary>Somebody else's proposal, circular or news does not exist; every other refusal says so.</summary>
    private static bool IsHidden(Guarded row, string account) => (row.Act == "signed-in" && row.Route.EndsWith("{id:guid}", StringComparison.Ordinal)) || row.Hidden.Split(' ').Contains(account);

    private static HttpContent ContentFor(Guarded row) => row.IsPostOnly ? JsonContent.Create(new { credential = "" }) : new FormUrlEncodedContent([]);

    private IEnumerable<RouteEndpoint> Endpoints() => site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && endpoint.RoutePattern.RawText != "{**path:file}");

    private static string PolicyOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null ? "public" : endpoint.Metadata.GetMetadata<RequiresAttribute>()?.Act ?? "none";

    /// <summary>Puts rows of the database into an address; the proposal is one of UPC's officer.</summary>
    private async Task<string> Fill(string path)
    {
        await using var db = site.Db();
        if (path.Contains("ARTICLE", StringComparison.Ordinal) || path.Contains("WORKTEXT", StringComparison.Ordinal))
        {
            var inWork = await db.Articles.Where(row => row.IsDemonstration).Select(row => new { row.Id, row.TextId }).FirstAsync();
            path = path.Replace("ARTICLE", inWork.Id.ToString(), StringComparison.Ordinal).Replace("WORKTEXT", inWork.TextId.ToString(), StringComparison.Ordinal);
            return path.Contains("EARLIER", StringComparison.Ordinal)
                ? path.Replace("EARLIER", (await db.ReplacedSources.Where(row => row.TextId == inWork.TextId).Select(row => row.Id).FirstAsync()).ToString(), StringComparison.Ordinal) : path;
        }

        if (path.Contains("PUBLISHED", StringComparison.Ordinal))
            return path.Replace("PUBLISHED", (await db.Articles.Where(row => row.Key == "about").Select(row => row.Id).SingleAsync()).ToString(), StringComparison.Ordinal);

        if (path.Contains("PROPOSAL", StringComparison.Ordinal) && !await db.Proposals.AnyAsync(row => row.Institution!.Code == "upc"))
        {
            var officer = await site.SignInAsync("liaison-upc");
            using var sent = await officer.PostAsync("/zh/desk/my-institution", [("field.abbreviation", "UPC-OWN")]);
            Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        }

        if (path.Contains("OLDTABLE", StringComparison.Ordinal))
        {
            var table = new TableDraft { Id = RowId.New(), AccountId = RowId.New(), Kind = "old-addresses", FileName = "old.csv", Content = "address,target\n/old.htm,/members\n"u8.ToArray(), SentAt = site.Clock.GetCurrentInstant() };
            db.Add(table);
            await db.SaveChangesAsync();
            return path.Replace("OLDTABLE", table.Id.ToString(), StringComparison.Ordinal);
        }

        if (path.Contains("IMPORT", StringComparison.Ordinal))
        {
            var job = new Job { Id = RowId.New(), Kind = path.Contains("termbase", StringComparison.Ordinal) ? "terms.import" : "memory.import", Arguments = JsonSerializer.Serialize(new FileImportOrder(new string('0', 64), "a.tmx", IsDryRun: true), StoredJson.Options), State = JobState.Cancelled, CreatedAt = site.Clock.GetCurrentInstant() };
            db.Add(job);
            await db.SaveChangesAsync();
            return path.Replace("IMPORT", job.Id.ToString(), StringComparison.Ordinal);
        }

        if (path.Contains("RETURNED", StringComparison.Ordinal))
        {
            var secretariat = await db.Accounts.Where(row => row.Email == "secretariat@demonstration.invalid").Select(row => row.Id).SingleAsync();
            const string file = "<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' version='2.1' srcLang='ru' trgLang='zh-Hans'><file id='f'><unit id='u'><segment><source>а</source></segment></unit></file></xliff>";
            var stored = await site.Services.GetRequiredService<FileStore>().PutAsync(db, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(file)), ReturnedFiles.MediaType, CancellationToken.None);
            var returned = new ReturnDraft { Id = RowId.New(), AccountId = secretariat, FileName = "back.xlf", FileHash = stored.Hash, SentAt = site.Clock.GetCurrentInstant(), Stage = ReturnStage.Ready, SourceLanguage = "ru", TargetLanguage = "zh" };
            db.Add(returned);
            await db.SaveChangesAsync();
            return path.Replace("RETURNED", returned.Id.ToString(), StringComparison.Ordinal);
        }

        if (path.Contains("DRAFT", StringComparison.Ordinal))
        {
            var draft = new TableDraft { Id = RowId.New(), AccountId = RowId.New(), Kind = "institutions", FileName = "draft.csv", Content = "code,side\nupc,CN\n"u8.ToArray(), SentAt = site.Clock.GetCurrentInstant() };
            db.Add(draft);
            await db.SaveChangesAsync();
            return path.Replace("DRAFT", draft.Id.ToString(), StringComparison.Ordinal);
        }

        if (path.Contains("UPLOAD", StringComparison.Ordinal))
        {
            var upload = new PageUpload { Id = RowId.New(), AccountId = RowId.New(), Publisher = "UPC", Pages = [new UploadedPage("a.txt", "A headline\nA text.\n"u8.ToArray())], SentAt = site.Clock.GetCurrentInstant() };
            db.Add(upload);
            await db.SaveChangesAsync();
            return path.Replace("UPLOAD", upload.Id.ToString(), StringComparison.Ordinal);
        }

        return path
            .Replace("IMAGE", await db.Images.Select(row => row.Code).FirstAsync(), StringComparison.Ordinal)
            .Replace("SUBMISSION", (await db.NewsSubmissions.Where(row => row.Institution!.Code == "upc").Select(row => row.Id).FirstAsync()).ToString(), StringComparison.Ordinal)
            .Replace("PROPOSAL", (await db.Proposals.Where(row => row.Institution!.Code == "upc").Select(row => row.Id).FirstOrDefaultAsync()).ToString(), StringComparison.Ordinal)
            .Replace("APPLICATION", (await db.Applications.Select(row => row.Id).FirstOrDefaultAsync()).ToString(), StringComparison.Ordinal)
            .Replace("HANDOVER", (await db.Handovers.Select(row => row.Id).FirstOrDefaultAsync()).ToString(), StringComparison.Ordinal)
            .Replace("CIRCULAR", (await db.Circulars.Where(row => row.SentAt != null).Select(row => row.Id).FirstAsync()).ToString(), StringComparison.Ordinal)
            .Replace("RECEIVED", (await db.CircularReceivers.Where(row => row.Institution!.Code == "upc").Select(row => row.Id).FirstAsync()).ToString(), StringComparison.Ordinal)
            .Replace("MEMBERSHIP", (await db.Set<Membership>().Where(row => row.Institution!.Code == "upc").Select(row => row.Id).FirstAsync()).ToString(), StringComparison.Ordinal)
            .Replace("ACCOUNT", (await db.Accounts.Where(row => row.Email == "member@demonstration.invalid").Select(row => row.Id).FirstAsync()).ToString(), StringComparison.Ordinal)
            .Replace("TERM", (await db.Terms.Select(row => row.Id).FirstAsync()).ToString(), StringComparison.Ordinal);
    }
}

public sealed class EndpointMatrixTestsOnSqlite(CrowdSqliteSite site) : EndpointMatrixTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class EndpointMatrixTestsOnPostgres(CrowdPostgresSite site) : EndpointMatrixTests(site), IClassFixture<CrowdPostgresSite>;
