using System.Net;
using System.Net.Http.Headers;

namespace VcsaAuthGuard.Http;

/// <summary>
/// Decides whether a failed request is repeated, and after which delay. The delay doubles with each attempt; a server may ask for a longer
/// one (Retry-After), not for a shorter one.
/// </summary>
internal sealed class RetryPolicy
{
    private const int TooManyRequests = 429;

    /// <summary>Gets the number of attempts after which a request is given up.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Gets the delay after the first attempt.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the delay up to which doubling continues.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the longest delay that a server may ask for.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets a value indicating whether a request is repeated after <see cref="MaxRetryAfter"/> when the server asks for a longer delay;
    /// otherwise it is given up.
    /// </summary>
    public bool CapsRetryAfter { get; init; }

    /// <summary>Gets the clock and the source of delays.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Determines whether the server refused a request for lack of resources, without regard to its content.</summary>
    public static bool IsThrottled(HttpStatusCode status) => (int)status == TooManyRequests;

    /// <summary>Determines whether the same request may succeed later.</summary>
    public static bool IsTransient(HttpStatusCode status) =>
        IsThrottled(status) || status == HttpStatusCode.RequestTimeout || (int)status >= 500;

    /// <summary>Returns the delay that a response asks for (Retry-After, as seconds or as a date); null if it does not.</summary>
    public TimeSpan? GetRetryAfter(HttpResponseHeaders headers)
    {
        RetryConditionHeaderValue? header = headers.RetryAfter;
        TimeSpan? delay = header?.Delta ?? (header?.Date - TimeProvider.GetUtcNow());
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }

    /// <summary>Returns the delay before the next attempt; null if the request is given up.</summary>
    /// <param name="attempt">The number of attempts made so far.</param>
    /// <param name="retryAfter">The delay that the server asks for.</param>
    public TimeSpan? GetDelay(int attempt, TimeSpan? retryAfter = null)
    {
        if (attempt >= MaxAttempts || (retryAfter > MaxRetryAfter && !CapsRetryAfter))
        {
            return null;
        }

        TimeSpan backOff = FirstDelay;
        for (int i = 1; i < attempt && backOff < MaxDelay; i++)
        {
            backOff += backOff;
        }

        backOff = backOff < MaxDelay ? backOff : MaxDelay;
        TimeSpan asked = retryAfter is not TimeSpan value ? TimeSpan.Zero : value < MaxRetryAfter ? value : MaxRetryAfter;
        return asked > backOff ? asked : backOff;
    }

    /// <summary>Waits for a delay.</summary>
    public Task DelayAsync(TimeSpan delay, CancellationToken token) => TimeProvider.DelayAsync(delay, token);
}
