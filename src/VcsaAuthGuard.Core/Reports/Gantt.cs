using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.BackupWindows.Planning;

namespace VcsaAuthGuard.Reports;

/// <summary>Represents windows over some days, before and after a plan, with the spans in which they overlap.</summary>
internal sealed class Gantt
{
    private const int MaxRows = 60;
    private const int Days = 7;

    // Runs closer together than this part of the chart cannot be told apart and are drawn as one.
    private const int MinParts = 1000;

    public DateTimeOffset From { get; private init; }

    public DateTimeOffset To { get; private init; }

    public IReadOnlyList<GanttRow> Rows { get; private init; } = [];

    /// <summary>Gets all windows as they are, with or without a row.</summary>
    public IReadOnlyList<BackupWindow> Before { get; private init; } = [];

    /// <summary>Gets all windows as proposed; null without a plan.</summary>
    public IReadOnlyList<BackupWindow>? After { get; private init; }

    public WindowPlan? Plan { get; private init; }

    /// <summary>Gets the number of windows without a row.</summary>
    public int LeftOut { get; private init; }

    public static Gantt? Create(AuthReport report)
    {
        PlannedWindow[] planned = [.. report.Plan];
        BackupWindow[] windows = planned.Length > 0
            ? [.. planned.Select(window => window.Before ?? window.Window)]
            : report.Windows.Count > 0 ? [.. report.Windows] : [.. report.Diagnoses.SelectMany(diagnosis => diagnosis.Windows).Distinct()];
        if (windows.Length == 0)
        {
            return null;
        }

        WindowPlan? plan = planned.Select(window => window.Plan).FirstOrDefault(made => made is not null);
        DateTimeOffset from = plan?.Options.From ?? report.WindowsFrom;
        DateTimeOffset to = from.AddDays(plan?.Options.Days ?? Days);
        int rows = Math.Min(windows.Length, MaxRows);
        BackupWindow[]? after = planned.Length > 0 ? [.. planned.Select(window => window.Window)] : null;
        TimeSpans[] runsBefore = [.. windows.Select(window => TimeSpans.FromRuns(window, from, to))];
        TimeSpans[]? runsAfter = after is null ? null : [.. after.Select(window => TimeSpans.FromRuns(window, from, to))];
        long gap = (to - from).Ticks / MinParts;
        return new()
        {
            From = from,
            To = to,
            Before = windows,
            After = after,
            Plan = plan,
            LeftOut = windows.Length - rows,
            Rows =
            [
                .. Enumerable.Range(0, rows).Select(row => new GanttRow(
                    windows[row], planned.Length > 0 ? planned[row] : null,
                    TimeSpans.Union(runsBefore[row].All, gap), Overlaps(row, windows, runsBefore),
                    runsAfter is null ? null : TimeSpans.Union(runsAfter[row].All, gap),
                    after is null ? null : Overlaps(row, after, runsAfter!))),
            ],
        };
    }

    /// <summary>Gets the spans in which a window overlaps any other.</summary>
    private static TimeSpans Overlaps(int row, BackupWindow[] windows, TimeSpans[] runs) => TimeSpans.Union(
        Enumerable.Range(0, windows.Length)
            .Where(other => OverlapRule.CanOverlap(windows[row], windows[other]))
            .SelectMany(other => runs[row].Intersect(runs[other])));
}
