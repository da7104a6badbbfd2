using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

/// <summary>Metrics that <c>watch --otlp-endpoint</c> sends, as a collector gets them.</summary>
public sealed class WatchOtlpTests : IDisposable
{
    private const string Key = "key-of-the-test";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private static readonly string Log = Path.Combine(Repository.Root, "samples", "incident", "vpxd-8.log");

    private readonly ConcurrentQueue<(string Line, string? Type, string? Key, string Body)> _requests = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-");
    private readonly ReservedPort _port = new();

    private static string Program => Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll");

    private string Address => $"http://127.0.0.1:{_port}/";

    public void Dispose()
    {
        _port.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_collector_gets_the_figures_of_the_text_file_with_the_headers_of_the_environment()
    {
        using HttpListener collector = new() { Prefixes = { Address } };
        collector.Start();
        Task serving = ServeAsync(collector);
        string textFile = Path.Combine(_folder.FullName, "vcsa.prom");
        (int exitCode, string errors) = await WatchAsync("--text-file", textFile);
        collector.Stop();
        await serving.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("could not be sent", errors, StringComparison.Ordinal);
        Assert.NotEmpty(_requests);
        Assert.All(_requests, request =>
            Assert.Equal(("POST /v1/metrics", "application/x-protobuf", Key), (request.Line, request.Type, request.Key)));
        string body = _requests.Last().Body;
        Assert.Contains("service.name", body, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(textFile);
        string[] counters =
            [.. lines.Where(line => line.EndsWith(" counter", StringComparison.Ordinal)).Select(line => line.Split(' ')[2])];
        string[] samples = [.. lines.Where(line => !line.StartsWith('#'))];
        Assert.Contains(samples, line => line.StartsWith("vcsa_auth_faults_total{vcenter=\"vc1.example.com\"", StringComparison.Ordinal));
        Assert.All(samples, line =>
        {
            string name = line[..line.IndexOf('{', StringComparison.Ordinal)];
            double value = double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
            long bits = counters.Contains(name) ? (long)value : BitConverter.DoubleToInt64Bits(value);
            Assert.Contains(name, body, StringComparison.Ordinal);
            Assert.Contains(Fixed64(bits), body, StringComparison.Ordinal);
            Assert.All(line.Split('"').Where((_, i) => i % 2 == 1), label => Assert.Contains(label, body, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task A_collector_that_is_away_is_told_of_once_and_ends_nothing()
    {
        (int exitCode, string errors) = await WatchAsync();
        Assert.Equal(0, exitCode);
        Assert.Equal(2, errors.Split($"Metrics could not be sent to {Address}v1/metrics. ").Length);
        Assert.Contains("44 faults in 1 log", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://collector.example.com/secret", "not an http or https address")]
    [InlineData("http://user:secret@collector.example.com", "OTEL_EXPORTER_OTLP_HEADERS")]
    public void An_address_of_another_kind_or_with_an_account_is_refused_and_not_shown(string address, string expected)
    {
        (int exitCode, string output, string errors) = Repository.Run("dotnet", [Program, "watch", Log, "--otlp-endpoint", address]);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
    }

    /// <summary>Returns a number as the protocol writes it, with a character for each byte.</summary>
    private static string Fixed64(long bits)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bits);
        return Encoding.Latin1.GetString(bytes);
    }

    private async Task<(int ExitCode, string Errors)> WatchAsync(params string[] more)
    {
        string[] watch = ["watch", Log, "--from-start", "--duration", "1s", "--server", "vc1.example.com", "--otlp-endpoint", Address];
        ProcessStartInfo start = new("dotnet", [Program, .. watch, .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-api-key={Key}",
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = null,
                ["NO_PROXY"] = "127.0.0.1",
            },
        };
        using Process process = Process.Start(start)!;
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        Task<string> output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        string errors = await process.StandardError.ReadToEndAsync(deadline.Token);
        await output;
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, errors);
    }

    private async Task ServeAsync(HttpListener collector)
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await collector.GetContextAsync();
                HttpListenerRequest request = context.Request;
                using StreamReader reader = new(request.InputStream, Encoding.Latin1);
                string body = await reader.ReadToEndAsync();
                _requests.Enqueue(($"{request.HttpMethod} {request.RawUrl}", request.ContentType, request.Headers["x-api-key"], body));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException && !collector.IsListening)
        {
            // The end of the test.
        }
    }
}
