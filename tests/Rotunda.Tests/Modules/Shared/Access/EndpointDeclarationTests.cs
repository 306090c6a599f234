using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Access;

/// <summary>The program does not start with an endpoint that declares no policy, or one that no role may do.</summary>
public sealed class EndpointDeclarationTests : IDisposable
{
    private const string Page = "/Newsroom/Articles/Pages/Faq";

    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-start-").FullName;

    [Fact]
    public async Task Program_as_it_is_starts()
    {
        await using var app = Build(_ => { });

        Assert.NotEmpty(((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources);
    }

    [Fact]
    public void Page_without_a_policy_fails_the_start_and_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Build(metadata => metadata.Clear()));

        Assert.Equal($"Endpoints without a policy: {Page} ({{lang:lang}}/faq)", error.Message);
    }

    [Fact]
    public void Page_with_a_misspelt_act_fails_the_start_and_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Build(metadata =>
        {
            metadata.Clear();
            metadata.Add(new RequiresAttribute("alliance.registry.edti"));
        }));

        Assert.Equal($"Endpoints without a policy: {Page} ({{lang:lang}}/faq)", error.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The program with one page whose declarations a test changes.</summary>
    private WebApplication Build(Action<IList<object>> change) => RotundaApp.Build(StoreLocation.At(_folder, null), "http://127.0.0.1:0", builder =>
    {
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IActionDescriptorProvider>(new ChangedPage(change));
    });

    /// <summary>Changes the metadata of a page after everybody else wrote it.</summary>
    private sealed class ChangedPage(Action<IList<object>> change) : IActionDescriptorProvider
    {
        public int Order => int.MaxValue;

        public void OnProvidersExecuting(ActionDescriptorProviderContext context)
        {
            var page = context.Results.OfType<CompiledPageActionDescriptor>().Single(descriptor => descriptor.ViewEnginePath == Page);
            var metadata = page.EndpointMetadata.ToList();
            change(metadata);
            page.EndpointMetadata = metadata;
        }

        public void OnProvidersExecuted(ActionDescriptorProviderContext context)
        {
        }
    }
}
