using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.TimeSeries;

namespace VcsaAuthGuard.BackupWindows.Learning;

/// <summary>
/// Finds the spans in which a client works. For a client that calls around the clock, such as one that refreshes its inventory, only work
/// above that level counts.
/// </summary>
internal sealed class WorkRunFinder
{
    /// <summary>Pauses up to this long do not end a run: a backup that reads disks makes no calls meanwhile.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(30);

    /// <summary>A run this close to an end of the observed time may be part of a longer one.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    private const int SlotMinutes = 5;

    /// <summary>The weight of a login or logout in calls: routine calls continue in a session that is open.</summary>
    private const int LoginWeight = 5;

    /// <summary>A client that is active in this share of the hours has routine calls.</summary>
    private const double RoutineShare = 0.6;

    /// <summary>The share of the slots that routine fills; the rest may be work.</summary>
    private const double RoutineQuantile = 0.7;

    private readonly IReadOnlyList<CountBin<ActivityCounts>> _bins;
    private readonly int _width;
    private readonly ObservedTime _observed;
    private readonly bool _hasCalls;

    public WorkRunFinder(ActivitySeries activity, ObservedTime observed)
    {
        _bins = activity.Bins;
        _width = activity.Width;
        _observed = observed;
        _hasCalls = _bins.Any(bin => bin.Counts.Calls > 0);
    }

    /// <summary>Finds the runs, in order. Runs that the observed time cuts off are left out.</summary>
    public IEnumerable<WorkRun> Find()
    {
        long pause = (long)MaxPause.TotalMinutes;
        int open = 0;
        List<CountBin<ActivityCounts>> run = [];
        foreach (CountBin<ActivityCounts> bin in Work())
        {
            // Events show only logins and logouts, so an open session counts as work.
            bool isWithinSession = !_hasCalls && open > 0;
            if (run.Count > 0 && bin.Start - EndOf(run) > pause && !isWithinSession)
            {
                if (ToRun(run) is WorkRun found)
                {
                    yield return found;
                }

                run.Clear();
                open = 0;
            }

            open = Math.Max(0, open + bin.Counts.Logins - bin.Counts.Logouts);
            run.Add(bin);
        }

        if (run.Count > 0 && ToRun(run) is WorkRun last)
        {
            yield return last;
        }
    }

    private static int Weight(ActivityCounts counts) => counts.Calls + (LoginWeight * (counts.Logins + counts.Logouts));

    private long EndOf(List<CountBin<ActivityCounts>> run) => run[run.Count - 1].Start + _width;

    /// <summary>Gets the bins in which there is more than routine.</summary>
    private IEnumerable<CountBin<ActivityCounts>> Work()
    {
        int hours = _bins.Select(bin => bin.Start / 60).Distinct().Count();
        if (hours < RoutineShare * 24 * _observed.Days)
        {
            return _bins;
        }

        int slotWidth = Math.Max(SlotMinutes, _width);
        Dictionary<long, int> slots = _bins.GroupBy(bin => bin.Start / slotWidth)
            .ToDictionary(slot => slot.Key, slot => slot.Sum(bin => Weight(bin.Counts)));
        int all = (int)(_observed.Days * 24 * 60 / slotWidth);
        int[] weights = [.. slots.Values.OrderByDescending(weight => weight)];
        int above = (int)(all * (1 - RoutineQuantile));
        int routine = above < weights.Length ? weights[above] : 0;
        return _bins.Where(bin => slots[bin.Start / slotWidth] > Math.Max(2, 2 * routine));
    }

    private WorkRun? ToRun(List<CountBin<ActivityCounts>> run)
    {
        long start = run[0].Start * TimeSpan.TicksPerMinute;
        long end = EndOf(run) * TimeSpan.TicksPerMinute;
        if (start - _observed.From < Margin.Ticks || _observed.To - end < Margin.Ticks)
        {
            return null;
        }

        int open = 0;
        int peak = 0;
        foreach (CountBin<ActivityCounts> bin in run)
        {
            peak = Math.Max(peak, open + bin.Counts.Logins);
            open = Math.Max(0, open + bin.Counts.Logins - bin.Counts.Logouts);
        }

        return new(start, end, run.Sum(bin => (long)bin.Counts.Calls), run.Sum(bin => (long)bin.Counts.Logins), peak);
    }
}
