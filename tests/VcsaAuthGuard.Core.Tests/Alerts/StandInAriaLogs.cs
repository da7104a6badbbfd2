using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace VcsaAuthGuard.Tests.Alerts;

/// <summary>
/// A stand-in for Aria Operations for Logs: Kestrel with TLS, its sessions and alerts as the facts have them. Texts of errors, ids, and
/// what the facts do not say (that the list is an array, that a delete answers 200) are its own; nothing it says is proof of the product.
/// </summary>
internal sealed class StandInAriaLogs : IAsyncDisposable
{
    public const string Command = "--stand-in-aria";
    public const string UserName = "alerts@example.org";

    private readonly X509Certificate2 _certificate = MakeCertificate();
    private readonly ConcurrentDictionary<string, bool> _sessions = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentDictionary<string, JsonObject> _alerts = new();
    private readonly Lock _faultLock = new();
    private readonly List<Fault> _faults = [];
    private readonly WebApplication _app;

    private StandInAriaLogs()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    public string Thumbprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    public string Password { get; } = "Logs-" + RandomNumberGenerator.GetHexString(16);

    /// <summary>Method and path of each request, in order.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The alerts by id.</summary>
    public IReadOnlyDictionary<string, JsonObject> Alerts => _alerts;

    public static async Task<StandInAriaLogs> StartAsync()
    {
        StandInAriaLogs platform = new();
        await platform._app.StartAsync();
        return platform;
    }

    /// <summary>Serves until standard input ends; lines there steer it: <c>fault|POST /api/v1/alerts|503|1</c>, <c>forget</c>, <c>clear</c>.</summary>
    public static async Task<int> RunAsync()
    {
        await using StandInAriaLogs platform = await StartAsync();
        Console.WriteLine($"{platform.Address.Authority} {platform.Thumbprint} {platform.Password}");
        while (await Console.In.ReadLineAsync() is string line)
        {
            string[] parts = line.Split('|');
            switch (parts[0])
            {
                case "fault":
                    platform.Fail(parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture), int.Parse(parts[3], CultureInfo.InvariantCulture), retryAfter: "0");
                    break;
                case "forget":
                    platform.ForgetSessions();
                    break;
                case "clear":
                    platform._alerts.Clear();
                    break;
            }

            Console.WriteLine("ok");
        }

        return 0;
    }

    /// <summary>Makes requests go wrong.</summary>
    /// <param name="request">How they start: "POST /api/v1/alerts".</param>
    /// <param name="status">The answer's status; 0: none comes.</param>
    /// <param name="times">How many.</param>
    /// <param name="body">The answer's text.</param>
    /// <param name="retryAfter">The header of that name.</param>
    public void Fail(string request, int status, int times = int.MaxValue, string body = """{"errorMessage":"The stand-in was told to fail."}""", string? retryAfter = null)
    {
        lock (_faultLock)
        {
            _faults.Add(new Fault(request, status, body, retryAfter) { Times = times });
        }
    }

    /// <summary>All sessions are over: the next request in one gets 440.</summary>
    public void ForgetSessions() => _sessions.Clear();

    /// <summary>Puts an alert there, as somebody else would have.</summary>
    public string Put(JsonObject alert)
    {
        string id = Guid.NewGuid().ToString();
        alert["id"] = id;
        _alerts[id] = alert;
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=logs.example.org", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // SslStream on Windows wants a key that was loaded, not one just made.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static Task SayAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body, Encoding.UTF8);
    }

    private static Task RefuseAsync(HttpContext context, int status, string message) =>
        SayAsync(context, status, new JsonObject { ["errorMessage"] = message, ["errorCode"] = "STAND_IN" }.ToJsonString());

    private async Task AnswerAsync(HttpContext context)
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
        string text = await reader.ReadToEndAsync();
        if (request == "POST /api/v2/sessions")
        {
            await LoginAsync(context, JsonNode.Parse(text)!.AsObject());
            return;
        }

        string authorization = $"{context.Request.Headers.Authorization}";
        if (!authorization.StartsWith("Bearer ", StringComparison.Ordinal) || !_sessions.ContainsKey(authorization["Bearer ".Length..]))
        {
            await RefuseAsync(context, authorization.Length == 0 ? 401 : 440, "The session is over.");
            return;
        }

        string id = context.Request.Path.Value!.Split('/')[^1];
        await (request switch
        {
            "GET /api/v2/alerts" => SayAsync(context, 200, new JsonArray([.. _alerts.Values.Select(alert => alert.DeepClone())]).ToJsonString()),
            "POST /api/v1/alerts" => CreateAsync(context, JsonNode.Parse(text)!.AsObject()),
            _ when request.StartsWith("DELETE /api/v1/alerts/", StringComparison.Ordinal) =>
                _alerts.TryRemove(id, out _) ? SayAsync(context, 200, "") : RefuseAsync(context, 404, $"There is no alert {id}."),
            _ => RefuseAsync(context, 404, "There is no such resource."),
        });
    }

    private Task LoginAsync(HttpContext context, JsonObject who)
    {
        if ((string?)who["username"] != UserName || (string?)who["password"] != Password || (string?)who["provider"] is not ("Local" or "vIDM"))
        {
            return RefuseAsync(context, 401, "Invalid username or password.");
        }

        string session = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
        _sessions[session] = true;
        return SayAsync(context, 200, new JsonObject { ["userId"] = Guid.NewGuid().ToString(), ["sessionId"] = session, ["ttl"] = 1800 }.ToJsonString());
    }

    private Task CreateAsync(HttpContext context, JsonObject alert)
    {
        bool isQuery;
        try
        {
            isQuery = alert["chartQuery"]?.GetValueKind() == JsonValueKind.String && JsonNode.Parse((string)alert["chartQuery"]!) is JsonObject;
        }
        catch (JsonException)
        {
            isQuery = false;
        }

        string? wrong = (string?)alert["name"] is not { Length: > 0 } ? "name is mandatory."
            : !isQuery ? "chartQuery is a JSON document in a string."
            : (string?)alert["alertType"] != "RATE_BASED" || (string?)alert["hitOperator"] != "GREATER_THAN" ? "alertType or hitOperator is unknown."
            : (bool?)alert["emailEnabled"] == true && alert["emails"] is not JsonArray { Count: > 0 } ? "emails has no address."
            : null;
        if (wrong is not null)
        {
            return RefuseAsync(context, 400, wrong);
        }

        // Published alerts have it as 4.0.
        alert["hitCount"] = JsonNode.Parse($"{(int)alert["hitCount"]!}.0");
        return SayAsync(context, 201, new JsonObject { ["id"] = Put(alert) }.ToJsonString());
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
