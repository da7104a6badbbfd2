using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.LogPlatforms.Aria;

/// <summary>
/// Calls the API of Aria Operations for Logs within a session. When a session has ended (401, 440),
/// a new one is opened, once for each request.
/// </summary>
internal sealed class AriaLogsClient : IDisposable
{
    /// <summary>The status of a session that has ended ("Login Time-out", a status that IIS introduced).</summary>
    private const int SessionExpired = 440;

    private readonly AriaLogsOptions _options;
    private readonly SemaphoreSlim _login = new(1);
    private string? _session;

    public AriaLogsClient(AriaLogsOptions options, HttpMessageHandler handler, PlatformAdvice advice)
    {
        _options = options;
        Connection = new PlatformConnection(options.Address, handler, options.Timeout, options.TimeProvider, advice, options.ThrottleLimit);
        Connection.Secrets.Add(options.Credential.Password);
    }

    /// <summary>Gets the note for versions without this API.</summary>
    private static string NotInNewVcf =>
        "VCF 9.1 and later have no appliance with this API: forward vCenter's logs to Loki, OpenSearch or Elasticsearch, or read support "
            + "bundles.";

    /// <summary>Gets the recommended action after a response of another program.</summary>
    public static string NotThisApi =>
        "Check that the address is that of Aria Operations for Logs, port 9543, and that no proxy answers in its place. " + NotInNewVcf;

    /// <summary>Gets the recommended action after a connection that failed.</summary>
    public static string Unreachable => "Check the name, the port (9543), the firewall and the proxy. " + NotInNewVcf;

    public PlatformConnection Connection { get; }

    public void Dispose()
    {
        Connection.Dispose();
        _login.Dispose();
    }

    /// <summary>Sends a request within a session.</summary>
    /// <returns>The response's JSON; null if it has none.</returns>
    public async Task<JsonNode?> CallAsync(HttpMethod method, string path, JsonNode? body, CancellationToken token)
    {
        using PlatformResponse response = await SendAsync(method, path, $"{method} {path}", body, token).ConfigureAwait(false);
        return response.Json is null ? null : JsonNode.Parse(response.Json.RootElement.GetRawText());
    }

    /// <summary>Sends a request within a session, and throws unless the response is successful.</summary>
    /// <param name="method">GET and DELETE are repeated after 5xx, POST is not.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="name">The request's name in messages.</param>
    /// <param name="body">The content.</param>
    /// <param name="token">Cancels the request.</param>
    public async Task<PlatformResponse> SendAsync(HttpMethod method, string path, string name, JsonNode? body, CancellationToken token)
    {
        for (bool isRenewed = false; ; isRenewed = true)
        {
            string session = await SessionAsync(token).ConfigureAwait(false);
            PlatformResponse response = await Connection
                .SendAsync(() => CreateRequest(method, path, body, session), name, isRepeatable: method != HttpMethod.Post, token)
                .ConfigureAwait(false);
            if ((int)response.Status is not (401 or SessionExpired))
            {
                return Connection.EnsureSuccess(response, name);
            }

            // Only the session that was refused: another request may have opened a new one meanwhile.
            Interlocked.CompareExchange(ref _session, null, session);
            if (isRenewed)
            {
                throw Connection.Failure(
                    PlatformProblem.SessionLost,
                    $"A new session was refused too: {Connection.Describe(response)}",
                    "Check the clocks of this machine and of the platform, and whether something ends sessions.",
                    response);
            }
        }
    }

    private static HttpRequestMessage CreateRequest(HttpMethod method, Uri address, JsonNode? body)
    {
        HttpRequestMessage request = new(method, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>Determines whether a text can be the value of a header.</summary>
    private static bool IsToken(string text) => text.Length > 0 && text.All(c => c is > ' ' and < '\u007f');

    private HttpRequestMessage CreateRequest(HttpMethod method, string path, JsonNode? body, string session)
    {
        HttpRequestMessage request = CreateRequest(method, new Uri(_options.Address, path), body);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + session);
        return request;
    }

    private async Task<string> SessionAsync(CancellationToken token)
    {
        if (Volatile.Read(ref _session) is string open)
        {
            return open;
        }

        await _login.WaitAsync(token).ConfigureAwait(false);
        try
        {
            return _session ??= await LoginAsync(token).ConfigureAwait(false);
        }
        finally
        {
            _login.Release();
        }
    }

    private async Task<string> LoginAsync(CancellationToken token)
    {
        const string Path = "/api/v2/sessions";
        const string Name = "POST " + Path;
        JsonObject login = new()
        {
            ["username"] = _options.Credential.UserName,
            ["password"] = _options.Credential.Password,
            ["provider"] = _options.Provider == AriaLogsProvider.VIDM ? "vIDM" : _options.Provider.ToString(),
        };
        using PlatformResponse response = await Connection
            .SendAsync(() => CreateRequest(HttpMethod.Post, new Uri(_options.Address, Path), login), Name, isRepeatable: true, token)
            .ConfigureAwait(false);
        if ((int)response.Status is 401 or 403 or SessionExpired)
        {
            string user = TerminalText.OneLine(_options.Credential.UserName);
            throw Connection.Failure(
                PlatformProblem.LoginRefused,
                $"'{user}' could not log in (provider {_options.Provider}): {Connection.Describe(response)}",
                "Check user name and password, and -Provider: Local for the platform's own users, ActiveDirectory, or VIDM.",
                response);
        }

        if ((int)response.Status is (>= 300 and < 400) or 404 or 405 or 410)
        {
            throw Connection.NotThisApi(
                $"There is no {Path}, so this is no Aria Operations for Logs: {Connection.Describe(response)}", response);
        }

        JsonElement? root = Connection.EnsureSuccess(response, Name).Json?.RootElement;
        if (root is { ValueKind: JsonValueKind.Object } && root.Value.TryGetProperty("sessionId", out JsonElement value)
            && value.ValueKind == JsonValueKind.String && value.GetString() is string session && IsToken(session))
        {
            Connection.Secrets.Add(session);
            return session;
        }

        throw Connection.NotThisApi("The response to the login has no sessionId.", response);
    }
}
