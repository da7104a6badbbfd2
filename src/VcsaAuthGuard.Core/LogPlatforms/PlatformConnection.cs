using System.Text.Json;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>
/// Sends requests to a platform's API, a few at once. Requests are repeated after 429, and after 5xx and broken connections when that is
/// safe. Failures become <see cref="PlatformException"/> without a secret.
/// </summary>
/// <param name="address">The platform.</param>
/// <param name="handler">Sends the requests, see <see cref="HttpsHandler"/>; it is disposed of with this object.</param>
/// <param name="timeout">The time limit of one request, to the end of its response.</param>
/// <param name="timeProvider">The clock and the source of delays between attempts.</param>
/// <param name="advice">The recommended actions.</param>
/// <param name="maxConcurrency">The number of requests that may be under way at one time.</param>
internal sealed class PlatformConnection(
    Uri address,
    HttpMessageHandler handler,
    TimeSpan timeout,
    TimeProvider timeProvider,
    PlatformAdvice advice,
    int maxConcurrency = PlatformOptions.DefaultThrottleLimit) : IDisposable
{
    /// <summary>A response that takes longer than this part of the time limit is slow.</summary>
    private const int SlowPart = 4;

    private const int MaxResponseBytes = 128 << 20;
    private const int MaxShownLength = 300;

    private readonly BoundedHttpClient _http = new(address, handler, timeout);
    private readonly RetryPolicy _retry = new() { TimeProvider = timeProvider };
    private readonly AdaptiveConcurrency _slots = new(maxConcurrency);
    private volatile bool _hasResponded;

    /// <summary>Gets or sets a value indicating whether responses are JSON lines, which become the items of an array.</summary>
    public bool ReadsLines { get; set; }

    /// <summary>Gets the texts that no message shows.</summary>
    public SecretFilter Secrets { get; } = new();

    /// <summary>Gets the largest number of requests that were under way at one time.</summary>
    public int PeakConcurrency => _slots.Peak;

    public void Dispose() => _http.Dispose();

    /// <summary>Sends a request with retries, and returns the response with any status.</summary>
    /// <param name="createRequest">Creates the request; called for each attempt.</param>
    /// <param name="name">The request's name in messages.</param>
    /// <param name="isRepeatable">Whether sending it twice does no harm.</param>
    /// <param name="token">Cancels the request.</param>
    /// <exception cref="PlatformException">The platform does not respond, or asks for a delay that is too long.</exception>
    public async Task<PlatformResponse> SendAsync(
        Func<HttpRequestMessage> createRequest, string name, bool isRepeatable, CancellationToken token)
    {
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan? delay;
            try
            {
                PlatformResponse response = await SendOnceAsync(createRequest, name, token).ConfigureAwait(false);
                _hasResponded = true;
                bool isThrottled = RetryPolicy.IsThrottled(response.Status);
                if (!isThrottled && !(isRepeatable && RetryPolicy.IsTransient(response.Status)))
                {
                    return response;
                }

                delay = _retry.GetDelay(attempt, response.RetryAfter);
                if (delay is null)
                {
                    return isThrottled ? throw Throttled(response, attempt) : response;
                }

                response.Dispose();
            }
            catch (PlatformException e) when (e.Problem == PlatformProblem.Unreachable && isRepeatable && _hasResponded)
            {
                // It answered a moment ago: the connection broke, or a node is being replaced.
                delay = _retry.GetDelay(attempt);
                if (delay is null)
                {
                    throw;
                }
            }

            await _retry.DelayAsync(delay.Value, token).ConfigureAwait(false);
        }
    }

    /// <summary>Returns a successful response, and throws for any other.</summary>
    public PlatformResponse EnsureSuccess(PlatformResponse response, string name)
    {
        if (response.IsSuccess)
        {
            return response;
        }

        string message = $"{name} was refused: {Describe(response)}";
        throw (int)response.Status switch
        {
            >= 500 => Failure(PlatformProblem.ServerError, message, advice.ServerError, response),
            >= 300 and < 400 => Failure(PlatformProblem.UnexpectedAnswer, message, advice.NotThisApi, response),
            401 => Failure(PlatformProblem.LoginRefused, message, advice.LoginRefused, response),
            403 => Failure(PlatformProblem.Refused, message, advice.LoginRefused, response),
            _ => Failure(PlatformProblem.Refused, message, advice.Refused, response),
        };
    }

    public PlatformException Failure(
        PlatformProblem problem, string message, string remedy, PlatformResponse? response = null, Exception? inner = null) =>
        new(address, problem, message, remedy, response?.Status, inner);

    public PlatformException NotThisApi(string message, PlatformResponse? response = null) =>
        Failure(PlatformProblem.UnexpectedAnswer, message, advice.NotThisApi, response);

    /// <summary>Returns the status and the server's explanation of it.</summary>
    public string Describe(PlatformResponse response)
    {
        string shown = Secrets.Redact(response.Text, text => TerminalText.Cut(PlatformErrorText.Read(text), MaxShownLength));
        return FormattableString.Invariant($"HTTP {(int)response.Status}{(shown.Length == 0 ? "." : $", \"{shown}\"")}");
    }

    /// <summary>Returns a platform's text in a form that is safe to show.</summary>
    public string Redact(string text) => Secrets.Redact(text, whole => TerminalText.Cut(whole, MaxShownLength));

    private async Task<PlatformResponse> SendOnceAsync(Func<HttpRequestMessage> createRequest, string name, CancellationToken token)
    {
        await _slots.EnterAsync(token).ConfigureAwait(false);
        RequestOutcome outcome = RequestOutcome.Unknown;
        long start = timeProvider.GetTimestamp();
        try
        {
            using HttpRequestMessage request = createRequest();
            HttpResult response = await _http.SendAsync(request, MaxResponseBytes, token).ConfigureAwait(false);
            bool isSlow = timeProvider.GetElapsedTime(start).Ticks > timeout.Ticks / SlowPart;
            outcome = RetryPolicy.IsThrottled(response.Status) ? RequestOutcome.Throttled
                : isSlow ? RequestOutcome.Slow
                : RequestOutcome.Good;
            return Read(response, name);
        }
        catch (ServerException e) when (e is not PlatformException)
        {
            outcome = e is ServerUnreachableException { IsTimeout: true } ? RequestOutcome.Slow : RequestOutcome.Unknown;
            throw Translate(e, name);
        }
        finally
        {
            _slots.Leave(outcome);
        }
    }

    private PlatformException Translate(ServerException failure, string name) => failure switch
    {
        ServerUnreachableException { IsTimeout: true } => Failure(
            PlatformProblem.Timeout,
            FormattableString.Invariant($"{name} was not answered within {timeout.TotalSeconds:0.#} seconds."),
            advice.Timeout,
            inner: failure),
        ServerUnreachableException unreachable => Failure(
            PlatformProblem.Unreachable, $"The server could not be reached: {unreachable.Reason}", advice.Unreachable, inner: failure),
        ResponseTooLargeException large => Failure(
            PlatformProblem.UnexpectedAnswer, $"The response to {name} is larger than {large.Limit}.", advice.TooLarge, inner: failure),
        ThumbprintMismatchException => Failure(
            PlatformProblem.ThumbprintMismatch, failure.Detail, failure.Remedy, inner: failure),
        _ => Failure(PlatformProblem.CertificateNotTrusted, failure.Detail, failure.Remedy, inner: failure),
    };

    private PlatformException Throttled(PlatformResponse response, int attempts)
    {
        string reason = response.RetryAfter > _retry.MaxRetryAfter
            ? FormattableString.Invariant($"It asks to wait for {response.RetryAfter.Value.TotalSeconds:0} seconds.")
            : FormattableString.Invariant($"{attempts} attempts were made.");
        return Failure(PlatformProblem.TooManyRequests, $"{Describe(response)} {reason}", advice.Throttled, response);
    }

    private PlatformResponse Read(HttpResult response, string name)
    {
        TimeSpan? retryAfter = _retry.GetRetryAfter(response.Headers);
        if (!response.IsSuccess)
        {
            return new PlatformResponse(response.Status, response.Text, null, retryAfter);
        }

        try
        {
            JsonDocument? json = response.Body.Length == 0 ? null
                : ReadsLines ? JsonDocument.Parse(ToArray(response.Body))
                : JsonDocument.Parse(response.Body);
            return new PlatformResponse(response.Status, "", json, retryAfter);
        }
        catch (JsonException)
        {
            throw Failure(
                PlatformProblem.UnexpectedAnswer, $"The response to {name} is not JSON (HTTP {(int)response.Status}).", advice.NotThisApi);
        }
    }

    /// <summary>Returns JSON lines as an array. A line feed is never part of a value: in strings it is escaped.</summary>
    private static byte[] ToArray(byte[] lines)
    {
        int length = lines.Length;
        while (length > 0 && lines[length - 1] is (byte)'\n' or (byte)'\r')
        {
            length--;
        }

        byte[] array = new byte[length + 2];
        array[0] = (byte)'[';
        for (int i = 0; i < length; i++)
        {
            array[i + 1] = lines[i] == (byte)'\n' ? (byte)',' : lines[i];
        }

        array[length + 1] = (byte)']';
        return array;
    }
}
