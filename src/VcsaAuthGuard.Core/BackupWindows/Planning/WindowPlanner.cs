using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>
/// Moves windows apart, as little as possible. Of two plans the better one is that with, first things first:
/// <list type="number">
/// <item>fewer tokens predicted to expire in the gateway's queue (<see cref="PlanSummary.Expired"/>): each run puts a request for
/// each of its VMs there at its start, which takes the gateway the window's seconds per request; the rule is that of
/// <see cref="GatewayQueue"/>, and of requests of one moment those of the window given first come first;</item>
/// <item>less load over the limits (<see cref="PlanSummary.ExcessHours"/>);</item>
/// <item>less time in which two windows overlap by <see cref="OverlapRule"/>, summed over all pairs
/// (<see cref="PlanSummary.OverlapHours"/>);</item>
/// <item>less load over the limits, and then less overlap, in the next year (<see cref="PlanOptions.CheckedDays"/>), however few days
/// are searched: so a plan holds where clocks change in one zone and not in another, and keeps clear of windows that do not run in
/// these days;</item>
/// <item>less shift in all (<see cref="PlanSummary.Shift"/>);</item>
/// <item>fewer windows moved (<see cref="PlanSummary.Moved"/>).</item>
/// </list>
/// <para>Windows of different vCenters have nothing to do with each other; one that names none is on all. A window without a
/// movable range never moves. The others start at whole steps of the clock within their range, or stay; where a window starts at
/// several times of day, the first of them that is in the range counts, and the others move with it. A run that starts before the
/// last one has ended makes no more load than that.</para>
/// <para>Up to 6 movable windows the best plan is found, by branch and bound; with more, a good one: windows are moved one by one
/// as long as that helps, put anew, and a few at a time put back in another order. Limits count steps, not seconds, so that a plan
/// is the same wherever it is made.</para>
/// </summary>
public static class WindowPlanner
{
    /// <summary>The largest number of movable windows for which the best plan is found: 6.</summary>
    public const int MaxExactWindows = PlanSearch.MaxExactWindows;

    /// <summary>Makes a plan.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellation">Cancels the search.</param>
    /// <exception cref="ArgumentException">The windows run too often for one plan.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static WindowPlan Plan(IReadOnlyList<BackupWindow> windows, PlanOptions options, CancellationToken cancellation = default)
    {
        PlanModel model = new(windows, options);
        PlanSearch search = new(model, cancellation);
        PlanReasons before = new(model, search.Board);
        PlanSummary beforeSummary = Summarize(search, windows, model, new(windows, model, cancellation), cancellation);
        search.Run();
        PlanReasons after = new(model, search.Board);
        BackupWindow[] proposed = [.. model.Items.Select(item => Propose(item, search.Board.Chosen[item.Index]))];
        YearCheck year = new(proposed, model, cancellation);
        WindowPlan plan = new()
        {
            Options = options,
            Before = beforeSummary,
            After = Summarize(search, proposed, model, year, cancellation),
            LowerBound = PlanSummary.Create(search.LowerBound),
            IsOptimal = search.IsProven,
            Remaining = year.Overlaps,
            Unpredicted = windows.Count(window => window.Load.VMs is null || window.Load.SecondsPerRequest is null),
        };
        plan.Windows =
        [
            .. model.Items.Select(item => CreatePlanned(model, item, search.Board.Chosen[item.Index], plan) with
            {
                Window = proposed[item.Index],
                Reason = PlanReasons.Explain(item, before, after),
                Remaining = year.Of(proposed[item.Index]),
            }),
        ];
        return plan;
    }

    private static PlanSummary Summarize(
        PlanSearch search, IReadOnlyList<BackupWindow> windows, PlanModel model, YearCheck year, CancellationToken cancellation)
    {
        OverlapOptions options = new() { From = model.From, To = model.From.AddDays(model.Options.Days) };
        return PlanSummary.Create(search.BestCost) with
        {
            PeakVMs = search.Board.Loads.Max(load => load.PeakVMs),
            PeakSessions = search.Board.Loads.Max(load => load.PeakSessions),
            Overlaps = OverlapFinder.Find(windows, options, cancellation).Count(),
            YearOverlaps = year.Overlaps.Count,
            YearOccurrences = year.Overlaps.Sum(overlap => overlap.Occurrences),
        };
    }

    private static BackupWindow Propose(PlanItem item, int placement)
    {
        TimeSpan shift = new(item.Placements[placement].Shift);
        return shift == TimeSpan.Zero ? item.Window : item.Window with { Recurrence = item.Window.Recurrence.Shift(shift) };
    }

    private static PlannedWindow CreatePlanned(PlanModel model, PlanItem item, int placement, WindowPlan plan)
    {
        TimeSpan shift = new(item.Placements[placement].Shift);
        BackupWindow window = item.Window;
        ZoneClock clock = window.Clock();
        long? current = PlanModel.Reference(window, model.LocalStarts(window));
        return new()
        {
            CurrentStart = OnClock(current),
            ProposedStart = OnClock(current + shift.Ticks),
            Shift = shift,
            Reason = "",
            Before = window,
            Window = window,
            Plan = plan,
        };

        DateTimeOffset? OnClock(long? local) => local is long time ? clock.ToOffset(clock.ToUtc(time)) : null;
    }
}
