using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.LogPlatforms.Aria;

/// <summary>
/// Requests to Aria Operations for Logs within a session (facts, "Aria Operations for Logs"). A session that ended (401, 440) is opened
/// anew once a request.
/// </summary>
internal sealed class AriaLogsClient : IDisposable
{
    /// <summary>Login Time-out: what IIS called it, and what this API says of a session that is over.</summary>
    private const int SessionExpired = 440;

    private readonly AriaLogsOptions _options;
    private readonly SemaphoreSlim _login = new(1);
    private string? _session;

    public AriaLogsClient(AriaLogsOptions options, HttpMessageHandler handler, PlatformTexts texts)
    {
        _options = options;
        Http = new PlatformHttp(options.Address, handler, options.Timeout, options.Delay, texts);
        Http.AddSecret(options.Credential.Password);
    }

    /// <summary>What an address that is another's is answered with.</summary>
    public static string NotThisApi => "Check that the address is that of Aria Operations for Logs, port 9543, and that no proxy answers in its place.";

    public static string Unreachable => "Check the name, the port (9543), the firewall and the proxy.";

    public PlatformHttp Http { get; }

    public void Dispose()
    {
        Http.Dispose();
        _login.Dispose();
    }

    /// <summary>Makes a request within a session.</summary>
    /// <returns>The answer's JSON; null where it has none.</returns>
    public async Task<JsonNode?> CallAsync(HttpMethod method, string path, JsonNode? body, CancellationToken token)
    {
        using PlatformAnswer answer = await AskAsync(method, path, $"{method} {path}", body, token).ConfigureAwait(false);
        return answer.Json is null ? null : JsonNode.Parse(answer.Json.RootElement.GetRawText());
    }

    /// <summary>Makes a request within a session, and fails where it is refused.</summary>
    /// <param name="method">GET and DELETE are asked again after 5xx, POST is not.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="asked">What messages call it.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="token">Ends it.</param>
    public async Task<PlatformAnswer> AskAsync(HttpMethod method, string path, string asked, JsonNode? body, CancellationToken token)
    {
        for (bool isRenewed = false; ; isRenewed = true)
        {
            string session = await SessionAsync(token).ConfigureAwait(false);
            PlatformAnswer answer = await Http.ExchangeAsync(() => Request(method, path, body, session), asked, mayRepeat: method != HttpMethod.Post, token).ConfigureAwait(false);
            if ((int)answer.Status is not (401 or SessionExpired))
            {
                return Http.Check(answer, asked);
            }

            // Only the one that was refused: another request may have opened a new one meanwhile.
            Interlocked.CompareExchange(ref _session, null, session);
            if (isRenewed)
            {
                throw Http.Failure(PlatformProblem.SessionLost, $"a new session was refused too: {Http.Describe(answer)}", "Check the clocks of this machine and of the platform, and whether something ends sessions.", answer);
            }
        }
    }

    private static HttpRequestMessage NewRequest(HttpMethod method, Uri address, JsonNode? body)
    {
        HttpRequestMessage request = new(method, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>What can stand in a header.</summary>
    private static bool IsToken(string text) => text.Length > 0 && text.All(c => c is > ' ' and < '\u007f');

    private HttpRequestMessage Request(HttpMethod method, string path, JsonNode? body, string session)
    {
        HttpRequestMessage request = NewRequest(method, new Uri(_options.Address, path), body);
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
        const string Asked = "POST " + Path;
        JsonObject who = new()
        {
            ["username"] = _options.Credential.UserName,
            ["password"] = _options.Credential.Password,
            ["provider"] = _options.Provider == AriaLogsProvider.VIDM ? "vIDM" : _options.Provider.ToString(),
        };
        using PlatformAnswer answer = await Http.ExchangeAsync(() => NewRequest(HttpMethod.Post, new Uri(_options.Address, Path), who), Asked, mayRepeat: true, token).ConfigureAwait(false);
        if ((int)answer.Status is 401 or 403 or SessionExpired)
        {
            throw Http.Failure(
                PlatformProblem.LoginRefused,
                string.Format(CultureInfo.InvariantCulture, "'{0}' could not log in (provider {1}): {2}", TerminalText.OneLine(_options.Credential.UserName), _options.Provider, Http.Describe(answer)),
                "Check user name and password, and -Provider: Local for its own users, ActiveDirectory, or VIDM.",
                answer);
        }

        JsonElement? root = Http.Check(answer, Asked).Json?.RootElement;
        if (root is { ValueKind: JsonValueKind.Object } && root.Value.TryGetProperty("sessionId", out JsonElement value)
            && value.ValueKind == JsonValueKind.String && value.GetString() is string session && IsToken(session))
        {
            Http.AddSecret(session);
            return session;
        }

        throw Http.NotThisApi("the answer to the login has no sessionId.", answer);
    }
}
