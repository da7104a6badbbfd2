using System.Globalization;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.GatewayQueues;

/// <summary>
/// Estimates the number of requests that a gateway serves at a time from the arrivals and responses of requests.
/// <para>A request that found few others under way did not wait: the mean of these durations is the service time. A request that took
/// longer waited first, and was served for that time before its response. The mean number in service while others wait is the
/// estimate; it is good for gateways that serve more than ten at a time. In logs without a queue no limit shows: then the largest
/// number under way at once is only a lower bound.</para>
/// </summary>
public sealed record ConcurrencyEstimate
{
    // So many requests that found the fewest others under way, and all that found no more, give the service time.
    private const int CalmRequests = 10;

    // A wait below this part of a service time is within its variation.
    private const double MinWait = 0.5;

    /// <summary>Gets the number of requests.</summary>
    public int Requests { get; private init; }

    /// <summary>Gets the largest number of requests under way at once, waiting or served.</summary>
    public int Peak { get; private init; }

    /// <summary>Gets the time of that, in UTC; null without requests.</summary>
    public DateTimeOffset? PeakTime { get; private init; }

    /// <summary>Gets the mean duration of the requests that found the fewest others under way.</summary>
    public TimeSpan ServiceTime { get; private init; }

    /// <summary>Gets the number of requests that waited before they were served.</summary>
    public int Waited { get; private init; }

    /// <summary>Gets the estimate; null if the logs show no queue.</summary>
    public int? Concurrency { get; private init; }

    /// <summary>Gets the minutes in which requests arrived or were answered, in order.</summary>
    public IReadOnlyList<MinuteConcurrency> Minutes { get; private init; } = new ItemList<MinuteConcurrency>([]);

    /// <summary>Gets the requests that did not wait, as indexes into the list that was given.</summary>
    internal IReadOnlyList<int> Calm { get; private init; } = [];

    /// <summary>Estimates the number.</summary>
    /// <param name="requests">The arrival and the duration of each request, in ticks of UTC, in order of arrival.</param>
    public static ConcurrencyEstimate Create(IReadOnlyList<(long Begin, long Duration)> requests)
    {
        _ = requests ?? throw new ArgumentNullException(nameof(requests));
        if (requests.Count == 0)
        {
            return new();
        }

        (int[] underWay, int peak, long peakTime, List<MinuteConcurrency> minutes) = Count(requests);
        int limit = underWay.OrderBy(count => count).ElementAt(Math.Min(CalmRequests, requests.Count) - 1);
        int[] calm = [.. Enumerable.Range(0, requests.Count).Where(i => underWay[i] <= limit)];
        long service = (long)calm.Average(i => requests[i].Duration);
        int[] waited = [.. Enumerable.Range(0, requests.Count).Where(i => requests[i].Duration > (1 + MinWait) * service)];
        double served = ServedWhileOthersWait(requests, service);
        return new()
        {
            Requests = requests.Count,
            Peak = peak,
            PeakTime = new(peakTime, TimeSpan.Zero),
            ServiceTime = new(service),
            Waited = waited.Length,
            Concurrency = waited.Length >= CalmRequests && served >= 1 ? (int)Math.Round(served) : null,
            Minutes = new ItemList<MinuteConcurrency>(minutes),
            Calm = calm,
        };
    }

    /// <summary>Returns the figures in one line.</summary>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        Concurrency is null
            ? Peak == 1 ? "one request at a time and no queue, so the limit is not known"
                : "up to {1} requests under way at once, and no queue, so the limit is not known"
            : "{0} requests served at a time while {2} waited; up to {1} under way at once",
        Concurrency, Peak, Waited);

    private static (int[] UnderWay, int Peak, long PeakTime, List<MinuteConcurrency> Minutes) Count(
        IReadOnlyList<(long Begin, long Duration)> requests)
    {
        int[] underWay = new int[requests.Count];
        long[] ends = [.. requests.Select(request => request.Begin + request.Duration).OrderBy(end => end)];
        SortedDictionary<long, (int Peak, int Begun, int Ended)> minutes = [];
        int ended = 0, peak = 0;
        long peakTime = requests[0].Begin;
        for (int i = 0; i < requests.Count; i++)
        {
            for (; ended < ends.Length && ends[ended] <= requests[i].Begin; ended++)
            {
                Add(ends[ended], i - ended, 0, 1);
            }

            underWay[i] = i - ended;
            Add(requests[i].Begin, i + 1 - ended, 1, 0);
            (peak, peakTime) = i + 1 - ended > peak ? (i + 1 - ended, requests[i].Begin) : (peak, peakTime);
        }

        for (; ended < ends.Length; ended++)
        {
            Add(ends[ended], requests.Count - ended, 0, 1);
        }

        return (underWay, peak, peakTime,
            [.. minutes.Select(minute =>
                new MinuteConcurrency(new(minute.Key, TimeSpan.Zero), minute.Value.Peak, minute.Value.Begun, minute.Value.Ended))]);

        void Add(long time, int count, int begun, int answered)
        {
            long minute = time / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute;
            minutes.TryGetValue(minute, out (int Peak, int Begun, int Ended) before);
            minutes[minute] = (Math.Max(before.Peak, count), before.Begun + begun, before.Ended + answered);
        }
    }

    /// <summary>
    /// Returns the mean number of requests in service over the time in which others wait, each moment as often as requests wait in it: a
    /// long service that is taken for a wait counts little then.
    /// </summary>
    private static double ServedWhileOthersWait(IReadOnlyList<(long Begin, long Duration)> requests, long service)
    {
        List<(long Time, int Waiting, int Served)> changes = [];
        foreach ((long begin, long duration) in requests)
        {
            long turn = duration > (1 + MinWait) * service ? begin + duration - service : begin;
            if (turn > begin)
            {
                changes.Add((begin, 1, 0));
                changes.Add((turn, -1, 0));
            }

            changes.Add((turn, 0, 1));
            changes.Add((begin + duration, 0, -1));
        }

        changes.Sort((one, other) => one.Time.CompareTo(other.Time));
        double sum = 0, time = 0;
        int waiting = 0, served = 0;
        for (int i = 0; i < changes.Count; i++)
        {
            double length = i == 0 ? 0 : changes[i].Time - changes[i - 1].Time;
            sum += length * waiting * served;
            time += length * waiting;
            waiting += changes[i].Waiting;
            served += changes[i].Served;
        }

        return time == 0 ? 0 : sum / time;
    }
}
