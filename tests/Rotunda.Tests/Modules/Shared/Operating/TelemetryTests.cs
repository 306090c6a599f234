using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Operating;

/// <summary>What a monitoring of one's own can hear: metrics by OTLP, the log as JSON.</summary>
public sealed class TelemetryTests(SqliteSite site) : IClassFixture<SqliteSite>
{
    [Fact]
    public async Task Metrics_go_to_the_collector_that_the_environment_names()
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        var received = ReceiveAsync(collector, "members/{");
        using var program = await ChildProgram.ServeWithAsync(
            site.Location.DataFolder,
            [("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{((IPEndPoint)collector.LocalEndpoint).Port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "200")]);
        await program.Visit().PageAsync("/en/members/upc");

        var request = await received.WaitAsync(TimeSpan.FromSeconds(60));

        // Metrics alone unless traces are asked for
        Assert.StartsWith("POST /v1/metrics HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains("rotunda", request, StringComparison.Ordinal);
        // The route, never the address as it was asked for, which may hold a secret
        Assert.Contains("http.server.request.duration", request, StringComparison.Ordinal);
        Assert.DoesNotContain("/en/members/upc", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_go_there_only_when_asked_for_and_hold_routes_but_no_secret()
    {
        const string secret = "WqZ3vT9kLm2xRb7sNd5yHc8pJf4gAe6u";
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        var received = ReceiveAsync(collector, "account/invitation/{");
        using var program = await ChildProgram.ServeWithAsync(
            site.Location.DataFolder,
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{((IPEndPoint)collector.LocalEndpoint).Port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_METRIC_EXPORT_INTERVAL", "3600000"), ("OTEL_TRACES_EXPORTER", "otlp"), ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ]);
        using var answer = await program.Visit().GetAsync($"/en/account/invitation/{secret}?back={secret}");

        var request = await received.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.StartsWith("POST /v1/traces HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains("GET /{lang:lang}/account/invitation/{", request, StringComparison.Ordinal);
        Assert.Contains("http.response.status_code", request, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_json_when_asked_for()
    {
        using var program = await ChildProgram.ServeWithAsync(site.Location.DataFolder, [("ROTUNDA_LOG_FORMAT", "json")]);

        using var line = JsonDocument.Parse(program.Announcement);

        Assert.Equal("Information", line.RootElement.GetProperty("LogLevel").GetString());
        Assert.EndsWith("Z", line.RootElement.GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("Rotunda serves http://127.0.0.1:", line.RootElement.GetProperty("Message").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Takes requests until one holds a word.</summary>
    private static async Task<string> ReceiveAsync(TcpListener collector, string word)
    {
        while (true)
        {
            using var client = await collector.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            var bytes = new List<byte>();
            var buffer = new byte[65536];
            while (!IsWhole(bytes) && await stream.ReadAsync(buffer) is var read and > 0) bytes.AddRange(buffer[..read]);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            var request = Encoding.Latin1.GetString([.. bytes]);
            if (request.Contains(word, StringComparison.Ordinal)) return request;
        }
    }

    private static bool IsWhole(List<byte> bytes)
    {
        var text = Encoding.Latin1.GetString([.. bytes]);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var length = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1];
        return end > 0 && (length is null ? text.EndsWith("0\r\n\r\n", StringComparison.Ordinal) : text.Length >= end + 4 + int.Parse(length, System.Globalization.CultureInfo.InvariantCulture));
    }
}
