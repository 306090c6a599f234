using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Rotunda.Testing;

/// <summary>What the framework learns of the pages' properties, learned once for all sites of a test process: it is the same for each, and takes a good part of a site's start.</summary>
internal static class SharedMetadata
{
    private static readonly Lock s_lock = new();
    private static IModelMetadataProvider? s_provider;

    public static void ShareMetadata(this IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(provider =>
    {
        lock (s_lock)
        {
            return s_provider ??= new DefaultModelMetadataProvider(provider.GetRequiredService<ICompositeMetadataDetailsProvider>(), Options.Create(provider.GetRequiredService<IOptions<MvcOptions>>().Value));
        }
    }));
}
