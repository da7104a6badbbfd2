using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>
/// Requests to a platform's API, a few at once: 429 is waited for, and 5xx asked again where asking twice does no harm; answers are
/// parsed as they come in, and what goes wrong is said without a secret.
/// </summary>
/// <param name="address">The platform.</param>
/// <param name="handler">How HTTPS is spoken; disposed of with this object.</param>
/// <param name="timeout">How long one request may take, to the end of its answer.</param>
/// <param name="delay">How a wait is waited.</param>
/// <param name="texts">What remedies say.</param>
internal sealed class PlatformHttp(Uri address, HttpMessageHandler handler, TimeSpan timeout, Func<TimeSpan, CancellationToken, Task> delay, PlatformTexts texts) : IDisposable
{
    /// <summary>More would not make a platform faster, and would keep it from others.</summary>
    public const int MostAtOnce = 4;

    private const int MostAttempts = 5;
    private const int Busy = 429;
    private const int MostAnswerBytes = 128 << 20;
    private const int MostRefusalBytes = 1 << 20;
    private const int WidthOfWords = 300;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly SemaphoreSlim _turns = new(MostAtOnce);
    private readonly object _secretLock = new();
    private readonly List<string> _secrets = [];
    private volatile bool _hasAnswered;

    /// <summary>The most requests that were under way at one time.</summary>
    public int MostSeenAtOnce { get; private set; }

    public void Dispose()
    {
        _http.Dispose();
        _turns.Dispose();
    }

    /// <summary>What is never repeated from an answer.</summary>
    public void AddSecret(string? secret)
    {
        lock (_secretLock)
        {
            if (secret is { Length: > 0 } && !_secrets.Contains(secret))
            {
                _secrets.Add(secret);
            }
        }
    }

    /// <summary>Sends a request until it is answered with something to act on.</summary>
    /// <param name="make">Makes the request; a new one for each attempt.</param>
    /// <param name="asked">What it is, for messages.</param>
    /// <param name="mayRepeat">Whether asking twice does no harm.</param>
    /// <param name="token">Ends it.</param>
    public async Task<PlatformAnswer> ExchangeAsync(Func<HttpRequestMessage> make, string asked, bool mayRepeat, CancellationToken token)
    {
        for (int attempt = 1; ; attempt++)
        {
            PlatformAnswer answer;
            try
            {
                answer = await SendAsync(make, asked, token).ConfigureAwait(false);
            }
            catch (PlatformException e) when (e.Problem == PlatformProblem.Unreachable && mayRepeat && _hasAnswered && attempt < MostAttempts)
            {
                // It was there a moment ago: a connection that broke, a node that is replaced.
                await delay(Backoff(attempt), token).ConfigureAwait(false);
                continue;
            }

            _hasAnswered = true;
            bool isBusy = (int)answer.Status == Busy;
            if (!isBusy && !(mayRepeat && (int)answer.Status >= 500))
            {
                return answer;
            }

            TimeSpan wait = answer.RetryAfter ?? Backoff(attempt);
            if (attempt == MostAttempts || wait > LongestWait)
            {
                return !isBusy ? answer : throw Failure(
                    PlatformProblem.TooManyRequests,
                    $"{Describe(answer)}{(wait > LongestWait ? FormattableString.Invariant($" It asks to wait for {wait.TotalSeconds:0} seconds.") : FormattableString.Invariant($" {attempt} attempts were made."))}",
                    texts.Later,
                    answer);
            }

            answer.Dispose();
            await delay(wait, token).ConfigureAwait(false);
        }
    }

    /// <summary>Fails where the answer is a refusal.</summary>
    public PlatformAnswer Check(PlatformAnswer answer, string asked)
    {
        if (answer.IsSuccess)
        {
            return answer;
        }

        string refused = $"{asked} was refused: {Describe(answer)}";
        throw (int)answer.Status switch
        {
            >= 500 => Failure(PlatformProblem.ServerError, refused, texts.AfterFailure, answer),
            >= 300 and < 400 => Failure(PlatformProblem.UnexpectedAnswer, refused, texts.NotThisApi, answer),
            401 => Failure(PlatformProblem.LoginRefused, refused, texts.Login, answer),
            403 => Failure(PlatformProblem.Refused, refused, texts.Login, answer),
            _ => Failure(PlatformProblem.Refused, refused, texts.AfterRefusal, answer),
        };
    }

    public PlatformException Failure(PlatformProblem problem, string message, string remedy, PlatformAnswer? answer = null, Exception? inner = null) =>
        new(address, problem, message, remedy, answer?.Status, inner);

    public PlatformException NotThisApi(string message, PlatformAnswer? answer = null) => Failure(PlatformProblem.UnexpectedAnswer, message, texts.NotThisApi, answer);

