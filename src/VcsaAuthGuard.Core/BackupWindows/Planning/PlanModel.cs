using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents one start that a window may have.</summary>
/// <param name="Shift">The distance from its current start, in ticks.</param>
/// <param name="Starts">The starts of its runs in the times searched for tokens, in milliseconds from the start of the period.</param>
internal sealed record Placement(long Shift, long[] Starts)
{
    /// <summary>Gets the spans in which it runs in the days searched, as slots of <see cref="PlanModel.Days"/>.</summary>
    public int[] Slots { get; set; } = [];

    /// <summary>Gets the spans in which it runs in the year, as slots of <see cref="PlanModel.Year"/>.</summary>
    public int[] YearSlots { get; set; } = [];
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
/// Represents the windows, vCenters and times of one plan: the days that are searched, and the year for which the plan has to hold.
/// </summary>
internal sealed class PlanModel
{
    /// <summary>Local times are at most 18 hours from UTC, a gap can be a day, and no start is moved by more than one.</summary>
    public const long Margin = 3 * TimeSpan.TicksPerDay;

    // They keep a plan under a minute or two and about half a gigabyte: 2,300 daily windows of one vCenter.
    private const long MaxPairedRuns = 2_000_000_000;
    private const int MaxPlacedRuns = 20_000_000;

    private readonly long _from;
    private readonly long _to;
    private readonly long _yearTo;
    private readonly List<(long From, long To)> _searched;
    private readonly int _count;
    private long _placedRuns;

