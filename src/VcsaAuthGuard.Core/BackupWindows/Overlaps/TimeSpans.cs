namespace VcsaAuthGuard.BackupWindows.Overlaps;

/// <summary>Represents spans of time in order, in ticks of UTC; spans that touch, or nearly do, are joined.</summary>
/// <param name="gap">The longest gap between two spans over which they are joined, in ticks.</param>
internal sealed class TimeSpans(long gap = 0)
{
    private readonly List<(long Start, long End)> _all = [];

    public IReadOnlyList<(long Start, long End)> All => _all;

    /// <summary>Gets the spans in which a window runs, cut to the period from one time to another.</summary>
    public static TimeSpans FromRuns(BackupWindow window, DateTimeOffset from, DateTimeOffset to)
    {
        TimeSpans runs = new();
        foreach (WindowOccurrence run in window.Between(from, to))
        {
            runs.Add(Math.Max(run.Start.UtcTicks, from.UtcTicks), Math.Min(run.End.UtcTicks, to.UtcTicks));
        }

        return runs;
    }

    /// <summary>Joins spans in any order.</summary>
    public static TimeSpans Union(IEnumerable<(long Start, long End)> spans, long gap = 0)
    {
        TimeSpans union = new(gap);
        foreach ((long start, long end) in spans.OrderBy(span => span.Start))
        {
            union.Add(start, end);
        }

        return union;
    }

    /// <summary>Adds a span that starts no earlier than the last one.</summary>
    public void Add(long start, long end)
    {
        if (_all.Count > 0 && start - _all[_all.Count - 1].End <= gap)
        {
            (long first, long last) = _all[_all.Count - 1];
            _all[_all.Count - 1] = (first, Math.Max(last, end));
        }
        else if (end > start)
        {
            _all.Add((start, end));
        }
    }

    /// <summary>Gets the spans that lie in both.</summary>
    public IEnumerable<(long Start, long End)> Intersect(TimeSpans other)
    {
        int at = 0;
        foreach ((long start, long end) in _all)
        {
            while (at < other._all.Count && other._all[at].End <= start)
            {
                at++;
            }

            for (int i = at; i < other._all.Count && other._all[i].Start < end; i++)
            {
                yield return (Math.Max(start, other._all[i].Start), Math.Min(end, other._all[i].End));
            }
        }
    }
}
