using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.TimeSeries;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Finds the clients that do far more than they usually do, in spans of ten minutes.</summary>
/// <remarks>
/// The usual load is the mean of the quieter half of the other spans, those without any load included: a spike of hours must not be
/// measured against itself.
/// </remarks>
internal sealed class LoadSpikeFinder
{
    private const int SpanMinutes = 10;

    /// <summary>Fewer logins or calls in ten minutes are never a spike.</summary>
    private const int MinLogins = 15;
    private const int MinCalls = 60;

    /// <summary>The multiple of the usual load from which on load is a spike.</summary>
    private const double MinRatio = 3;

    private static readonly TimeSpan Baseline = TimeSpan.FromHours(1);

    private readonly List<Series> _series = [];
    private readonly long _first;
    private readonly long _last;

    /// <param name="load">The clients.</param>
    /// <param name="total">The load of all clients together.</param>
    /// <param name="from">The first time in the logs.</param>
    /// <param name="to">The last time in the logs.</param>
    public LoadSpikeFinder(IReadOnlyList<ApiClientLoad> load, ActivitySeries total, DateTimeOffset? from, DateTimeOffset? to)
    {
        if (!IsBaseline(from, to))
        {
            return;
        }

        (_first, _last) = (SpanOf(from!.Value), SpanOf(to!.Value));
        // Sessions that no log attributes are no client: they are among those of all clients together.
        foreach (ApiClientLoad? client in load.Where(client => client.Client != ApiClient.Unattributed).Append(null))
        {
            AddSeries(client, client?.Activity ?? total, isLogins: true);
            AddSeries(client, client?.Activity ?? total, isLogins: false);
        }
    }

    /// <summary>Returns whether logs of this span are long enough to distinguish a spike from the usual load.</summary>
    public static bool IsBaseline(DateTimeOffset? from, DateTimeOffset? to) => to - from >= Baseline;

    /// <summary>
    /// Returns the spikes between two times, logins before calls, largest first; the spike of all clients together only where no single
    /// client has one.
    /// </summary>
    public IReadOnlyList<LoadSpike> Find(DateTimeOffset from, DateTimeOffset to)
    {
        List<LoadSpike> spikes = [];
        foreach (Series series in _series)
        {
            bool isKnown = spikes.Count > 0 && ReferenceEquals(spikes[spikes.Count - 1].Client, series.Client);
            if (
                !isKnown
                && FindIn(series, SpanOf(from), SpanOf(to)) is LoadSpike spike
                && spike.Count >= MinRatio * Math.Max(1, spike.Usual)
            )
            {
                spikes.Add(spike);
            }
        }

        spikes = [.. spikes.OrderByDescending(spike => spike.IsLogins).ThenByDescending(spike => spike.Count)];
        return spikes.Exists(spike => spike.Client is not null) ? spikes.FindAll(spike => spike.Client is not null) : spikes;
    }

    private static int MinCount(bool isLogins) => isLogins ? MinLogins : MinCalls;

    private static long SpanOf(DateTimeOffset time) => ActivitySeries.MinuteOf(time.UtcTicks) / SpanMinutes;

    /// <summary>Adds a client's series, unless it never reaches the minimum of a spike.</summary>
    private void AddSeries(ApiClientLoad? client, ActivitySeries activity, bool isLogins)
    {
        SortedDictionary<long, long> counts = [];
        foreach (CountBin<ActivityCounts> bin in activity.Bins)
        {
            int count = isLogins ? bin.Counts.Logins : bin.Counts.Calls;
            if (count > 0)
            {
                long span = bin.Start / SpanMinutes;
                counts.TryGetValue(span, out long before);
                counts[span] = before + count;
            }
        }

        if (counts.Values.Any(count => count >= MinCount(isLogins)))
        {
            _series.Add(new(client, isLogins, counts));
        }
    }

    /// <summary>Returns the busiest span with the usual load of the others; null if it is below the minimum of a spike.</summary>
    private LoadSpike? FindIn(Series series, long first, long last)
    {
        KeyValuePair<long, long> busiest = default;
        List<long> others = [];
        foreach (KeyValuePair<long, long> span in series.Counts)
        {
            if (span.Key < first || span.Key > last)
            {
                others.Add(span.Value);
            }
            else if (span.Value > busiest.Value)
            {
                busiest = span;
            }
        }

        if (busiest.Value < MinCount(series.IsLogins))
        {
            return null;
        }

        others.Sort();
        long inside = Math.Max(0, Math.Min(last, _last) - Math.Max(first, _first) + 1);
        long outside = Math.Max(others.Count, _last - _first + 1 - inside);
        long half = (outside + 1) / 2;
        int withLoad = (int)Math.Max(0, half - (outside - others.Count));
        double usual = half == 0 ? 0 : others.Take(withLoad).Sum() / (double)half;
        DateTimeOffset start = new(busiest.Key * SpanMinutes * TimeSpan.TicksPerMinute, TimeSpan.Zero);
        return new(series.Client, series.IsLogins, busiest.Value, usual, start);
    }

    private sealed record Series(ApiClientLoad? Client, bool IsLogins, SortedDictionary<long, long> Counts);
}
