namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Splits refused calls where they pause for long, and tells series that go on at a flat rate.</summary>
internal static class RefusedSeries
{
    /// <summary>A tool that tries on does so within this time.</summary>
    private static readonly long MaxPause = TimeSpan.FromMinutes(90).Ticks;

    private const int MinParts = 4;
    private const int MaxParts = 12;
    private const int CallsPerPart = 3;

    /// <summary>The share of the parts that have calls.</summary>
    private const double MinFilled = 0.8;
    private const double MaxRatio = 3;

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

    /// <summary>Returns the series in which a time lies; empty where none was kept.</summary>
    public static IReadOnlyList<FaultObservation> Around(IEnumerable<IReadOnlyList<FaultObservation>> series, DateTimeOffset time) =>
        series.FirstOrDefault(calls => calls[0].Ticks <= time.UtcTicks && calls[calls.Count - 1].Ticks >= time.UtcTicks) ?? [];

    /// <summary>Returns how long calls go on at a flat rate; zero where they do not.</summary>
    public static TimeSpan FlatDuration(IReadOnlyList<FaultObservation> calls)
    {
        long[] times = [.. calls.Select(call => call.Ticks)];
        return IsFlat(times) ? TimeSpan.FromTicks(times.Max() - times.Min()) : TimeSpan.Zero;
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
}
