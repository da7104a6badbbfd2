namespace VcsaAuthGuard.GatewayQueues;

/// <summary>
/// Represents the simplest model of the queue: n requests come at once, c are served at a time, each takes s seconds, so that the k-th
/// waits
/// floor((k - 1) / c) * s. Sessions play no part in it.
/// </summary>
public static class BulkArrival
{
    /// <summary>
    /// The default number of requests served at a time: 52. This is an assumption: the number that the host gateway serves is not
    /// published; 52 is the number of NFC connections vCenter has for backups (VDDK 8 guide).
    /// </summary>
    public const int DefaultServedAtOnce = 52;

    /// <summary>Gets the lifetime of a token in the gateway's queue: 300 s (KB 440879).</summary>
    public static TimeSpan TokenLife { get; } = TimeSpan.FromSeconds(300);

    /// <summary>Creates the model for a number of requests served at a time.</summary>
    /// <param name="servedAtOnce">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static GatewayWaitModel Model(int servedAtOnce = DefaultServedAtOnce) => servedAtOnce >= 1
        ? (vms, _, secondsPerRequest) => Wait(vms, servedAtOnce, secondsPerRequest)
        : throw new ArgumentOutOfRangeException(nameof(servedAtOnce), servedAtOnce, "At least one request is served at a time.");

    private static GatewayWait Wait(int requests, int servedAtOnce, double seconds)
    {
        if (requests <= 0)
        {
            return default;
        }

        double longest = (requests - 1) / servedAtOnce * seconds;
        if (longest <= TokenLife.TotalSeconds)
        {
            return new(TimeSpan.FromSeconds(longest), 0);
        }

        // Rounds of servedAtOnce requests: those of round r wait r * seconds.
        long roundsInTime = (long)Math.Floor(TokenLife.TotalSeconds / seconds) + 1;
        return new(
            TimeSpan.FromSeconds(Math.Min(longest, TimeSpan.MaxValue.TotalSeconds / 2)),
            Math.Max(0, requests - (roundsInTime * servedAtOnce)));
    }
}
