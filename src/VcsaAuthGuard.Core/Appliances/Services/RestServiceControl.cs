using System.Net;
using System.Text.Json;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Appliances.Services;

/// <summary>
/// Controls services by vCenter Server's REST API: <c>/api/vcenter/services</c>, and for reading the older
/// <c>/rest/appliance/vmon/service</c> where the former is missing. REST has no lock, and the server completes a step by itself after the
/// request.
/// </summary>
public sealed class RestServiceControl : IServiceControl
{
    private const string SessionHeader = "vmware-api-session-id";
    private const string SessionPath = "/api/session";
    private const string ServicesPath = "/api/vcenter/services";
    private const string LegacySessionPath = "/rest/com/vmware/cis/session";
    private const string LegacyPath = "/rest/appliance/vmon/service";

    private static readonly TimeSpan QuestionDeadline = TimeSpan.FromMinutes(1);

    /// <summary>The list of services takes some 20 KiB; a response of a proxy may be anything.</summary>
    private const int MaxResponseBytes = 4 << 20;

    /// <summary>The deadline of the whole question ends the retries.</summary>
    private static readonly RetryPolicy Retry = new()
    {
        MaxAttempts = int.MaxValue,
        MaxRetryAfter = TimeSpan.FromMinutes(10),
        CapsRetryAfter = true,
    };

    private readonly BoundedHttpClient _http;
    private readonly SecretFilter _secrets = new();
    private readonly string _authorization;
    private readonly Uri _address;
    private readonly NetworkCredential _credential;
    private string? _session;
    private bool _isLegacy;

    /// <param name="handler">Sends the requests, see <see cref="HttpsHandler"/>; it is disposed of with this object.</param>
    /// <param name="address">The server's address (<c>https://vc01.example.org</c>).</param>
    /// <param name="credential">The API's user, not the appliance's root.</param>
    public RestServiceControl(HttpMessageHandler handler, Uri address, NetworkCredential credential)
    {
        _http = new(address, handler, Timeout.InfiniteTimeSpan);
        _address = address;
        _credential = credential;
        _authorization = _secrets.AddBasic(credential);
        Server = address.Host;
    }

    /// <inheritdoc/>
    public string Server { get; }

