using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents one start that a window may have.</summary>
/// <param name="Shift">The distance from its current start, in ticks.</param>
/// <param name="Starts">The starts of its runs in the period, in milliseconds from the start of the period.</param>
/// <param name="Runs">The starts and ends of the spans in which it runs, within the period; runs that touch are joined.</param>
internal sealed record Placement(long Shift, long[] Starts, long[] Runs)
{
    /// <summary>Gets the same as <see cref="Runs"/>, as indexes of the model's slots.</summary>
    public int[] Slots { get; set; } = [];
}

/// <summary>Represents a window with the starts it may have: the current one, then the others by their distance from it.</summary>
internal sealed class PlanItem(BackupWindow window, int index, int[] servers, Placement[] placements)
{
    /// <summary>The largest load that is counted, so that sums stay within their bounds.</summary>
    public const int MaxLoad = 1_000_000;

    public BackupWindow Window { get; } = window;

    public int Index { get; } = index;

    public int[] Servers { get; } = servers;

    public Placement[] Placements { get; } = placements;

    public int VMs { get; } = Math.Min(window.Load.VMs ?? 0, MaxLoad);

    public int Sessions { get; } = Math.Min(window.Load.Sessions ?? 0, MaxLoad);

    /// <summary>Gets the time that the gateway needs for one of its requests, in ticks; at most a day.</summary>
    public long Service { get; } = (long)Math.Min(
        TimeSpan.TicksPerDay, Math.Round((window.Load.SecondsPerRequest ?? 0) * TimeSpan.TicksPerSecond));
}

/// <summary>
/// Represents the windows, vCenters and times of one plan. Between two neighbouring <see cref="Edges"/>, a slot, nothing starts or ends
/// wherever windows are placed.
/// </summary>
internal sealed class PlanModel
{
    private readonly long _from;
    private readonly long _to;

    public PlanModel(IReadOnlyList<BackupWindow> windows, PlanOptions options)
    {
        Options = options;
        _from = options.From.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond;
        _to = _from + (options.Days * TimeSpan.TicksPerDay);
        Servers = [.. windows.SelectMany(window => window.Server).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (Servers.Length == 0)
        {
            Servers = [""];
        }

        Items = [.. windows.Select((window, index) => new PlanItem(window, index, ServersOf(window), Placements(window)))];
        Edges = [.. Items.SelectMany(item => item.Placements).SelectMany(placement => placement.Runs).Distinct().OrderBy(time => time)];
        Dictionary<long, int> slots = Edges.Select((time, slot) => (time, slot)).ToDictionary(pair => pair.time, pair => pair.slot);
        foreach (Placement placement in Items.SelectMany(item => item.Placements))
        {
            placement.Slots = Array.ConvertAll(placement.Runs, time => slots[time]);
        }
    }

    public PlanOptions Options { get; }

    public DateTimeOffset From => new(_from, TimeSpan.Zero);

    /// <summary>Gets the names of the vCenters; an empty one where no window names any.</summary>
    public string[] Servers { get; }

    public PlanItem[] Items { get; }

    /// <summary>Gets the times at which something may start or end, in milliseconds from the start of the period, in order.</summary>
    public long[] Edges { get; }

    /// <summary>
    /// Returns the local start that is moved: the first in the period that is in the range of the window, or else the first.
    /// </summary>
    public static long? Reference(BackupWindow window, IReadOnlyList<long> localStarts)
    {
        if (localStarts.Count == 0)
        {
            return null;
        }

        foreach (long start in localStarts)
        {
            if (window.Movable?.Contains(TimeSpan.FromTicks(start % TimeSpan.TicksPerDay)) == true)
            {
                return start;
            }
        }

        return localStarts[0];
    }

    /// <summary>Gets the local starts in the period before any move; where there is none, that of the run which reaches into it.</summary>
    public List<long> LocalStarts(BackupWindow window)
    {
        ZoneClock clock = window.Clock();
        List<long> starts = [.. window.StartsBetween(_from, _to)];
        return [.. starts.Where(start => start >= _from || starts[starts.Count - 1] < _from).Select(clock.ToLocal)];
    }

    private int[] ServersOf(BackupWindow window) => window.Server.Count == 0
        ? [.. Enumerable.Range(0, Servers.Length)]
        :
        [
            .. window.Server.Select(name =>
                Array.FindIndex(Servers, server => string.Equals(server, name, StringComparison.OrdinalIgnoreCase))),
        ];

    private Placement[] Placements(BackupWindow window)
    {
        // Local times are at most 18 hours from UTC, a gap can be a day, and no start is moved by more than one.
        const long Margin = 3 * TimeSpan.TicksPerDay;
        IStartRule rule = window.Recurrence.Rule;
        long[] local = [.. rule.LocalStarts(_from - window.Duration.Ticks - Margin, _to + Margin)];
        ZoneClock clock = window.Clock();
        return [.. Shifts(window).Select(shift => At(shift))];

        Placement At(long shift)
        {
            List<long> starts = [];
            List<long> runs = [];
            long until = rule.UntilUtc == long.MaxValue ? long.MaxValue : rule.UntilUtc + shift;
            foreach (long start in clock.ToUtc(local.Select(time => time + shift)))
            {
                if (start >= _to || start > until)
                {
                    break;
                }

                if (start + window.Duration.Ticks > _from)
                {
                    Add(starts, runs, start, window.Duration.Ticks);
                }
            }

            return new(shift, [.. starts], [.. runs]);
        }
    }

    private void Add(List<long> starts, List<long> runs, long start, long duration)
    {
        long begin = (start - _from) / TimeSpan.TicksPerMillisecond;
        if (start >= _from)
        {
            starts.Add(begin);
        }

        begin = Math.Max(begin, 0);
        long roundedUp = (start + duration - _from + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        long end = Math.Min(roundedUp, (_to - _from) / TimeSpan.TicksPerMillisecond);
        if (runs.Count > 0 && begin <= runs[runs.Count - 1])
        {
            runs[runs.Count - 1] = Math.Max(end, runs[runs.Count - 1]);
        }
        else
        {
            runs.Add(begin);
            runs.Add(end);
        }
    }

    /// <summary>Gets the shifts of the window, the shortest first, beginning with none.</summary>
    private IEnumerable<long> Shifts(BackupWindow window)
    {
        if (window.Movable is not StartRange range || Reference(window, LocalStarts(window)) is not long reference)
        {
            return [0];
        }

        const long Day = TimeSpan.TicksPerDay;
        long current = reference % Day;
        long step = Options.Step.Ticks;
        HashSet<long> shifts = [0];
        for (long time = 0; time < Day; time += step)
        {
            if (range.Contains(TimeSpan.FromTicks(time)))
            {
                // In its range a start moves without leaving it: from 22:00 to 02:00 is four hours on. From outside it takes the shorter
                // way.
                long shift = range.Contains(TimeSpan.FromTicks(current))
                    ? FromEarliest(time) - FromEarliest(current)
                    : ((time - current + Day + (Day / 2) - 1) % Day) - (Day / 2) + 1;
                shifts.Add(shift);
            }
        }

        return shifts.OrderBy(Math.Abs).ThenBy(shift => shift);

        long FromEarliest(long time) => (time - range.Earliest.Ticks + Day) % Day;
    }
}
