using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;


namespace VcsaAuthGuard.Tests.BackupWindows;

/// <summary>A plain reading of what a plan is judged by, and of all plans there are; it shares nothing with the planner but windows and
/// their runs.</summary>
internal sealed class NaivePlan(IReadOnlyList<BackupWindow> windows, PlanOptions options)
{
    private readonly DateTimeOffset _to = options.From + TimeSpan.FromDays(options.Days);

    /// <summary>The cost of windows moved so far: tokens, excess in tick-loads, overlap in ticks, shift in ticks, moved.</summary>
    public (long Expired, long Excess, long Overlap, long Shift, int Moved) Cost(IReadOnlyList<TimeSpan> shifts)
    {
        (long excess, long overlap) = TimeCost(shifts);
        BackupWindow[] moved = Move(shifts);
        long expired = Servers().Sum(server =>
            Expired([.. moved.Where(window => window.Server.Count == 0 || window.Server.Contains(server))]));
        return (expired, excess, overlap, shifts.Sum(shift => Math.Abs(shift.Ticks)), shifts.Count(shift => shift != TimeSpan.Zero));
    }

    private BackupWindow[] Move(IReadOnlyList<TimeSpan> shifts) =>
        [.. windows.Zip(shifts, (window, shift) => window with { Recurrence = window.Recurrence.Shift(shift) })];

    private (long Excess, long Overlap) TimeCost(IReadOnlyList<TimeSpan> shifts)
    {
        BackupWindow[] moved = Move(shifts);
        long excess = 0, overlap = 0;
        foreach (string server in Servers())
        {
            BackupWindow[] here = [.. moved.Where(window => window.Server.Count == 0 || window.Server.Contains(server))];
            (long From, long To)[][] runs = [.. here.Select(Runs)];
            for (int i = 0; i < here.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    if (here[i].Role != here[j].Role)
                    {
                        overlap += runs[i].Sum(a => runs[j].Sum(b => Math.Max(0, Math.Min(a.To, b.To) - Math.Max(a.From, b.From))));
                    }
                }
            }

            long[] times = [.. runs.SelectMany(all => all).SelectMany(run => new[] { run.From, run.To }).Distinct().Order()];
            foreach ((long from, long to) in times.Zip(times.Skip(1)))
            {
                BackupWindow[] running = [.. here.Where((_, i) => runs[i].Any(run => run.From <= from && run.To >= to))];
                excess +=
                    (to - from)
                    * Math.Max(0, running.Sum(window => (long)(window.Load.VMs ?? 0)) - (options.MaxConcurrentVM ?? int.MaxValue));
                excess +=
                    (to - from)
                    * Math.Max(0, running.Sum(window => (long)(window.Load.Sessions ?? 0)) - (options.MaxSession ?? int.MaxValue));
            }
        }