    /// <summary>The status, and what the server says of it.</summary>
    public string Describe(PlatformAnswer answer)
    {
        string words = Words(answer.Text);
        string shown = IsSecret(words) ? "(not shown: it repeats a secret)" : TerminalText.Cut(words, WidthOfWords);
        return FormattableString.Invariant($"HTTP {(int)answer.Status}{(shown.Length == 0 ? "." : $", \"{shown}\"")}");
    }

    /// <summary>A platform's own words, safe to show.</summary>
    public string Quote(string words) => IsSecret(words) ? "(not shown: it repeats a secret)" : TerminalText.Cut(words, WidthOfWords);

    private static TimeSpan Backoff(int attempt) => TimeSpan.FromSeconds(1 << (attempt - 1));

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? header)
    {
        TimeSpan? wait = header?.Delta ?? (header?.Date - DateTimeOffset.UtcNow);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>What an error's document says of it: errorMessage and errorDetails, error and reason, or message; else the body.</summary>
    private static string Words(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return WordsOf(document.RootElement) ?? body.Trim();
        }
        catch (JsonException)
        {
            return body.Trim();
        }
    }

    private static string? WordsOf(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (error.TryGetProperty("errorMessage", out JsonElement message))
        {
            return error.TryGetProperty("errorDetails", out JsonElement details) ? $"{message} {details.GetRawText()}" : message.ToString();
        }

        if (error.TryGetProperty("error", out JsonElement inner))
        {
            // OpenSearch: the reason of the first shard that failed says more than that all of them did.
            return inner.ValueKind == JsonValueKind.String ? inner.GetString()
                : inner.ValueKind != JsonValueKind.Object ? null
                : inner.TryGetProperty("root_cause", out JsonElement causes) && causes.ValueKind == JsonValueKind.Array && causes.GetArrayLength() > 0
                    && causes[0].TryGetProperty("reason", out JsonElement cause) ? cause.ToString()
                : inner.TryGetProperty("reason", out JsonElement reason) ? reason.ToString() : null;
        }

        return error.TryGetProperty("message", out JsonElement text) ? text.ToString() : null;
    }

    private bool IsSecret(string words)
    {
        lock (_secretLock)
        {
            return _secrets.Exists(words.Contains);
        }
    }

    private async Task<PlatformAnswer> SendAsync(Func<HttpRequestMessage> make, string asked, CancellationToken token)
    {
        await _turns.WaitAsync(token).ConfigureAwait(false);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(timeout);
        try
        {
            MostSeenAtOnce = Math.Max(MostSeenAtOnce, MostAtOnce - _turns.CurrentCount);
            using HttpRequestMessage request = make();
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return await ReadAsync(response, asked, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw Failure(
                PlatformProblem.Timeout,
                FormattableString.Invariant($"{asked} was not answered within {timeout.TotalSeconds:0.#} seconds."),
                texts.AfterTimeout);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException && limit.IsCancellationRequested)
        {
            // Some streams end so when they are closed under a reader.
            token.ThrowIfCancellationRequested();
            throw Failure(PlatformProblem.Timeout, FormattableString.Invariant($"{asked} was not answered within {timeout.TotalSeconds:0.#} seconds."), texts.AfterTimeout, inner: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Failure(PlatformProblem.Unreachable, $"the server could not be reached: {e.GetBaseException().Message}", texts.Unreachable, inner: e);
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<PlatformAnswer> ReadAsync(HttpResponseMessage response, string asked, CancellationToken token)
    {
        TimeSpan? wait = WaitOf(response.Headers.RetryAfter);
        int most = response.IsSuccessStatusCode ? MostAnswerBytes : MostRefusalBytes;
        void Count(long total)
        {
            if (total > most)
            {
                throw Failure(PlatformProblem.UnexpectedAnswer, FormattableString.Invariant($"the answer to {asked} is over {most >> 20} MiB."), texts.TooLarge);
            }
        }

#if NET
        using Stream body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
#else
        using Stream body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        // .NET Framework's own streams do not look at a token while they wait.
        using CancellationTokenRegistration close = token.Register(body.Dispose);
#endif
        using AnswerStream stream = new(body, Count, token);
        if (!response.IsSuccessStatusCode)
        {
            using StreamReader reader = new(stream, Encoding.UTF8);
#if NET
            string text = await reader.ReadToEndAsync(token).ConfigureAwait(false);
#else
            string text = await reader.ReadToEndAsync().ConfigureAwait(false);
#endif
            return new PlatformAnswer(response.StatusCode, text, null, wait);
        }

        try
        {
            return new PlatformAnswer(response.StatusCode, "", await JsonDocument.ParseAsync(stream, default, token).ConfigureAwait(false), wait);
        }
        catch (JsonException) when (stream.IsEmpty)
        {
            return new PlatformAnswer(response.StatusCode, "", null, wait);
        }
        catch (JsonException)
        {
            throw Failure(PlatformProblem.UnexpectedAnswer, $"the answer to {asked} is not JSON (HTTP {(int)response.StatusCode}).", texts.NotThisApi);
        }
    }
}
