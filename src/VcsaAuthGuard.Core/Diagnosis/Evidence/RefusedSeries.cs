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
    private const double MinKnown = 0.2;

    /// <summary>The share of the pauses that are not far longer than most.</summary>
    private const double MinUsual = 0.9;
    private const double MaxPauseRatio = 5;

    private const int MinGroups = 3;
    private const double MaxIntervalRatio = 1.25;
    private static readonly long MinGap = TimeSpan.FromMinutes(10).Ticks;

    /// <summary>The variation of pauses up to which calls are regular.</summary>
    private const double MaxVariation = 0.4;

    /// <summary>
    /// Returns calls outside of bursts as they belong together: those of one client or session, however long they pause, where there are
    /// several for each of its sessions, and the others split at long pauses.
    /// </summary>
    public static IEnumerable<IReadOnlyList<FaultObservation>> Parts(IReadOnlyCollection<FaultObservation> calls)
    {
        List<FaultObservation> others = [];
        object? only = OnlyClient(calls);
        foreach (IGrouping<object?, FaultObservation> client in calls.GroupBy(call => KeyOf(call.Session) ?? only))
        {
            FaultObservation[] own = [.. client.OrderBy(call => call.Ticks)];
            int sessions = own.Select(call => call.Session).OfType<RefusedSession>().Distinct().Count();
            if (client.Key is not null && own.Length >= MinOfClient && own.Length >= CallsPerPart * sessions)
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

    /// <summary>Returns whether the pauses between calls vary little, as those of a tool that tries on; those of strays vary by about their
    /// mean.</summary>
    public static bool IsRegular(IReadOnlyList<FaultObservation> calls)
    {
        double[] pauses = [.. calls.Skip(1).Select((call, i) => (double)(call.Ticks - calls[i].Ticks)).OrderBy(pause => pause)];

        // A few strays beside the tool's calls, hours before or after them, leave pauses of another size.
        double longest = pauses.Length == 0 ? 0 : MaxPauseRatio * pauses[pauses.Length / 2];
        double[] usual = [.. pauses.Where(pause => pause <= longest)];
        pauses = usual.Length >= MinUsual * pauses.Length ? usual : pauses;
        double mean = pauses.Length == 0 ? 0 : pauses.Average();
        double deviation = pauses.Length == 0 ? 0 : Math.Sqrt(pauses.Average(pause => (pause - mean) * (pause - mean)));
        return mean > 0 && deviation <= MaxVariation * mean;
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
        if (groups.Count < MinGroups)
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
