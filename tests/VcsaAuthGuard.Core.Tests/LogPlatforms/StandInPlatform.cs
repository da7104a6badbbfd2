using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using VcsaAuthGuard.Tests.Logs;

namespace VcsaAuthGuard.Tests.LogPlatforms;

/// <summary>Implements what the stand-ins of platforms share: Kestrel with TLS, requests that fail on demand, and collected logs.</summary>
internal abstract class StandInPlatform : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate = MakeCertificate();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Lock _faultLock = new();
    private readonly List<Fault> _faults = [];
    private readonly WebApplication _app;

    protected StandInPlatform()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestLineSize = 1 << 16;
            options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate));
        });
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    public string Thumbprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    public string UserName { get; protected init; } = "reader@example.org";

    public string Password { get; } = "Logs-" + RandomNumberGenerator.GetHexString(16);

    /// <summary>Method and path of each request, in order.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Gets or sets the collected logs.</summary>
    public CollectedLogs Logs { get; set; } = new([]);

    /// <summary>Gets or sets whether responses are marked as incomplete.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>Gets the number of events that were sent.</summary>
    public long EventsSent { get; protected set; }

    /// <summary>Gets the number of bytes of responses.</summary>
    public long BytesSent { get; protected set; }

    /// <summary>Gets or sets the counts of refused calls in the place of counting <see cref="Logs"/>: of a fleet too large to
    /// hold.</summary>
    public IReadOnlyList<(string Host, long Start, long Count)>? Counters { get; set; }

    public Task StartAsync() => _app.StartAsync();

    /// <summary>Gets the number of requests that searched or counted.</summary>
    public int Searches => _requests.Count(request => !request.Contains("/sessions", StringComparison.Ordinal)
        && !request.Contains("point_in_time", StringComparison.Ordinal));

    /// <summary>Sets <see cref="Counters"/> to 1,000 vCenters with 10 million refused calls in 30 days.</summary>
    public void CountFleet()
    {
        const long Span = 300_000_000_000;
        long first = PlatformFixture.After.ToUnixTimeMilliseconds() * 1_000_000;
        Counters =
        [
            .. Enumerable.Range(0, 100_000).Select(i => ($"vc{i % 1000:D4}.example.org", first + (i / 1000 * 86L * Span), 97L + (i % 7))),
        ];
    }

    /// <summary>Serves until standard input ends; lines there steer it: <c>fault|POST /path|503|1</c>, <c>load|path|host|split</c>,
    /// <c>five|split|1</c>, <c>fleet</c>, <c>incomplete</c>, <c>clear</c>. <c>counts</c> is answered with the numbers of searches, bytes
    /// and events.</summary>
    public async Task<int> RunAsync()
    {
        await StartAsync();
        Console.WriteLine($"{Address.Authority} {Thumbprint} {Password}");
        while (await Console.In.ReadLineAsync() is string line)
        {
            Steer(line.Split('|'));
            Console.WriteLine(line == "counts" ? FormattableString.Invariant($"{Searches} {BytesSent} {EventsSent}") : "ok");
        }

        return 0;
    }

    /// <summary>Makes requests go wrong.</summary>
    /// <param name="request">How they start: "POST /api/v1/alerts".</param>
    /// <param name="status">The answer's status; 0: none comes.</param>
    /// <param name="times">How many.</param>
    /// <param name="body">The answer's text.</param>
    /// <param name="retryAfter">The header of that name.</param>
    public void Fail(
        string request,
        int status,
        int times = int.MaxValue,
        string body = """{"errorMessage":"The stand-in was told to fail."}""",
        string? retryAfter = null
    )
    {
        lock (_faultLock)
        {
            _faults.Add(new Fault(request, status, body, retryAfter) { Times = times });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    protected Task SayCountedAsync(HttpContext context, string body)
    {
        BytesSent += Encoding.UTF8.GetByteCount(body);
        return SayAsync(context, 200, body);
    }

    /// <summary>Counts events by host and span; with <see cref="Counters"/> only refused calls have any.</summary>
    protected IEnumerable<(string Host, long Start, long Count)> CountEvents(long span, bool isRefused, Func<StandInEvent, bool> holds) =>
        Counters is null
            ? Logs.Events.Where(holds)
                .GroupBy(item => (item.Host, Start: item.Nanoseconds / span * span))
                .Select(group => (group.Key.Host, group.Key.Start, (long)group.Count()))
            : isRefused ? Counters : [];

    protected static Task SayAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body, Encoding.UTF8);
    }

    protected static Task RefuseAsync(HttpContext context, int status, string message) =>
        SayAsync(context, status, new JsonObject { ["errorMessage"] = message, ["errorCode"] = "STAND_IN" }.ToJsonString());

    protected virtual void Steer(string[] parts)
    {
        switch (parts[0])
        {
            case "fault":
                Fail(
                    parts[1],
                    int.Parse(parts[2], CultureInfo.InvariantCulture),
                    int.Parse(parts[3], CultureInfo.InvariantCulture),
                    retryAfter: "0"
                );
                break;
            case "load":
                Logs = Logs.And(CollectedLogs.OfFiles(Directory.GetFiles(parts[1], "*.log*"), parts[2], isSplit: parts[3] == "split"));
                break;
            case "five":
                Logs = PlatformFixture.FiveVCenters(parts[1] == "split", int.Parse(parts[2], CultureInfo.InvariantCulture));
                break;
            case "fleet":
                CountFleet();
                break;
            case "incomplete":
                IsIncomplete = true;
                break;
            case "clear":
                Logs = new([]);
                Counters = null;
                IsIncomplete = false;
                lock (_faultLock)
                {
                    _faults.Clear();
                }

                break;
        }
    }

    protected bool IsAllowed(HttpContext context) =>
        $"{context.Request.Headers.Authorization}" == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}"))
        || $"{context.Request.Headers.Authorization}" == "Bearer " + Password;

    /// <summary>Answers a request that is not to fail.</summary>
    protected abstract Task AnswerAsync(HttpContext context, string request, string body);

    private static X509Certificate2 MakeCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=logs.example.org", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // SslStream on Windows wants a key that was loaded, not one just made.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private async Task TakeAsync(HttpContext context)
    {
        string request = $"{context.Request.Method} {context.Request.Path}";
        _requests.Enqueue(request);
        if (Take(request) is Fault fault)
        {
            if (fault.Status == 0)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            }

            if (fault.RetryAfter is not null)
            {
                context.Response.Headers.RetryAfter = fault.RetryAfter;
            }

            await SayAsync(context, fault.Status, fault.Body);
            return;
        }

        using StreamReader reader = new(context.Request.Body);
        await AnswerAsync(context, request, await reader.ReadToEndAsync());
    }

    private Fault? Take(string request)
    {
        lock (_faultLock)
        {
            Fault? fault = _faults.Find(fault => fault.Times > 0 && request.StartsWith(fault.Request, StringComparison.Ordinal));
            if (fault is not null)
            {
                fault.Times--;
            }

            return fault;
        }
    }

    private sealed class Fault(string request, int status, string body, string? retryAfter)
    {
        public string Request => request;

        public int Status => status;

        public string Body => body;

        public string? RetryAfter => retryAfter;

        public int Times { get; set; }
    }
}
