namespace VcsaAuthGuard.Reports;

/// <summary>Spans of time in order, in ticks of UTC; those that touch, or nearly do, are one.</summary>
/// <param name="gap">So far apart, or less, and they are one.</param>
internal sealed class Spans(long gap)
{
    private readonly List<(long Start, long End)> _all = [];

    public IReadOnlyList<(long Start, long End)> All => _all;

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

    /// <summary>What lies in both.</summary>
    public IEnumerable<(long Start, long End)> And(Spans other)
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
