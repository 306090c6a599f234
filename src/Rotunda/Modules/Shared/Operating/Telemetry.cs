using System.Reflection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Rotunda.Modules.Shared.Operating;

/// <summary>Hands measurements to a collector where the environment names one, and writes the log as JSON where that is asked for.</summary>
internal static class Telemetry
{
    /// <summary>OpenTelemetry's own variable; the exporter reads it and its kin (protocol, headers, interval) itself.</summary>
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What .NET, ASP.NET Core and the database drivers count already.</summary>
    private static readonly string[] Meters =
    [
        "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "Microsoft.AspNetCore.Diagnostics",
        "Microsoft.EntityFrameworkCore", "Npgsql",
    ];

    /// <summary>Adds the export of metrics; nothing when no collector is named.</summary>
    /// <remarks>There are no traces: a span carries the address of its page, and addresses of invitations and answers are secrets.</remarks>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[Collector])) return;
        var version = typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("rotunda", serviceVersion: version))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter());
    }

    /// <summary>One JSON object a line on standard error instead of text.</summary>
    public static void LogAsJson(this WebApplicationBuilder builder) => builder.Logging.AddJsonConsole(json =>
    {
        json.UseUtcTimestamp = true;
        json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
    });
}
