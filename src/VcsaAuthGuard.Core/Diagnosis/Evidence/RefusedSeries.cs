namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Splits refused calls at long pauses, and recognises series with a constant rate.</summary>
internal static class RefusedSeries
{
    /// <summary>A tool that tries on does so within this time.</summary>
    private static readonly long MaxPause = TimeSpan.FromMinutes(90).Ticks;

    private const int MinOfClient = 5;
    private const int MinParts = 4;
    private const int MaxParts = 12;
    private const int CallsPerPart = 3;

    /// <summary>The share of the parts that have calls.</summary>
    private const double MinFilled = 0.8;
    private const double MaxRatio = 3;

    /// <summary>The share of the calls whose session must be known to tell whose the others are.</summary>
    private const double MinKnown = 0.1;

    /// <summary>The share of one client among the calls whose session is known, from which on it is not one of many.</summary>
    private const double MinShareOfClient = 0.5;
    private const double MinShareOfMany = 1.0 / 3;
    private const int ManyOfClient = 10;

    /// <summary>The share of the pauses that are not far longer than most.</summary>
    private const double MinUsual = 0.9;
    private const double MaxPauseRatio = 5;

    private const int MinGroups = 3;

    /// <summary>Three groups are more than chance from this size on, and more groups from any.</summary>
    private const int MinOfFewGroups = 10;
    private const double MaxIntervalRatio = 1.25;
    private static readonly long MinGap = TimeSpan.FromMinutes(10).Ticks;

    /// <summary>The variation of pauses up to which calls are regular: those of any night, those that begin within the logs, and those
    /// that are rare from the first to the last hour of the logs, as strays are.</summary>
    private const double MaxVariation = 0.25;
    private const double MaxVariationWithOnset = 0.3;
    private const double MaxVariationOfRare = 0.15;

    /// <summary>Calls begin within the logs where these show this multiple of the mean pause, and half an hour, before the first.</summary>
    private const int MinPausesBefore = 3;
    private static readonly TimeSpan MinBefore = TimeSpan.FromMinutes(30);

    /// <summary>The minimum number of calls of a tool that tries on without regular pauses, in all and in an hour.</summary>
    private const int ManyCalls = 40;
    private const int ManyInHour = 20;
    private const int RareInHour = 12;
    private const double MinSpanOfLogs = 0.6;

    /// <summary>
    /// Returns calls outside of bursts as they belong together: those of one client or session, however long they pause, where there are
    /// several for each of its sessions and it is not one of many, and the others split at long pauses.
    /// </summary>
    public static IEnumerable<IReadOnlyList<FaultObservation>> Parts(IReadOnlyCollection<FaultObservation> calls)
    {
        List<FaultObservation> others = [];
        object? only = OnlyClient(calls);
        int known = calls.Count(call => call.Session is not null);
        foreach (IGrouping<object?, FaultObservation> client in calls.GroupBy(call => KeyOf(call.Session) ?? only))
        {
            FaultObservation[] own = [.. client.OrderBy(call => call.Ticks)];
            int sessions = own.Select(call => call.Session).OfType<RefusedSession>().Distinct().Count();
            bool isOneOfMany = own.Length < (own.Length < ManyOfClient ? MinShareOfClient : MinShareOfMany) * known;
            if (client.Key is not null && !isOneOfMany && own.Length >= MinOfClient && own.Length >= CallsPerPart * sessions)
            {
                yield return own;
            }
            else
            {
                others.AddRange(own);
            }
        }

        foreach (IReadOnlyList<FaultObservation> part in Split(others))
        {
            yield return part;
        }
    }

    /// <summary>Returns the calls in order of time, split at long pauses.</summary>
    public static IEnumerable<IReadOnlyList<FaultObservation>> Split(IEnumerable<FaultObservation> calls)
    {
        List<FaultObservation> series = [];
        foreach (FaultObservation call in calls.OrderBy(call => call.Ticks))
        {
            if (series.Count > 0 && call.Ticks - series[series.Count - 1].Ticks > MaxPause)
            {
                yield return series;
                series = [];
            }

            series.Add(call);
        }

        if (series.Count > 0)
        {
            yield return series;
        }
    }

    /// <summary>Returns the series in which a time lies; empty if none was kept.</summary>
    public static IReadOnlyList<FaultObservation> Around(IEnumerable<IReadOnlyList<FaultObservation>> series, DateTimeOffset time) =>
        series.FirstOrDefault(calls => calls[0].Ticks <= time.UtcTicks && calls[calls.Count - 1].Ticks >= time.UtcTicks) ?? [];

    /// <summary>Returns how long calls go on at a flat rate; zero if they do not.</summary>
    public static TimeSpan FlatDuration(IReadOnlyList<FaultObservation> calls)
    {
        long[] times = [.. calls.Select(call => call.Ticks)];
        return IsFlat(times) ? TimeSpan.FromTicks(times.Max() - times.Min()) : TimeSpan.Zero;
    }

