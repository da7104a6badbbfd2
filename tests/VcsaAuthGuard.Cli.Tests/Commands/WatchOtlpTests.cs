using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

/// <summary>Metrics that <c>watch --otlp-endpoint</c> sends, as a collector gets them.</summary>
public sealed class WatchOtlpTests
{
    private const string FaultsMetric = "vcsa_auth_faults_total";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private static readonly string Log = Path.Combine(Repository.Root, "samples", "incident", "vpxd-8.log");

    private readonly ConcurrentQueue<(string Path, string? Type, string? Key, string Body)> _requests = new();

    [Fact]
    public async Task A_collector_gets_the_last_figures_with_the_headers_of_the_environment()
    {
        await using WebApplication collector = await StartAsync();
        Uri address = new(collector.Urls.Single());
        (int exitCode, string errors) = await WatchAsync(address, "OTEL_EXPORTER_OTLP_HEADERS=x-api-key=key-of-the-test");
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("could not be sent", errors, StringComparison.Ordinal);
        Assert.All(_requests, request =>
            Assert.Equal(("/v1/metrics", "application/x-protobuf", "key-of-the-test"), (request.Path, request.Type, request.Key)));
        string body = Assert.Single(_requests).Body;
        string[] expected =
        [
            FaultsMetric, "vcsa_auth_burst_open", "vcsa_auth_last_fault_timestamp_seconds", "vcsa_auth_watch_gaps_total", "vcenter",
            "vc1.example.com", "kind", "NotAuthenticated", "method", "fileManagement", "service.name", "vcsa-authguard",
        ];
        Assert.All(expected, text => Assert.Contains(text, body, StringComparison.Ordinal));
        Assert.Contains(Fixed64(FaultsOfTheLog), body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_is_away_is_told_of_once_and_ends_nothing()
    {
        using ReservedPort port = new();
        (int exitCode, string errors) = await WatchAsync(new($"http://127.0.0.1:{port.Number}"));
        Assert.Equal(0, exitCode);
        Assert.Equal(2, errors.Split("Metrics could not be sent to http://127.0.0.1:").Length);
        Assert.Contains("44 faults in 1 log", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://collector.example.com/secret", "not an http or https address")]
    [InlineData("http://user:secret@collector.example.com", "OTEL_EXPORTER_OTLP_HEADERS")]
    public void An_address_with_an_account_or_of_another_kind_is_refused_and_not_shown(string address, string expected)
    {
        (int exitCode, string output, string errors) = Repository.Run("dotnet", [Program, "watch", Log, "--otlp-endpoint", address]);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll");
}