        return (excess, overlap);
    }

    /// <summary>
    /// Gets the smallest cost of all plans: of those that are best in the days searched, the one with the best year, and then the least
    /// shift.
    /// </summary>
    public (long Expired, long Excess, long Overlap, long Shift, int Moved) Best()
    {
        (TimeSpan[] Shifts, (long Expired, long Excess, long Overlap, long Shift, int Moved) Cost)[] all =
            [.. All().Select(shifts => (shifts, Cost(shifts)))];
        (long, long, long) least = all.Min(plan => (plan.Cost.Expired, plan.Cost.Excess, plan.Cost.Overlap));
        return all.Where(plan => (plan.Cost.Expired, plan.Cost.Excess, plan.Cost.Overlap) == least)
            .MinBy(plan => (Year(plan.Shifts), plan.Cost.Shift, plan.Cost.Moved)).Cost;
    }

    /// <summary>Gets the excess and the overlap of 366 days: of windows in UTC that repeat every week, 52 weeks and two days.</summary>
    public (long Excess, long Overlap) Year(IReadOnlyList<TimeSpan> shifts)
    {
        var week = new NaivePlan(windows, options with { Days = 7 }).TimeCost(shifts);
        var rest = new NaivePlan(windows, options with { Days = 2 }).TimeCost(shifts);
        return ((52 * week.Excess) + rest.Excess, (52 * week.Overlap) + rest.Overlap);
    }

    /// <summary>Every way to choose a shift for each window.</summary>
    public IEnumerable<TimeSpan[]> All()
    {
        TimeSpan[][] choices = [.. windows.Select(Choices)];
        int[] at = new int[choices.Length];
        while (true)
        {
            yield return [.. choices.Select((choice, i) => choice[at[i]])];
            int next = 0;
            while (next < at.Length && ++at[next] == choices[next].Length)
            {
                at[next++] = 0;
            }

            if (next == at.Length)
            {
                yield break;
            }
        }
    }

    public long Count() => windows.Aggregate(1L, (product, window) => product * Choices(window).Length);

    /// <summary>In UTC: the test's windows are.</summary>
    private TimeSpan[] Choices(BackupWindow window)
    {
        DateTimeOffset[] starts = [.. window.Between(options.From, _to).Select(run => run.Start)];
        starts = starts.Any(start => start >= options.From) ? [.. starts.Where(start => start >= options.From)] : starts;
        if (window.Movable is not StartRange range || starts.Length == 0)
        {
            return [TimeSpan.Zero];
        }

        TimeSpan current = starts.Where(start => range.Contains(start.TimeOfDay)).DefaultIfEmpty(starts[0]).First().TimeOfDay;
        List<TimeSpan> choices = [TimeSpan.Zero];
        for (TimeSpan time = TimeSpan.Zero; time < TimeSpan.FromDays(1); time += options.Step)
        {
            if (!range.Contains(time))
            {
                continue;
            }

            // Walk through the range from its start; from outside, the shorter way round the clock.
            TimeSpan day = TimeSpan.FromDays(1);
            TimeSpan Along(TimeSpan t) => t < range.Earliest ? t + day : t;
            TimeSpan shift = range.Contains(current) ? Along(time) - Along(current) : time - current;
            if (!range.Contains(current))
            {
                shift = shift > day / 2 ? shift - day : shift <= -(day / 2) ? shift + day : shift;
            }

            choices.Add(shift);
        }

        return [.. choices.Distinct()];
    }

    private string[] Servers() => [.. windows.SelectMany(window => window.Server).Distinct().DefaultIfEmpty("")];

    /// <summary>Without overlaps among them, within the span.</summary>
    private (long From, long To)[] Runs(BackupWindow window)
    {
        List<(long From, long To)> runs = [];
        foreach (WindowOccurrence run in window.Between(options.From, _to))
        {
            (long from, long to) = (Math.Max(run.Start.UtcTicks, options.From.UtcTicks), Math.Min(run.End.UtcTicks, _to.UtcTicks));
            if (runs.Count > 0 && from <= runs[^1].To)
            {
                runs[^1] = (runs[^1].From, Math.Max(to, runs[^1].To));
            }
            else
            {
                runs.Add((from, to));
            }
        }

        return [.. runs];
    }

    /// <summary>Request by request.</summary>
    private long Expired(BackupWindow[] here)
    {
        IEnumerable<(long Time, int Window)> bursts = here.SelectMany(
            (window, i) => window.Between(options.From, _to).Where(run => run.Start >= options.From).Select(run => (run.Start.UtcTicks, i))
        );
        long[] free = new long[options.Concurrency];
        long expired = 0;
        foreach ((long time, int window) in bursts.Order())
        {
            for (int request = 0; request < (here[window].Load.VMs ?? 0); request++)
            {
                int server = Array.IndexOf(free, free.Min());
                long turn = Math.Max(time, free[server]);
                if (turn - time > options.TokenLifetime.Ticks)
                {
                    expired++;
                }
                else
                {
                    free[server] = turn + (long)((here[window].Load.SecondsPerRequest ?? 0) * TimeSpan.TicksPerSecond);
                }
            }
        }

        return expired;
    }
}