    /// <summary>
    /// Returns whether calls at a flat rate are those of a tool that tries on: their pauses vary little, or they begin within the logs and
    /// are many. Strays have pauses that vary by about their mean, and occur from the first to the last hour.
    /// </summary>
    /// <param name="calls">The calls, in order of time.</param>
    /// <param name="from">The first time in the logs.</param>
    /// <param name="to">The last time in the logs.</param>
    public static bool IsOfTool(IReadOnlyList<FaultObservation> calls, DateTimeOffset? from, DateTimeOffset? to)
    {
        if (calls.Count < 2 || from is not DateTimeOffset first || to is not DateTimeOffset last)
        {
            return false;
        }

        TimeSpan span = TimeSpan.FromTicks(calls[calls.Count - 1].Ticks - calls[0].Ticks);
        double inHour = calls.Count / Math.Max(span.TotalHours, double.Epsilon);
        long before = calls[0].Ticks - first.UtcTicks;
        bool hasOnset = before >= MinBefore.Ticks && before >= MinPausesBefore * (span.Ticks / (calls.Count - 1));
        bool isRare = inHour < RareInHour && span.Ticks >= MinSpanOfLogs * (last - first).Ticks;
        double variation = VariationOfPauses(calls);
        return variation <= (isRare ? MaxVariationOfRare : hasOnset ? MaxVariationWithOnset : MaxVariation)
            || (hasOnset && calls.Count >= ManyCalls && inHour >= ManyInHour);
    }

    /// <summary>Returns how much the pauses between calls vary, as a share of their mean.</summary>
    private static double VariationOfPauses(IReadOnlyList<FaultObservation> calls)
    {
        double[] pauses = [.. calls.Skip(1).Select((call, i) => (double)(call.Ticks - calls[i].Ticks)).OrderBy(pause => pause)];

        // A few strays beside the tool's calls, hours before or after them, leave pauses of another size.
        double longest = pauses.Length == 0 ? 0 : MaxPauseRatio * pauses[pauses.Length / 2];
        double[] usual = [.. pauses.Where(pause => pause <= longest)];
        pauses = usual.Length >= MinUsual * pauses.Length ? usual : pauses;
        double mean = pauses.Length == 0 ? 0 : pauses.Average();
        double deviation = pauses.Length == 0 ? 0 : Math.Sqrt(pauses.Average(pause => (pause - mean) * (pause - mean)));
        return mean > 0 ? deviation / mean : double.PositiveInfinity;
    }

    /// <summary>Returns whether calls come in groups of about the same size at regular times, as those of a job that runs again and
    /// again.</summary>
    public static bool IsPeriodic(IReadOnlyList<FaultObservation> calls)
    {
        List<(long Start, int Count)> groups = [];
        for (int i = 0; i < calls.Count; i++)
        {
            if (i == 0 || calls[i].Ticks - calls[i - 1].Ticks > MinGap)
            {
                groups.Add((calls[i].Ticks, 0));
            }

            groups[groups.Count - 1] = (groups[groups.Count - 1].Start, groups[groups.Count - 1].Count + 1);
        }

        groups.RemoveAll(group => group.Count < CallsPerPart); // Strays.
        bool isEnough = groups.Count > MinGroups
            || (groups.Count == MinGroups && groups.TrueForAll(group => group.Count >= MinOfFewGroups));
        if (!isEnough || groups.Sum(group => group.Count) < MinFilled * calls.Count)
        {
            return false;
        }

        int[] counts = [.. groups.Select(group => group.Count).OrderBy(count => count)];
        long[] intervals = [.. groups.Skip(1).Select((group, i) => group.Start - groups[i].Start).OrderBy(interval => interval)];
        return counts[counts.Length - 1] <= 2 * counts[0] && intervals[intervals.Length - 1] <= MaxIntervalRatio * intervals[0];
    }

    /// <summary>Returns whether times are spread evenly: in equal parts of them, nearly each has some, and none many more than
    /// usual.</summary>
    public static bool IsFlat(IReadOnlyCollection<long> times)
    {
        if (times.Count < MinParts)
        {
            return false;
        }

        long first = times.Min();
        long span = times.Max() - first + 1;
        int[] parts = new int[Math.Max(MinParts, Math.Min(MaxParts, times.Count / CallsPerPart))];
        foreach (long time in times)
        {
            parts[(int)((double)(time - first) / span * parts.Length)]++;
        }

        int filled = parts.Count(count => count > 0);
        Array.Sort(parts);
        return filled >= MinFilled * parts.Length && parts[parts.Length - 1] <= MaxRatio * Math.Max(1, parts[parts.Length / 2]);
    }

    /// <summary>Returns the client of nearly all calls whose session is known, where these are enough to tell that the others are of it
    /// too, or null if there is no such client.</summary>
    private static object? OnlyClient(IReadOnlyCollection<FaultObservation> calls)
    {
        object[] known = [.. calls.Select(call => KeyOf(call.Session)).OfType<object>()];
        IGrouping<object, object>? most = known.GroupBy(key => key).OrderByDescending(client => client.Count()).FirstOrDefault();
        bool isOnly = most is not null
            && most.Count() >= Math.Max(MinOfClient, MinFilled * known.Length)
            && known.Length >= MinKnown * calls.Count;
        return isOnly ? most!.Key : null;
    }

    /// <summary>Returns the account of a session where it is known, and the session otherwise.</summary>
    private static object? KeyOf(RefusedSession? session) => (object?)session?.Owner.User?.ToLowerInvariant() ?? session;
}
