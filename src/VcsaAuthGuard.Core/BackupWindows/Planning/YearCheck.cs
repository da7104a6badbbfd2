using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>
/// Checks windows with <see cref="OverlapFinder"/> over the whole year of a plan, and finds the dates of each pair that overlaps.
/// </summary>
internal sealed class YearCheck
{
    private readonly IReadOnlyList<BackupWindow> _windows;
    private readonly OverlapOptions _options;
    private readonly Dictionary<BackupWindow, TimeSpans> _runs = new(ReferenceComparer.Instance);
    private readonly Dictionary<BackupWindow, HashSet<BackupWindow>> _others = new(ReferenceComparer.Instance);

    public YearCheck(IReadOnlyList<BackupWindow> windows, PlanModel model, CancellationToken cancellation)
    {
        _windows = windows;
        _options = new()
        {
            From = model.From,
            To = model.From.AddDays(model.Options.CheckedDays),
            MaxConcurrentVM = model.Options.MaxConcurrentVM,
            MaxSession = model.Options.MaxSession,
            WaitModel = GatewayQueues.BulkArrival.Model(model.Options.Concurrency),
        };
        Overlaps = [.. OverlapFinder.Find(windows, _options, cancellation)];
        foreach (WindowOverlap overlap in Overlaps)
        {
            foreach (BackupWindow window in overlap.Windows)
            {
                if (!_others.TryGetValue(window, out HashSet<BackupWindow>? others))
                {
                    _others[window] = others = new(ReferenceComparer.Instance);
                }

                others.UnionWith(overlap.Windows);
            }
        }
    }

    /// <summary>Gets all overlaps of the year.</summary>
    public IReadOnlyList<WindowOverlap> Overlaps { get; }

    /// <summary>Gets the windows that a window overlaps in the year, with the dates.</summary>
    public IReadOnlyList<RemainingOverlap> Of(BackupWindow window)
    {
        if (!_others.TryGetValue(window, out HashSet<BackupWindow>? others))
        {
            return [];
        }

        ZoneClock clock = window.Clock();
        List<RemainingOverlap> remaining = [];
        foreach (BackupWindow other in _windows.Where(other => others.Contains(other) && OverlapRule.CanOverlap(window, other)))
        {
            List<(long Start, long End)> spans = [.. RunsOf(window).Intersect(RunsOf(other))];
            if (spans.Count > 0)
            {
                remaining.Add(new()
                {
                    Window = other,
                    Occurrences = spans.Count,
                    TotalDuration = new(spans.Sum(span => span.End - span.Start)),
                    Periods = [.. Periods(spans.Select(span => clock.ToOffset(span.Start)))],
                });
            }
        }

        return remaining;
    }

    private static IEnumerable<OverlapPeriod> Periods(IEnumerable<DateTimeOffset> starts)
    {
        OverlapPeriod? period = null;
        foreach (DateTimeOffset start in starts)
        {
            // A day more than a week, for clocks may change in between.
            if (period is not null && start - period.Last < TimeSpan.FromDays(8))
            {
                period = period with { Last = start, Occurrences = period.Occurrences + 1 };
                continue;
            }

            if (period is not null)
            {
                yield return period;
            }

            period = new(start, start, 1);
        }

        if (period is not null)
        {
            yield return period;
        }
    }

    private TimeSpans RunsOf(BackupWindow window)
    {
        if (!_runs.TryGetValue(window, out TimeSpans? runs))
        {
            _runs[window] = runs = TimeSpans.FromRuns(window, _options.From, _options.To);
        }

        return runs;
    }

    /// <summary>Compares windows by identity: two windows of a plan may have the same values.</summary>
    private sealed class ReferenceComparer : IEqualityComparer<BackupWindow>
    {
        public static ReferenceComparer Instance { get; } = new();

        public bool Equals(BackupWindow? x, BackupWindow? y) => ReferenceEquals(x, y);

        public int GetHashCode(BackupWindow obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
