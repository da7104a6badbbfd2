using VcsaAuthGuard.ApiLoad;


namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>A client's logins or calls in spans of ten minutes.</summary>
internal sealed class ClientSpans
{
    private const int SpanMinutes = 10;

    /// <summary>Fewer than this in ten minutes are no storm, whatever is usual.</summary>
    private const int LeastLogins = 15;
    private const int LeastCalls = 60;

    private readonly SortedDictionary<long, long> _counts;
    private readonly long _first;
    private readonly long _last;

    private ClientSpans(ApiClientLoad? client, bool isLogins, SortedDictionary<long, long> counts, long first, long last) =>
        (Client, IsLogins, _counts, _first, _last) = (client, isLogins, counts, first, last);

    /// <summary>The client; null for all together.</summary>
    public ApiClientLoad? Client { get; }

    /// <summary>Whether it is logins, or else calls.</summary>
    public bool IsLogins { get; }

    /// <summary>Those that are ever enough for a storm, logins before calls; the others need no look at each burst.</summary>
    public static IReadOnlyList<ClientSpans> Of(CaseFacts facts)
    {
        if (facts.From is not DateTimeOffset from || facts.To is not DateTimeOffset to)
        {
            return [];
        }

        List<ClientSpans> spans = [];
        foreach (ApiClientLoad? client in facts.Load.Append(null))
        {
            ActivitySeries activity = client?.Activity ?? facts.Activity;
            foreach (bool isLogins in (bool[])[true, false])
            {
                SortedDictionary<long, long> counts = CountsOf(activity, isLogins);
                if (counts.Values.Any(count => count >= Least(isLogins)))
                {
                    spans.Add(new(client, isLogins, counts, IndexOf(from), IndexOf(to)));
                }
            }
        }

        return spans;
    }

    /// <summary>The fullest span between two times, if it is enough for a storm: its start and count, and the mean of the quieter half of the spans elsewhere.</summary>
    /// <remarks>A storm of hours must not be its own measure: therefore the quieter half. Spans in which the client did nothing are among them.</remarks>
    public (DateTimeOffset Start, long Count, double Usual)? Fullest(DateTimeOffset from, DateTimeOffset to)
    {
        long first = IndexOf(from);
        long last = IndexOf(to);
        KeyValuePair<long, long> fullest = default;
        List<long> others = [];
        foreach (KeyValuePair<long, long> span in _counts)
        {
            if (span.Key < first || span.Key > last)
            {
                others.Add(span.Value);
            }
            else if (span.Value > fullest.Value)
            {
                fullest = span;
            }
        }

        if (fullest.Value < Least(IsLogins))
        {
            return null;
        }

        others.Sort();
        long inside = Math.Max(0, Math.Min(last, _last) - Math.Max(first, _first) + 1);
        long all = Math.Max(others.Count, _last - _first + 1 - inside);
        long half = (all + 1) / 2;
        int busy = (int)Math.Max(0, half - (all - others.Count));
        return (new(fullest.Key * SpanMinutes * TimeSpan.TicksPerMinute, TimeSpan.Zero), fullest.Value, half == 0 ? 0 : others.Take(busy).Sum() / (double)half);
    }

    private static int Least(bool isLogins) => isLogins ? LeastLogins : LeastCalls;

    private static long IndexOf(DateTimeOffset time) => ActivitySeries.MinuteOf(time.UtcTicks) / SpanMinutes;

    private static SortedDictionary<long, long> CountsOf(ActivitySeries activity, bool isLogins)
    {
        SortedDictionary<long, long> counts = [];
        foreach (ActivityBin bin in activity.Bins)
        {
            int count = isLogins ? bin.Logins : bin.Calls;
            if (count > 0)
            {
                long span = bin.Index * (long)activity.Width / SpanMinutes;
                counts.TryGetValue(span, out long before);
                counts[span] = before + count;
            }
        }

        return counts;
    }
}
