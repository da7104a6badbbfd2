namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents a stretch of time that stands for itself and for others in which the windows run alike.</summary>
/// <param name="From">The start, in ticks of UTC.</param>
/// <param name="To">The end, in ticks of UTC.</param>
/// <param name="Weight">The number of stretches it stands for.</param>
internal readonly record struct PlanStretch(long From, long To, int Weight);

/// <summary>
/// Represents stretches of time one after another, divided into slots: within a slot nothing starts or ends, wherever windows are placed.
/// </summary>
internal sealed class PlanTimeline
{
    private readonly PlanStretch[] _stretches;

    // The start of each stretch on this timeline, and the end of the last, in milliseconds.
    private readonly long[] _begins;

    public PlanTimeline(IEnumerable<PlanStretch> stretches)
    {
        _stretches = [.. stretches];
        _begins = new long[_stretches.Length + 1];
        for (int i = 0; i < _stretches.Length; i++)
        {
            _begins[i + 1] = _begins[i] + ((_stretches[i].To - _stretches[i].From) / TimeSpan.TicksPerMillisecond);
        }
    }

    public IReadOnlyList<PlanStretch> Stretches => _stretches;

    /// <summary>Gets the length of each slot in milliseconds, times the weight of its stretch.</summary>
    public long[] Lengths { get; private set; } = [];

    /// <summary>Gets the spans in which runs lie on this timeline, as starts and ends in turn; spans that touch are joined.</summary>
    /// <param name="stretch">The index of the stretch that the runs are in.</param>
    /// <param name="starts">The starts of the runs in order, in ticks of UTC; those that end before the stretch may be among them.</param>
    /// <param name="duration">The duration of a run.</param>
    /// <param name="spans">Receives the spans.</param>
    public void AddRuns(int stretch, IEnumerable<long> starts, long duration, List<long> spans)
    {
        (long from, long to, _) = _stretches[stretch];
        foreach (long start in starts)
        {
            if (start >= to)
            {
                break;
            }

            if (start + duration <= from)
            {
                continue;
            }

            long begin = _begins[stretch] + Math.Max(0, (start - from) / TimeSpan.TicksPerMillisecond);
            long roundedUp = (start + duration - from + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
            long end = Math.Min(_begins[stretch] + roundedUp, _begins[stretch + 1]);
            if (spans.Count > 0 && begin <= spans[spans.Count - 1])
            {
                spans[spans.Count - 1] = Math.Max(end, spans[spans.Count - 1]);
            }
            else
            {
                spans.Add(begin);
                spans.Add(end);
            }
        }
    }

    /// <summary>Divides the timeline at all starts and ends, and returns the spans as indexes of slots.</summary>
    public int[][] Divide(IReadOnlyList<long[]> spans)
    {
        HashSet<long> times = [.. spans.SelectMany(all => all)];
        if (times.Count > 0)
        {
            times.UnionWith(_begins);
        }

        long[] edges = [.. times.OrderBy(time => time)];
        Lengths = new long[Math.Max(0, edges.Length - 1)];
        int stretch = 0;
        for (int slot = 0; slot < Lengths.Length; slot++)
        {
            while (_begins[stretch + 1] <= edges[slot])
            {
                stretch++;
            }

            Lengths[slot] = (edges[slot + 1] - edges[slot]) * _stretches[stretch].Weight;
        }

        return [.. spans.Select(all => Array.ConvertAll(all, time => Array.BinarySearch(edges, time)))];
    }
}
