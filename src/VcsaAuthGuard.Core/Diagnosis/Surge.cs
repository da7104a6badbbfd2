using VcsaAuthGuard.Sessions;

namespace VcsaAuthGuard.Diagnosis;

/// <summary>A client that does far more than it usually does.</summary>
/// <param name="Client">The client; null for all together.</param>
/// <param name="IsLogins">Whether it is logins, or else calls.</param>
/// <param name="Count">How many in the fullest ten minutes.</param>
/// <param name="Usual">How many it usually has in ten minutes.</param>
/// <param name="Start">When these ten minutes begin.</param>
internal sealed record Surge(ApiClientLoad? Client, bool IsLogins, long Count, double Usual, DateTimeOffset Start)
{
    /// <summary>So many times its usual load is a storm.</summary>
    private const double LeastRatio = 3;

    /// <summary>Fewer than this in ten minutes are no storm, whatever is usual.</summary>
    private const int LeastLogins = 15;
    private const int LeastCalls = 60;
    private const int SpanMinutes = 10;

    /// <summary>How many times its usual load.</summary>
    public double Ratio => Count / Math.Max(1, Usual);

    /// <summary>The clients that surge between two times, the strongest first; all together where no single one does.</summary>
    public static IReadOnlyList<Surge> Find(CaseFacts facts, DateTimeOffset from, DateTimeOffset to)
    {
        if (!facts.HasBaseline)
        {
            return [];
        }

        IEnumerable<(ApiClientLoad? Client, ActivitySeries Activity)> series =
            facts.Load.Select(client => ((ApiClientLoad?)client, client.Activity)).Append((null, facts.Activity));
        List<Surge> surges = [];
        foreach ((ApiClientLoad? client, ActivitySeries activity) in series)
        {
            Surge? logins = Of(client, activity, isLogins: true, facts, from, to);
            Surge? surge = logins ?? Of(client, activity, isLogins: false, facts, from, to);
            if (surge is not null)
            {
                surges.Add(surge);
            }
        }

        surges = [.. surges.OrderByDescending(surge => surge.IsLogins).ThenByDescending(surge => surge.Count)];
        return surges.Exists(surge => surge.Client?.Client is not null) ? surges.FindAll(surge => surge.Client is not null) : surges;
    }

    private static Surge? Of(ApiClientLoad? client, ActivitySeries activity, bool isLogins, CaseFacts facts, DateTimeOffset from, DateTimeOffset to)
    {
        Dictionary<long, long> spans = Spans(activity, isLogins);
        long first = SpanOf(from);
        long last = SpanOf(to);
        KeyValuePair<long, long> fullest = spans.Where(span => span.Key >= first && span.Key <= last)
            .OrderByDescending(span => span.Value).ThenBy(span => span.Key).FirstOrDefault();
        if (fullest.Value < (isLogins ? LeastLogins : LeastCalls))
        {
            return null;
        }

        double usual = QuietMean(spans, facts, first, last);
        return fullest.Value >= LeastRatio * Math.Max(1, usual) ? new(client, isLogins, fullest.Value, usual, new(fullest.Key * SpanMinutes * TimeSpan.TicksPerMinute, TimeSpan.Zero)) : null;
    }

    /// <summary>The mean of the quieter half of the other spans from the logs' first time to their last: a storm of hours must not be its own measure.</summary>
    private static double QuietMean(Dictionary<long, long> spans, CaseFacts facts, long first, long last)
    {
        List<long> others = [];
        for (long span = SpanOf(facts.From!.Value); span <= SpanOf(facts.To!.Value); span++)
        {
            if (span < first || span > last)
            {
                others.Add(spans.TryGetValue(span, out long count) ? count : 0);
            }
        }

        others.Sort();
        int half = (others.Count + 1) / 2;
        return half == 0 ? 0 : others.Take(half).Average();
    }

    private static Dictionary<long, long> Spans(ActivitySeries activity, bool isLogins)
    {
        Dictionary<long, long> spans = [];
        foreach (ActivityBin bin in activity.Bins)
        {
            long span = bin.Index * (long)activity.Width / SpanMinutes;
            spans.TryGetValue(span, out long count);
            spans[span] = count + (isLogins ? bin.Logins : bin.Calls);
        }

        return spans;
    }

    private static long SpanOf(DateTimeOffset time) => ActivitySeries.MinuteOf(time.UtcTicks) / SpanMinutes;
}