    /// <exception cref="ArgumentException">The windows are too many for one plan.</exception>
    public PlanModel(IReadOnlyList<BackupWindow> windows, PlanOptions options)
    {
        Options = options;
        _from = options.From.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond;
        _to = _from + (options.Days * TimeSpan.TicksPerDay);
        _yearTo = _from + (options.CheckedDays * TimeSpan.TicksPerDay);
        Servers = [.. windows.SelectMany(window => window.Server).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (Servers.Length == 0)
        {
            Servers = [""];
        }

        _count = windows.Count;
        CheckPairs(windows);
        _searched = [(_from, _to), .. windows.SelectMany(NextRun)];
        Days = new([new(_from, _to, 1)]);
        Year = new(PlanWeeks.Find(windows, _from, _yearTo));
        List<long[]> runs = [], yearRuns = [];
        Items =
        [
            .. windows.Select((window, index) => new PlanItem(window, index, ServersOf(window), Placements(window, runs, yearRuns))),
        ];
        int[][] slots = Days.Divide(runs), yearSlots = Year.Divide(yearRuns);
        int next = 0;
        foreach (Placement placement in Items.SelectMany(item => item.Placements))
        {
            placement.Slots = slots[next];
            placement.YearSlots = yearSlots[next++];
        }
    }

    public PlanOptions Options { get; }

    public DateTimeOffset From => new(_from, TimeSpan.Zero);

    /// <summary>Gets the names of the vCenters; an empty one where no window names any.</summary>
    public string[] Servers { get; }

    public PlanItem[] Items { get; }

    /// <summary>Gets the days that are searched.</summary>
    public PlanTimeline Days { get; }

    /// <summary>Gets the year, each kind of week once.</summary>
    public PlanTimeline Year { get; }

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

    /// <summary>
    /// Gets the local starts in the days searched before any move. Where there is none, gets that of the run which reaches into them, or
    /// else the next one in the year.
    /// </summary>
    public List<long> LocalStarts(BackupWindow window)
    {
        ZoneClock clock = window.Clock();
        List<long> starts = [.. window.StartsBetween(_from, _to)];
        if (starts.Count == 0)
        {
            return [.. NextStart(window).Select(clock.ToLocal)];
        }

        return [.. starts.Where(start => start >= _from || starts[starts.Count - 1] < _from).Select(clock.ToLocal)];
    }

    /// <summary>Checks that the runs of the year are few enough to compare each window with the others of its vCenters.</summary>
    private void CheckPairs(IReadOnlyList<BackupWindow> windows)
    {
        int onAll = windows.Count(window => window.Server.Count == 0);
        Dictionary<string, int> named = new(StringComparer.OrdinalIgnoreCase);
        foreach (string server in windows.SelectMany(window => window.Server))
        {
            named[server] = named.TryGetValue(server, out int before) ? before + 1 : 1;
        }

        long everywhere = Servers.Sum(server => (long)onAll + (named.TryGetValue(server, out int own) ? own : 0));
        long paired = 0;
        foreach (BackupWindow window in windows)
        {
            long others = window.Server.Count == 0 ? everywhere : window.Server.Sum(server => (long)onAll + named[server]);
            long most = (MaxPairedRuns - paired) / Math.Max(1, others);
            paired += window.StartsBetween(_from, _yearTo).Take((int)Math.Min(most, int.MaxValue - 1) + 1).Count() * others;
            if (paired > MaxPairedRuns)
            {
                throw TooMany();
            }
        }
    }

    private ArgumentException TooMany() => new(FormattableString.Invariant(
        $"{_count:N0} windows run too often in {Options.CheckedDays} days for one plan, which takes about 2,300 daily windows of one ")
        + "vCenter. Plan the vCenters one by one, and leave out windows that run every few minutes.");

    private int[] ServersOf(BackupWindow window) => window.Server.Count == 0
        ? [.. Enumerable.Range(0, Servers.Length)]
        :
        [
            .. window.Server.Select(name =>
                Array.FindIndex(Servers, server => string.Equals(server, name, StringComparison.OrdinalIgnoreCase))),
        ];

    /// <summary>Gets the first start after the days searched, within the year.</summary>
    private IEnumerable<long> NextStart(BackupWindow window) => window.StartsBetween(_to, _yearTo).Where(start => start >= _to).Take(1);

    /// <summary>
    /// Gets the days round the next run of a window that does not start in the days searched: tokens are predicted for these days too.
    /// </summary>
    private IEnumerable<(long From, long To)> NextRun(BackupWindow window) =>
        window.StartsBetween(_from, _to).Any(start => start >= _from)
            ? []
            : NextStart(window).Select(start =>
                (Math.Max(_to, start - TimeSpan.TicksPerDay), Math.Min(_yearTo, start + (2 * TimeSpan.TicksPerDay))));

    private Placement[] Placements(BackupWindow window, List<long[]> runs, List<long[]> yearRuns)
    {
        IStartRule rule = window.Recurrence.Rule;
        long duration = window.Duration.Ticks;
        ZoneClock clock = window.Clock();
        long[] local = [.. _searched.SelectMany(span => Local(span.From, span.To)).Distinct().OrderBy(time => time)];
        long[] days = Local(_from, _to);
        long[][] weeks = [.. Year.Stretches.Select(week => Local(week.From, week.To))];
        long[] shifts = [.. Shifts(window)];
        _placedRuns += shifts.Length * (days.Length + weeks.Sum(week => (long)week.Length));
        return _placedRuns > MaxPlacedRuns ? throw TooMany() : [.. shifts.Select(At)];

        long[] Local(long from, long to) => [.. rule.LocalStarts(from - duration - Margin, to + Margin)];

        Placement At(long shift)
        {
            List<long> spans = [];
            Days.AddRuns(0, Starts(days, shift), duration, spans);
            runs.Add([.. spans]);
            spans.Clear();
            for (int week = 0; week < weeks.Length; week++)
            {
                Year.AddRuns(week, Starts(weeks[week], shift), duration, spans);
            }

            yearRuns.Add([.. spans]);
            IEnumerable<long> starts = Starts(local, shift)
                .Where(start => _searched.Exists(span => start >= span.From && start < span.To))
                .Select(start => (start - _from) / TimeSpan.TicksPerMillisecond);
            return new(shift, [.. starts]);
        }

        IEnumerable<long> Starts(long[] times, long shift)
        {
            long until = rule.UntilUtc == long.MaxValue ? long.MaxValue : rule.UntilUtc + shift;
            return clock.ToUtc(times.Select(time => time + shift)).TakeWhile(start => start <= until);
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
