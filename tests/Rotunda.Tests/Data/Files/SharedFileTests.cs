using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Modules.Accounts.PersonalData;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Alliance.Applications;
using Rotunda.Tests.Modules.Correspondence;
using Xunit;

namespace Rotunda.Tests.Data.Files;

/// <summary>The same bytes serve several things: none loses them because another lets them go, and none fails because another brings them too.</summary>
public abstract class SharedFileTests(Site site)
{
    private readonly Post _post = new(site);

    private FileStore Store => site.Services.GetRequiredService<FileStore>();

    [Fact]
    public async Task What_an_applicant_lets_go_stays_with_the_circular_and_the_answer_that_hold_it_too()
    {
        var (attached, answered, alone) = (Pdf("attached"), Pdf("answered"), Pdf("alone"));
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftWithAsync(secretary, [("charter.pdf", attached)], ("AnswerKind", "File"));
        var link = Post.LinkIn((await _post.SendAsync(secretary, id))[Post.Upc]);
        using var given = await Post.UploadAsync(site.Visit(), link, answered, "answer.pdf");
        Assert.Equal(HttpStatusCode.Found, given.StatusCode);
        foreach (var (label, content) in new[] { ("sameone", attached), ("sametwo", answered), ("samethree", alone) }) await Applicant.SentAsync(site, label, documents: ("own.pdf", content));
        var hashes = await HashesAsync("sameone", "sametwo", "samethree");

        site.Clock.Advance(ApplicationRules.Confirmation);
        await using (var db = site.Db()) Assert.Equal(3, await site.Services.GetRequiredService<ApplicationRetention>().RunAsync(db, TestContext.Current.CancellationToken));
        await Applicant.ReleasedAsync(site);
        site.Clock.Advance(-ApplicationRules.Confirmation);

        Assert.Equal([true, true, false], hashes.Select(hash => File.Exists(Store.PathOf(hash))));
        await using var after = site.Db();
        Assert.Equal(2, await after.Set<StoredFile>().CountAsync(file => hashes.Contains(file.Hash), TestContext.Current.CancellationToken));
        using var served = await secretary.GetAsync($"/media/{hashes[0]}/charter.pdf");
        Assert.Equal(attached, await served.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Empty((await DatabaseVerification.RunAsync(site.Services, TestContext.Current.CancellationToken)).Violations);
    }

    [Fact]
    public async Task An_erased_applicants_documents_go_with_the_applicant()
    {
        var own = Pdf("erased");
        var (_, id) = await Applicant.ConfirmedAsync(site, "erasedfiles", "Observer", ("passport.pdf", own));
        await site.SignInAsAsync("office@erasedfiles.example", Roles.Member);
        var hash = (await Applicant.ReadAsync(site, id)).Files.Single().Hash;

        await using (var scope = site.Services.CreateAsyncScope())
            Assert.IsType<Outcome.Done>(await scope.ServiceProvider.GetRequiredService<PersonalDataOperations>().EraseAsync("office@erasedfiles.example", TestContext.Current.CancellationToken));
        await Applicant.ReleasedAsync(site);

        Assert.Empty((await Applicant.ReadAsync(site, id)).Files);
        Assert.False(File.Exists(Store.PathOf(hash)));
        await using var after = site.Db();
        Assert.False(await after.Set<StoredFile>().AnyAsync(file => file.Hash == hash, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_that_bring_the_same_new_file_at_once_both_keep_it()
    {
        await using var one = site.Db();
        await using var two = site.Db();
        var content = Pdf("at once");
        var (first, second) = (await PutAsync(one, content), await PutAsync(two, content));

        await one.SaveChangesAsync(TestContext.Current.CancellationToken);
        await two.SaveChangesAsync(TestContext.Current.CancellationToken);

        Assert.Equal(first.Hash, second.Hash);
        await using var db = site.Db();
        Assert.Equal(1, await db.Set<StoredFile>().CountAsync(file => file.Hash == first.Hash, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Officers_who_answer_with_the_same_new_file_at_once_are_all_thanked()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary, ("AnswerKind", "File"));
        var links = (await _post.SendAsync(secretary, id)).Values.Select(Post.LinkIn).ToList();
        var content = Pdf("all at once");

        var responses = await Task.WhenAll(links.Select(link => Post.UploadAsync(site.Visit(), link, content, "same.pdf")));

        Assert.Equal(2, responses.Length);
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Found, response.StatusCode));
    }

    [Fact]
    public async Task A_file_that_is_deleted_while_it_is_used_again_is_asked_for_again_and_never_missing()
    {
        var content = Pdf("raced");
        string hash;
        await using (var db = site.Db())
        {
            hash = (await PutAsync(db, content)).Hash;
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var late = site.Db();
        await PutAsync(late, content);
        await using (var other = site.Db()) Assert.True(await Store.RemoveAsync(other, hash, TestContext.Current.CancellationToken));

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => late.SaveChangesAsync(TestContext.Current.CancellationToken));

        await using var after = site.Db();
        Assert.False(await after.Set<StoredFile>().AnyAsync(file => file.Hash == hash, TestContext.Current.CancellationToken));
        await PutAsync(after, content);
        await after.SaveChangesAsync(TestContext.Current.CancellationToken);
        Assert.Equal(hash, await Store.RehashAsync(hash, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_somebody_put_back_before_its_bytes_went_is_theirs()
    {
        var content = Pdf("put back");
        await using var db = site.Db();
        var hash = (await PutAsync(db, content)).Hash;
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await using var holder = site.Db();
        holder.Add(new Circular
        {
            Id = RowId.New(), Role = Roles.Liaison, Zone = "UTC", SenderName = "Sender", CreatedAt = site.Clock.GetCurrentInstant(),
            Files = [new CircularFile { Id = RowId.New(), Hash = (await PutAsync(holder, content)).Hash, Name = "kept.pdf", MediaType = "application/pdf" }],
        });
        await holder.SaveChangesAsync(TestContext.Current.CancellationToken);

        Assert.False(await Store.RemoveAsync(db, hash, TestContext.Current.CancellationToken));

        Assert.Equal(hash, await Store.RehashAsync(hash, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_removal_that_was_cut_short_is_ended_when_it_is_told_again()
    {
        var content = Pdf("cut short");
        await using var db = site.Db();
        var hash = (await PutAsync(db, content)).Hash;
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        // The program ended between row and bytes
        await using (var cut = site.Db()) await cut.Set<StoredFile>().Where(file => file.Hash == hash).ExecuteDeleteAsync(TestContext.Current.CancellationToken);

        Assert.True(await Store.RemoveAsync(db, hash, TestContext.Current.CancellationToken));

        Assert.False(File.Exists(Store.PathOf(hash)));
        Assert.False(await Store.RemoveAsync(db, hash, TestContext.Current.CancellationToken));
    }

    private async Task<StoredFile> PutAsync(RotundaDb db, byte[] content)
    {
        using var stream = new MemoryStream(content);
        return await Store.PutAsync(db, stream, "application/pdf", TestContext.Current.CancellationToken);
    }

    private async Task<List<string>> HashesAsync(params string[] labels)
    {
        await using var db = site.Db();
        var hashes = new List<string>();
        foreach (var label in labels) hashes.Add(await db.Applications.Where(row => row.Domain == label + ".example").SelectMany(row => row.Files).Select(file => file.Hash).SingleAsync());
        return hashes;
    }

    /// <summary>A PDF of its own.</summary>
    private static byte[] Pdf(string label) => [.. Applicant.Pdf[..^6], .. Encoding.ASCII.GetBytes($"% {label}\n%%EOF\n")];
}

public sealed class SharedFileTestsOnSqlite(SqliteSite site) : SharedFileTests(site), IClassFixture<SqliteSite>;

public sealed class SharedFileTestsOnPostgres(PostgresSite site) : SharedFileTests(site), IClassFixture<PostgresSite>;
