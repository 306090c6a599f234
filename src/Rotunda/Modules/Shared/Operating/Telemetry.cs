using System.Reflection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Rotunda.Modules.Shared.Operating;

/// <summary>Hands measurements, and traces where they are asked for, to a collector that the environment names, and writes the log as JSON where that is asked for.</summary>
internal static class Telemetry
{
    /// <summary>OpenTelemetry's own variable; the exporter reads it and its kin (protocol, headers, interval, sampler) itself.</summary>
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>OpenTelemetry's own variable; <c>otlp</c> asks for traces.</summary>
    private const string Traces = "OTEL_TRACES_EXPORTER";

    /// <summary>What .NET, ASP.NET Core and the database drivers count already.</summary>
    private static readonly string[] Meters =
    [
        "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "Microsoft.AspNetCore.Diagnostics",
        "Microsoft.EntityFrameworkCore", "Npgsql",
    ];

    /// <summary>Requests, and statements of PostgreSQL by their text with places for values, never the values.</summary>
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "Npgsql"];

    /// <summary>Adds the export of metrics and of traces; nothing when no collector is named.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[Collector])) return;
        var version = typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("rotunda", serviceVersion: version))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter());
        if (builder.Configuration[Traces] != "otlp") return;
        builder.Services.AddTransient<IStartupFilter, TracedRequests>();
        telemetry.WithTracing(tracing => tracing.AddSource(Sources).AddProcessor<WithoutAddresses>().AddOtlpExporter());
    }

    /// <summary>One JSON object a line on standard error instead of text.</summary>
    public static void LogAsJson(this WebApplicationBuilder builder) => builder.Logging.AddJsonConsole(json =>
    {
        json.UseUtcTimestamp = true;
        json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
    });
}
