using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Testing;

namespace Rotunda.Tests.Data;

/// <summary>The demonstration on an embedded database whose disk a test fills.</summary>
public sealed class FullDiskSite : SqliteSite
{
    public FullDisk Disk { get; } = new();

    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Services.ConfigureDbContext<SqliteRotundaDb>(options => options.AddInterceptors(Disk));
    }
}
