using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>
/// The services API of a stand-in appliance: Kestrel with TLS over the same state directory as its ssh. Paths, states and codes are
/// those of the facts; bodies of errors are in the form that the API reference gives (error_type, messages), with texts of our own.
/// </summary>
public sealed class StandInServiceApi : IAsyncDisposable
{
    public const string UserName = "administrator@vsphere.local";

    private const string TokenHeader = "vmware-api-session-id";

    private readonly ApplianceState _state;
    private readonly X509Certificate2 _certificate = MakeCertificate();
    private readonly ConcurrentDictionary<string, bool> _tokens = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Lock _faultLock = new();
    private readonly List<PendingFault> _faults = [];
    private readonly ConcurrentBag<Task> _later = [];
    private readonly WebApplication _app;

    private StandInServiceApi(ApplianceState state)
    {
        _state = state;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        _app = builder.Build();
        _app.Use(GuardAsync);
        _app.MapPost("/api/session", Login);
        _app.MapDelete("/api/session", Logout);
        _app.MapGet(
            "/api/vcenter/services",
            () => Json(new JsonObject(Services().Select(item => new KeyValuePair<string, JsonNode?>(item.Id, Info(item)))))
        );
        _app.MapGet("/api/vcenter/services/{id}", (string id) => Find(id) is { } item ? Json(Info(item)) : NotFound(id));
        _app.MapPost("/api/vcenter/services/{id}", (string id, string? action) => Act(id, action));
        _app.MapGet(
            "/rest/appliance/vmon/service",
            () =>
                Json(
                    new JsonObject
                    {
                        ["value"] = new JsonArray([
                            .. Services().Select(item => new JsonObject { ["key"] = item.Id, ["value"] = Info(item) }),
                        ]),
                    }
                )
        );
    }

    /// <summary>https://127.0.0.1:port.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>The SHA-256 thumbprint of its self-signed certificate.</summary>
    public string Thumbprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>The password of <see cref="UserName"/>.</summary>
    public string Password { get; } = "Api-" + RandomNumberGenerator.GetHexString(16);

    /// <summary>Method and path with query of every request, in order.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Gets the number of open sessions: a client logs out of its own.</summary>
    public int OpenSessions => _tokens.Count;

    public static async Task<StandInServiceApi> StartAsync(ApplianceState state)
    {
        StandInServiceApi api = new(state);
        await api._app.StartAsync();
        return api;
    }

    /// <summary>Makes requests go wrong: the first <paramref name="times"/> (-1: all) after <paramref name="skip"/> good ones.</summary>
    /// <param name="request">How the request starts: "POST /api/session", "GET /api/vcenter/services", "POST
    /// /api/vcenter/services/vpxd?action=restart".</param>
    /// <param name="fault">What happens. A service that does not do as told is a fault of <see cref="ApplianceState.SetFault"/>.</param>
    /// <param name="seconds">Of <see cref="ServiceApiFault.Slow"/> how long, of <see cref="ServiceApiFault.TimedOutButDone"/> after how
    /// long it is done, of <see cref="ServiceApiFault.TooManyRequests"/> the Retry-After.</param>
    /// <param name="times">How many requests it meets.</param>
    /// <param name="skip">How many go well before.</param>
    public void SetFault(string request, ServiceApiFault fault, double seconds = 0, int times = -1, int skip = 0)
    {
        lock (_faultLock)
        {
            _faults.Add(new PendingFault(request, fault, seconds, times, skip));
        }
    }

    /// <summary>Forgets all sessions, as a restart of the API does: the next request with a token gets 401.</summary>
    public void ForgetSessions() => _tokens.Clear();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Task.WhenAll(_later);
        _certificate.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=stand-in.example.org", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // SslStream on Windows wants a key that was loaded, not one just made.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static IResult Json(JsonNode body, int status = 200) =>
        Results.Text(body.ToJsonString(), "application/json", Encoding.UTF8, status);

    private static IResult Error(int status, string type, string text) =>
        Json(
            new JsonObject
            {
                ["error_type"] = type,
                ["messages"] = new JsonArray(
                    new JsonObject
                    {
                        ["args"] = new JsonArray(),
                        ["default_message"] = text,
                        ["id"] = "stand-in",
                    }
                ),
            },
            status
        );

    private static IResult NotFound(string id) => Error(404, "NOT_FOUND", $"There is no service {id}.");

