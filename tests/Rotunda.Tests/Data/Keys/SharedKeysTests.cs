using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Keys;

/// <summary>Two nodes on one PostgreSQL database: what one protects, the other reads.</summary>
public sealed class SharedKeysTests(EmptyPostgresSite site) : IClassFixture<EmptyPostgresSite>
{
    [Fact]
    public async Task Nodes_that_start_on_an_empty_database_read_each_others_secrets()
    {
        await using var other = OtherNode.Of(site);
        var (here, there) = (ProtectorOf(site.Services), ProtectorOf(other.Services));

        var (from, back) = (here.Protect("from here"), there.Protect("from there"));

        Assert.Equal(("from here", "from there"), (there.Unprotect(from), here.Unprotect(back)));
    }

    [Fact]
    public async Task A_person_who_signed_in_on_one_node_is_signed_in_on_the_other_and_sends_its_forms()
    {
        await using var other = await OtherNode.ListenAsync(site);
        var person = await site.SignInAsAsync("secretary@example.org", Roles.Secretariat);

        using var desk = await person.Http.GetAsync(new Uri(other.Address + "/en/desk"));
        using var stranger = await other.Visit().GetAsync("/en/desk");
        var form = (await person.PageAsync("/en/desk/invitations")).QuerySelector("main form[method=post]")!;
        form.RemoveAttribute("action");
        using var sent = await person.SubmitAsync(form, other.Address + "/en/desk/invitations", [("Email", "guest@example.org"), ("role", Roles.Member)]);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Found), (desk.StatusCode, stranger.StatusCode));
        Assert.True((int)sent.StatusCode < 400, $"The other node answered {(int)sent.StatusCode} to a form of this one.");
    }

    private static IDataProtector ProtectorOf(IServiceProvider services) => services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