    /// <inheritdoc/>
    public bool CanStopAll => false;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_session is not null)
        {
            try
            {
                // A session left behind would count against the limit that this module is about.
                using CancellationTokenSource end = new(TimeSpan.FromSeconds(10));
                using HttpRequestMessage request = Request(HttpMethod.Delete, _isLegacy ? LegacySessionPath : SessionPath);
                Task.Run(() => _http.SendAsync(request, maxBytes: 0, end.Token)).GetAwaiter().GetResult();
            }
            catch (Exception e) when (e is ServerException or OperationCanceledException)
            {
                // It expires by itself.
            }
        }

        _http.Dispose();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApplianceService>> ReadAsync(
        IReadOnlyList<string> names,
        bool isDetailed,
        CancellationToken cancellation
    )
    {
        string[] wanted = [.. names.Select(ServiceCatalog.IdOf)];
        (HttpStatusCode status, string text) = _isLegacy
            ? (HttpStatusCode.NotFound, "")
            : await QueryAsync(HttpMethod.Get, ServicesPath, QuestionDeadline, cancellation).ConfigureAwait(false);
        if (status == HttpStatusCode.NotFound)
        {
            _isLegacy = true;
            (status, text) = await QueryAsync(HttpMethod.Get, LegacyPath, QuestionDeadline, cancellation).ConfigureAwait(false);
        }

        if (status != HttpStatusCode.OK)
        {
            throw Refused($"The services of {Server} cannot be read", status, text);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return
            [
                .. Items(document.RootElement)
                    .Where(service => wanted.Length == 0 || wanted.Contains(service.Id))
                    .OrderBy(service => service.Name, StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ApplianceException(
                ApplianceProblem.NotUnderstood,
                $"The service list of {Server} could not be parsed: {e.Message}",
                "Check that the address is that of vCenter Server.",
                e
            );
        }
    }

    /// <inheritdoc/>
    public Task<bool> HasRestartAsync(CancellationToken cancellation) => Task.FromResult(true);

    /// <inheritdoc/>
    public Task<TimeSpan?> AcquireLockAsync(ServiceRun run, CancellationToken cancellation) => Task.FromResult<TimeSpan?>(null);

    /// <inheritdoc/>
    public Task ReleaseAsync(ServiceRun run, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task BreakLockAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(ServiceAction action, IReadOnlyList<string> services) =>
        [.. services.Select(service => $"POST {PathOf(service, action)}")];

    /// <inheritdoc/>
    public async Task RunAsync(ServiceRun run, IServiceRunObserver observer)
    {
        if (_isLegacy)
        {
            throw new ApplianceException(
                ApplianceProblem.Refused,
                $"{Server} has only the older API, which is used for reading only.",
                "Use SSH."
            );
        }

        foreach (ServiceStep step in run.Steps)
        {
            observer.StepBegins(string.Join("; ", Describe(step.Action, step.Services)));
            observer.StepEnds((int)await RunStepAsync(step, observer, run.Timeout).ConfigureAwait(false));
        }
    }

    private async Task<HttpStatusCode> RunStepAsync(ServiceStep step, IServiceRunObserver observer, TimeSpan deadline)
    {
        HttpStatusCode last = HttpStatusCode.NoContent;
        foreach (string service in step.Services)
        {
            (last, string text) = await QueryAsync(HttpMethod.Post, PathOf(service, step.Action), deadline, CancellationToken.None)
                .ConfigureAwait(false);
            string message = text.Length > 0 ? " " + MessageOf(text) : "";
            observer.LineArrives($"{Describe(step.Action, [service])[0]}: {(int)last} {last}{message}");
            if (last == HttpStatusCode.NotFound)
            {
                break;
            }

            // 500 and 504 say that it took too long: the service may come up all the same, and its state is what counts.
        }

        return last;
    }

    private static string PathOf(string service, ServiceAction action) =>
        $"{ServicesPath}/{ServiceCatalog.IdOf(service)}?action={action.ToString().ToLowerInvariant()}";

    /// <summary>Returns the services of either shape: a map by id, or a list of keys and values.</summary>
    private IEnumerable<ApplianceService> Items(JsonElement root)
    {
        if (root.TryGetProperty("value", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in list.EnumerateArray())
            {
                yield return Service(item.GetProperty("key").GetString()!, item.GetProperty("value"));
            }

            yield break;
        }

        foreach (JsonProperty item in root.EnumerateObject())
        {
            yield return Service(item.Name, item.Value);
        }
    }

    private ApplianceService Service(string id, JsonElement value)
    {
        string? Text(string name) =>
            value.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        return new()
        {
            Name = ServiceCatalog.IsKnown(id) ? ServiceCatalog.ControlName(id) : id,
            Id = id,
            State = VmonText.StateOf(Text("state")),
            Health = VmonText.HealthOf(Text("health")),
            HealthMessages =
                value.TryGetProperty("health_messages", out JsonElement messages) && messages.ValueKind == JsonValueKind.Array
                    ?
                    [
                        .. messages
                            .EnumerateArray()
                            .Select(message =>
                                message.TryGetProperty("default_message", out JsonElement text) ? text.ToString() : message.ToString()
                            ),
                    ]
                    : [],
            StartupType = Text("startup_type"),
            Server = Server,
        };
    }

    /// <summary>Asks, with a login if there is none yet, and one new login where the session has expired.</summary>
    private async Task<(HttpStatusCode Status, string Text)> QueryAsync(
        HttpMethod method,
        string path,
        TimeSpan deadline,
        CancellationToken cancellation
    )
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(deadline);
        try
        {
            bool isRenewed = false;
            for (int attempt = 1; ;)
            {
                if (_session is null)
                {
                    await LogInAsync(timeout.Token).ConfigureAwait(false);
                }

                using HttpRequestMessage request = Request(method, path);
                HttpResult answer = await _http.SendAsync(request, MaxResponseBytes, timeout.Token).ConfigureAwait(false);
                if (answer.Status == HttpStatusCode.Unauthorized && !isRenewed)
                {
                    isRenewed = true;
                    _session = null;
                    continue;
                }

                if (!RetryPolicy.IsThrottled(answer.Status))
                {
                    return (answer.Status, answer.Text);
                }

                await Retry
                    .DelayAsync(Retry.GetDelay(attempt++, Retry.GetRetryAfter(answer.Headers))!.Value, timeout.Token)
                    .ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ApplianceException(
                ApplianceProblem.TimedOut,
                $"{method} {path} at {Server} did not respond within {deadline.TotalSeconds:0} s.",
                "Check the state of the services.",
                e
            );
        }
        catch (ResponseTooLargeException e)
        {
            throw new ApplianceException(ApplianceProblem.NotUnderstood, e.Message, e.Remedy, e);
        }
        catch (ServerException e)
        {
            throw new ApplianceException(ApplianceProblem.Unreachable, $"{Server} cannot be reached: {e.Message}", e.Remedy, e);
        }
    }

    private async Task LogInAsync(CancellationToken cancellation)
    {
        using HttpRequestMessage request = Request(HttpMethod.Post, _isLegacy ? LegacySessionPath : SessionPath);
        request.Headers.TryAddWithoutValidation("Authorization", _authorization);
        HttpResult response = await _http.SendAsync(request, MaxResponseBytes, cancellation).ConfigureAwait(false);
        if (response.Status == HttpStatusCode.NotFound && !_isLegacy)
        {
            _isLegacy = true;
            await LogInAsync(cancellation).ConfigureAwait(false);
            return;
        }

        if (!response.IsSuccess)
        {
            throw response.Status == HttpStatusCode.Unauthorized
                ? new ApplianceException(
                    ApplianceProblem.AuthenticationFailed,
                    $"{Server} refused the login of {_credential.UserName}.",
                    "Check the user, with its domain (administrator@vsphere.local), and the password."
                )
                : Refused($"A login to {Server} failed", response.Status, response.Text);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(response.Body);
            JsonElement token = _isLegacy ? document.RootElement.GetProperty("value") : document.RootElement;
            _session = token.GetString();
            _secrets.Add(_session);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // The text may be a session all the same, so it is not shown.
            throw new ApplianceException(
                ApplianceProblem.NotUnderstood,
                $"The response of {Server} to the login contains no session.",
                "Check that the address is that of vCenter Server."
            );
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        HttpRequestMessage request = new(method, new Uri(_address, path));
        if (_session is not null)
        {
            request.Headers.Add(SessionHeader, _session);
        }

        return request;
    }

    private ApplianceException Refused(string what, HttpStatusCode status, string text) =>
        new(
            ApplianceProblem.Refused,
            $"{what}: {(int)status} {status}{(text.Length > 0 ? ", " + MessageOf(text) : "")}",
            status == HttpStatusCode.Forbidden
                ? "The user needs the privilege to manage services (for example as a member of the group "
                    + "SystemConfiguration.Administrators)."
                : "Check the appliance's log of the API, or use SSH."
        );

    private string MessageOf(string text) => _secrets.Redact(text, ShortMessage);

    private static string ShortMessage(string text)
    {
        const int MaxLength = 300;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (
                document.RootElement.TryGetProperty("messages", out JsonElement messages)
                && messages.GetArrayLength() > 0
                && messages[0].TryGetProperty("default_message", out JsonElement message)
            )
            {
                text = message.ToString();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Then it is shown as it is.
        }

        return TerminalText.Cut(text.Trim(), MaxLength);
    }
}