    private static JsonObject Info(StandInService service)
    {
        JsonObject info = new()
        {
            ["name_key"] = $"cis.{service.Id}.ServiceName",
            ["description_key"] = $"cis.{service.Id}.ServiceDescription",
            ["startup_type"] = service.StartupType,
            ["state"] = service.RunState,
        };
        if (service.IsUp)
        {
            // The API has no UNHEALTHY: what is not functional is DEGRADED there.
            info["health"] = service.Health == "HEALTHY" ? "HEALTHY" : "DEGRADED";
            info["health_messages"] = new JsonArray();
        }

        return info;
    }

    private IEnumerable<StandInService> Services() =>
        _state.States().Values.Where(item => item.IsVMon).OrderBy(item => item.Id, StringComparer.Ordinal);

    private StandInService? Find(string id) => Services().FirstOrDefault(item => item.Id == id);

    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        string request = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
        _requests.Enqueue(request);
        IResult? answer = null;
        switch (Take(request))
        {
            case { Fault: ServiceApiFault.Slow } slow:
                await Task.Delay(TimeSpan.FromSeconds(slow.Seconds), context.RequestAborted);
                break;
            case { Fault: ServiceApiFault.Unauthenticated }:
                answer = Error(401, "UNAUTHENTICATED", "Authentication required.");
                break;
            case { Fault: ServiceApiFault.TooManyRequests } many:
                context.Response.Headers.RetryAfter = $"{many.Seconds}";
                answer = Error(429, "RESOURCE_BUSY", "Too many requests.");
                break;
            case { Fault: ServiceApiFault.Error }:
                answer = Error(500, "ERROR", "The request failed.");
                break;
            case { Fault: ServiceApiFault.TimedOut }:
                answer = Error(504, "TIMED_OUT", "The request timed out.");
                break;
            case { Fault: ServiceApiFault.TimedOutButDone } late:
                answer = Error(504, "TIMED_OUT", "The request timed out.");
                _later.Add(VmonLaterAsync(context.Request.Path.Value!.Split('/')[^1], $"{context.Request.Query["action"]}", late.Seconds));
                break;
        }

        bool isLogin = context.Request.Method == "POST" && context.Request.Path == "/api/session";
        if (answer is null && !isLogin && !_tokens.ContainsKey($"{context.Request.Headers[TokenHeader]}"))
        {
            answer = Error(401, "UNAUTHENTICATED", "Authentication required.");
        }

        await (answer?.ExecuteAsync(context) ?? next(context));
    }

    private IResult Login(HttpContext context)
    {
        string expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}"));
        if (context.Request.Headers.Authorization != expected)
        {
            return Error(401, "UNAUTHENTICATED", "Authentication required.");
        }

        string token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _tokens[token] = true;
        return Json(JsonValue.Create(token), 201);
    }

    private IResult Logout(HttpContext context)
    {
        _tokens.TryRemove($"{context.Request.Headers[TokenHeader]}", out _);
        return Results.NoContent();
    }

    private IResult Act(string id, string? action)
    {
        if (Find(id) is not { } service)
        {
            return NotFound(id);
        }

        bool isAllowed = action switch { "start" => service.RunState == "STOPPED", "stop" or "restart" => service.IsUp, _ => false };
        if (!isAllowed)
        {
            return Error(400, "NOT_ALLOWED_IN_CURRENT_STATE", $"{action} is not allowed while {id} is {service.RunState}.");
        }

        return Vmon(id, action!) == 0 ? Results.NoContent() : Error(500, "ERROR", $"{action} of {id} failed.");
    }

    private int Vmon(string id, string action) => _state.Run("vmon-cli", $"--{action}", id).ExitCode;

    private async Task VmonLaterAsync(string id, string action, double seconds)
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        Vmon(id, action);
    }

    private PendingFault? Take(string request)
    {
        lock (_faultLock)
        {
            foreach (PendingFault fault in _faults.Where(fault => request.StartsWith(fault.Request, StringComparison.Ordinal)))
            {
                if (fault.Skip > 0)
                {
                    fault.Skip--;
                }
                else if (fault.Times != 0)
                {
                    fault.Times -= fault.Times > 0 ? 1 : 0;
                    return fault;
                }
            }

            return null;
        }
    }

    private sealed class PendingFault(string request, ServiceApiFault fault, double seconds, int times, int skip)
    {
        public string Request => request;

        public ServiceApiFault Fault => fault;

        public double Seconds => seconds;

        public int Times { get; set; } = times;

        public int Skip { get; set; } = skip;
    }
}
