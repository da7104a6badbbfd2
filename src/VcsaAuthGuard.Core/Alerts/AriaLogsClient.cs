using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Alerts;

/// <summary>
/// The API of Aria Operations for Logs as far as alerts need it (facts, "Aria Operations for Logs"). A session that ended (401, 440) is
/// opened anew once a request; 429 is waited for; 5xx is asked again where asking twice does no harm.
/// </summary>
internal sealed class AriaLogsClient : IDisposable
{
    private const int MostAttempts = 5;

    /// <summary>Login Time-out: what IIS called it, and what this API says of a session that is over.</summary>
    private const int SessionExpired = 440;

    private const int Busy = 429;
    private const int MostAnswerBytes = 32 << 20;
    private const int WidthOfWords = 300;
    private const string NotThisApi = "Check that the address is that of Aria Operations for Logs, port 9543, and that no proxy answers in its place.";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly AriaLogsOptions _options;
    private readonly HttpClient _http;
    private string? _session;

    public AriaLogsClient(AriaLogsOptions options, HttpMessageHandler handler)
    {
        _options = options;
        _http = new HttpClient(handler) { Timeout = options.Timeout, MaxResponseContentBufferSize = MostAnswerBytes };
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Makes a request within a session.</summary>
    /// <returns>The answer's JSON; null where it has none.</returns>
    public async Task<JsonNode?> CallAsync(HttpMethod method, string path, JsonNode? body, CancellationToken token)
    {
        for (bool isRenewed = false; ; isRenewed = true)
        {
            _session ??= await LoginAsync(token).ConfigureAwait(false);
            Answer answer = await ExchangeAsync(method, path, body, mayRepeat: method != HttpMethod.Post, token).ConfigureAwait(false);
            if ((int)answer.Status is not (401 or SessionExpired))
            {
                return Read(method, path, answer);
            }

            _session = null;
            if (isRenewed)
            {
                throw Failure(AriaLogsProblem.SessionLost, $"a new session was refused too: {Describe(answer)}", "Check the clocks of this machine and of the platform, and whether something ends sessions.", answer.Status);
            }
        }
    }

    public AriaLogsException Failure(AriaLogsProblem problem, string message, string remedy, HttpStatusCode? status = null, Exception? inner = null) =>
        new(_options.Address, problem, message, remedy, status, inner);

    private async Task<string> LoginAsync(CancellationToken token)
    {
        const string Path = "/api/v2/sessions";
        JsonObject who = new()
        {
            ["username"] = _options.Credential.UserName,
            ["password"] = _options.Credential.Password,
            ["provider"] = _options.Provider == AriaLogsProvider.VIDM ? "vIDM" : _options.Provider.ToString(),
        };
        Answer answer = await ExchangeAsync(HttpMethod.Post, Path, who, mayRepeat: true, token).ConfigureAwait(false);
        if ((int)answer.Status is 401 or 403 or SessionExpired)
        {
            throw Failure(
                AriaLogsProblem.LoginRefused,
                $"'{TerminalText.OneLine(_options.Credential.UserName)}' could not log in (provider {_options.Provider}): {Describe(answer)}",
                "Check user name and password, and -Provider: Local for its own users, ActiveDirectory, or VIDM.",
                answer.Status);
        }

        return (Read(HttpMethod.Post, Path, answer) as JsonObject)?["sessionId"] is JsonValue value && value.TryGetValue(out string? session) && IsToken(session)
            ? session
            : throw Failure(AriaLogsProblem.UnexpectedAnswer, "the answer to the login has no sessionId.", NotThisApi, answer.Status);
    }

    /// <summary>What can stand in a header.</summary>
    private static bool IsToken(string text) => text.Length > 0 && text.All(c => c is > ' ' and < '\u007f');

    /// <summary>Sends a request until it is answered with something to act on.</summary>
    private async Task<Answer> ExchangeAsync(HttpMethod method, string path, JsonNode? body, bool mayRepeat, CancellationToken token)
    {
        for (int attempt = 1; ; attempt++)
        {
            Answer answer = await SendAsync(method, path, body, token).ConfigureAwait(false);
            bool isBusy = (int)answer.Status == Busy;
            if (!isBusy && !(mayRepeat && (int)answer.Status >= 500))
            {
                return answer;
            }

            TimeSpan wait = answer.RetryAfter ?? TimeSpan.FromSeconds(1 << (attempt - 1));
            if (attempt == MostAttempts || wait > LongestWait)
            {
                return !isBusy ? answer : throw Failure(
                    AriaLogsProblem.TooManyRequests,
                    $"{Describe(answer)}{(wait > LongestWait ? FormattableString.Invariant($" It asks to wait for {wait.TotalSeconds:0} seconds.") : FormattableString.Invariant($" {attempt} attempts were made."))}",
                    "Run the command again later: it finds what is there by its name.",
                    answer.Status);
            }

            await _options.Delay(wait, token).ConfigureAwait(false);
        }
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken token)
    {
        using HttpRequestMessage request = new(method, new Uri(_options.Address, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (_session is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + _session);
        }

        if (body is not null)
        {
            request.Content = new StringContent(JsonText.Compact(body), Encoding.UTF8, "application/json");
        }

        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, token).ConfigureAwait(false);
#if NET
            string text = await response.Content.ReadAsStringAsync(token).ConfigureAwait(false);
#else
            string text = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
#endif
            return new Answer(response.StatusCode, text, WaitOf(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw Failure(
                AriaLogsProblem.Timeout,
                FormattableString.Invariant($"{method} {path} was not answered within {_options.Timeout.TotalSeconds:0.#} seconds."),
                "Check whether the platform is under load, or give it more time. Run the command again: it finds what is there by its name.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Failure(AriaLogsProblem.Unreachable, $"the server could not be reached: {e.GetBaseException().Message}", "Check the name, the port (9543), the firewall and the proxy.", inner: e);
        }
    }

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? header)
    {
        TimeSpan? wait = header?.Delta ?? (header?.Date - DateTimeOffset.UtcNow);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private JsonNode? Read(HttpMethod method, string path, Answer answer)
    {
        int status = (int)answer.Status;
        if (status is < 200 or >= 300)
        {
            string asked = $"{method} {path} was refused: {Describe(answer)}";
            throw status >= 500
                ? Failure(AriaLogsProblem.ServerError, asked, "Whether it was done is not known. Run the command again when the platform is well: it finds what is there by its name.", answer.Status)
                : status is >= 300 and < 400
                    ? Failure(AriaLogsProblem.UnexpectedAnswer, asked, NotThisApi, answer.Status)
                    : Failure(AriaLogsProblem.Refused, asked, "The server says why. Nothing was changed by this request.", answer.Status);
        }

        if (answer.Text.Trim().Length == 0)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(answer.Text);
        }
        catch (JsonException)
        {
            throw Failure(AriaLogsProblem.UnexpectedAnswer, $"the answer to {method} {path} is not JSON: {Describe(answer)}", NotThisApi, answer.Status);
        }
    }

    /// <summary>The status, and what the server says of it.</summary>
    private string Describe(Answer answer)
    {
        string words = Words(answer.Text);
        bool isSecret = new[] { _options.Credential.Password, _session }.Any(secret => secret is { Length: > 0 } && words.Contains(secret));
        string shown = isSecret ? "(not shown: it repeats a secret)" : TerminalText.Cut(words, WidthOfWords);
        return FormattableString.Invariant($"HTTP {(int)answer.Status}{(shown.Length == 0 ? "." : $", \"{shown}\"")}");
    }

    /// <summary>errorMessage and errorDetails, where the body is such; else the body.</summary>
    private static string Words(string body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject error && error["errorMessage"] is JsonNode message
                ? error["errorDetails"] is JsonNode details ? $"{message} {JsonText.Compact(details)}" : message.ToString()
                : body.Trim();
        }
        catch (JsonException)
        {
            return body.Trim();
        }
    }

    private sealed record Answer(HttpStatusCode Status, string Text, TimeSpan? RetryAfter);
}
