using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace VcsaAuthGuard.Appliances.Services;

/// <summary>
/// Services by vCenter Server's REST API: <c>/api/vcenter/services</c>, and for reading the older <c>/rest/appliance/vmon/service</c>
/// where that is not there. There is no lock over REST, and no step goes on after its request: the service itself does.
/// </summary>
public sealed class RestServiceControl : IServiceControl
{
    private const string SessionHeader = "vmware-api-session-id";
    private const string SessionPath = "/api/session";
    private const string ServicesPath = "/api/vcenter/services";
    private const string LegacySessionPath = "/rest/com/vmware/cis/session";
    private const string LegacyPath = "/rest/appliance/vmon/service";

    private static readonly TimeSpan QuestionDeadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly NetworkCredential _credential;
    private string? _session;
    private bool _isLegacy;

    /// <param name="http">Speaks to the server, with the caller's rules for certificates; disposed of with this.</param>
    /// <param name="address">The server's address (<c>https://vc01.example.org</c>).</param>
    /// <param name="credential">Whose login; the API's user, not the appliance's root.</param>
    public RestServiceControl(HttpClient http, Uri address, NetworkCredential credential)
    {
        _http = http;
        _address = address;
        _credential = credential;
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
                _http.SendAsync(request, end.Token).GetAwaiter().GetResult().Dispose();
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // It expires by itself.
            }
        }

        _http.Dispose();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApplianceService>> ReadAsync(IReadOnlyList<string> names, bool isDetailed, CancellationToken cancellation)
    {
        string[] wanted = [.. names.Select(ServiceCatalog.IdOf)];
        (HttpStatusCode status, string text) = _isLegacy
            ? (HttpStatusCode.NotFound, "")
            : await AskAsync(HttpMethod.Get, ServicesPath, QuestionDeadline, cancellation).ConfigureAwait(false);
        if (status == HttpStatusCode.NotFound)
        {
            _isLegacy = true;
            (status, text) = await AskAsync(HttpMethod.Get, LegacyPath, QuestionDeadline, cancellation).ConfigureAwait(false);
        }

        if (status != HttpStatusCode.OK)
        {
            throw Refused($"The services of {Server} cannot be read", status, text);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return [.. Items(document.RootElement).Where(service => wanted.Length == 0 || wanted.Contains(service.Id)).OrderBy(service => service.Name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ApplianceException(ApplianceProblem.NotUnderstood, $"What {Server} says of its services is not understood: {e.Message}", "Check that the address is vCenter Server's own.", e);
        }
    }

    /// <inheritdoc/>
    public Task<bool> HasRestartAsync(CancellationToken cancellation) => Task.FromResult(true);

    /// <inheritdoc/>
    public Task<TimeSpan?> TakeLockAsync(Guid owner, CancellationToken cancellation) => Task.FromResult<TimeSpan?>(null);

    /// <inheritdoc/>
    public Task ReleaseAsync(Guid owner, IReadOnlyList<Guid> steps, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task BreakLockAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(ServiceAction action, IReadOnlyList<string> services) => [.. services.Select(service => $"POST {PathOf(service, action)}")];

    /// <inheritdoc/>
    public async Task<StepAnswer> TakeStepAsync(Guid id, ServiceAction action, IReadOnlyList<string> services, Action<string> onOutput, TimeSpan deadline)
    {
        if (_isLegacy)
        {
            throw new ApplianceException(ApplianceProblem.Refused, $"{Server} has only the older API, which is used for reading here.", "Use SSH.");
        }

        StringBuilder output = new();
        HttpStatusCode last = HttpStatusCode.NoContent;
        foreach (string service in services)
        {
            (last, string text) = await AskAsync(HttpMethod.Post, PathOf(service, action), deadline, CancellationToken.None).ConfigureAwait(false);
            string line = $"{Describe(action, [service])[0]}: {(int)last} {last}{(text.Length > 0 ? " " + MessageOf(text) : "")}";
            onOutput(line);
            output.Append(line).Append('\n');
            if (last == HttpStatusCode.NotFound)
            {
                break;
            }

            // 500 and 504 say that it took too long: the service may come up all the same, and its state is what counts.
        }

        return new((int)last, output.ToString());
    }

    private static string PathOf(string service, ServiceAction action) => $"{ServicesPath}/{ServiceCatalog.IdOf(service)}?action={action.ToString().ToLowerInvariant()}";

    /// <summary>Services of either shape: a map by id, or a list of keys and values.</summary>
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
        string? Text(string name) => value.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        return new()
        {
            Name = ServiceCatalog.IsKnown(id) ? ServiceCatalog.ControlName(id) : id,
            Id = id,
            State = VmonText.StateOf(Text("state")),
            Health = VmonText.HealthOf(Text("health")),
            HealthMessages = value.TryGetProperty("health_messages", out JsonElement messages) && messages.ValueKind == JsonValueKind.Array
                ? [.. messages.EnumerateArray().Select(message => message.TryGetProperty("default_message", out JsonElement text) ? text.ToString() : message.ToString())]
                : [],
            StartupType = Text("startup_type"),
            Server = Server,
        };
    }

    /// <summary>Asks, with a login where there is none yet, and one new login where the session has expired.</summary>
    private async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpMethod method, string path, TimeSpan deadline, CancellationToken cancellation)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(deadline);
        try
        {
            for (bool isSecond = false; ; isSecond = true)
            {
                if (_session is null)
                {
                    await LogInAsync(timeout.Token).ConfigureAwait(false);
                }

                using HttpRequestMessage request = Request(method, path);
                using HttpResponseMessage response = await _http.SendAsync(request, timeout.Token).ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.Unauthorized && !isSecond)
                {
                    _session = null;
                    continue;
                }

                const int TooManyRequests = 429;
                if ((int)response.StatusCode == TooManyRequests)
                {
                    await Task.Delay(response.Headers.RetryAfter?.Delta ?? Pause, timeout.Token).ConfigureAwait(false);
                    continue;
                }

                return (response.StatusCode, await TextOf(response).ConfigureAwait(false));
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ApplianceException(ApplianceProblem.TimedOut, $"{method} {path} at {Server} had no answer within {deadline.TotalSeconds:0} s.", "Look at the services' state.", e);
        }
        catch (Exception e) when (e is not ApplianceException and not OperationCanceledException)
        {
            // The caller's handler may have words of its own, on a certificate say.
            Exception cause = e is HttpRequestException ? e.InnerException ?? e : e;
            throw new ApplianceException(ApplianceProblem.Unreachable, $"{Server} cannot be reached: {cause.Message}", "Check the name, the port and the certificate.", e);
        }
    }

    private async Task LogInAsync(CancellationToken cancellation)
    {
        using HttpRequestMessage request = Request(HttpMethod.Post, _isLegacy ? LegacySessionPath : SessionPath);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_credential.UserName}:{_credential.Password}")));
        using HttpResponseMessage response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
        string text = await TextOf(response).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound && !_isLegacy)
        {
            _isLegacy = true;
            await LogInAsync(cancellation).ConfigureAwait(false);
            return;
        }

        if (!response.IsSuccessStatusCode)
        {
            throw response.StatusCode == HttpStatusCode.Unauthorized
                ? new ApplianceException(ApplianceProblem.AuthenticationFailed, $"{Server} refused the login of {_credential.UserName}.", "Check the user, with its domain (administrator@vsphere.local), and the password.")
                : Refused($"A login at {Server} failed", response.StatusCode, text);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement token = _isLegacy ? document.RootElement.GetProperty("value") : document.RootElement;
            _session = token.GetString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // The text may be a session all the same, so it is not shown.
            throw new ApplianceException(ApplianceProblem.NotUnderstood, $"What {Server} answered to the login is no session.", "Check that the address is vCenter Server's own.");
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

    private static ApplianceException Refused(string what, HttpStatusCode status, string text) => new(
        ApplianceProblem.Refused,
        $"{what}: {(int)status} {status}{(text.Length > 0 ? ", " + MessageOf(text) : "")}",
        status == HttpStatusCode.Forbidden ? "The user needs the privilege to manage services (a member of the group SystemConfiguration.Administrators, say)." : "Look at the appliance's own log of the API, or use SSH.");

    private static string MessageOf(string text)
    {
        const int Most = 300;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (document.RootElement.TryGetProperty("messages", out JsonElement messages) && messages.GetArrayLength() > 0 && messages[0].TryGetProperty("default_message", out JsonElement message))
            {
                text = message.ToString();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Then it is shown as it is.
        }

        text = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return text.Length <= Most ? text : text.Remove(Most) + "...";
    }

#pragma warning disable CA2016 // The answer is here already; .NET Framework has no other way.
    private static Task<string> TextOf(HttpResponseMessage response) => response.Content.ReadAsStringAsync();
#pragma warning restore CA2016
}
