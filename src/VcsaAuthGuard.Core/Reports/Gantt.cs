using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;


namespace VcsaAuthGuard.Reports;

/// <summary>Windows over some days, before and after a plan, with the spans in which windows of different roles run together.</summary>
internal sealed class Gantt
{
    private const int MostRows = 60;
    private const int Days = 7;

    /// <summary>Runs so close together that nobody could tell them apart are drawn as one.</summary>
    private const int LeastParts = 1000;

    public DateTimeOffset From { get; private init; }

    public DateTimeOffset To { get; private init; }

    public IReadOnlyList<GanttRow> Rows { get; private init; } = [];

    /// <summary>All windows as they are; also those without a row.</summary>
    public IReadOnlyList<BackupWindow> Before { get; private init; } = [];

    /// <summary>All windows as proposed; null where there is no plan.</summary>
    public IReadOnlyList<BackupWindow>? After { get; private init; }

    public WindowPlan? Plan { get; private init; }

    /// <summary>How many windows have no row.</summary>
    public int LeftOut { get; private init; }

    public static Gantt? Of(AuthReport report)
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
        int rows = Math.Min(windows.Length, MostRows);
        BackupWindow[]? after = planned.Length > 0 ? [.. planned.Select(window => window.Window)] : null;
        Spans[] runsBefore = [.. windows.Select(window => RunsOf(window, from, to))];
        Spans[]? runsAfter = after is null ? null : [.. after.Select(window => RunsOf(window, from, to))];
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
                    runsBefore[row], Together(row, windows, runsBefore), runsAfter?[row], after is null ? null : Together(row, after, runsAfter!))),
            ],
        };
    }

    private static Spans RunsOf(BackupWindow window, DateTimeOffset from, DateTimeOffset to)
    {
        long gap = (to - from).Ticks / LeastParts;
        Spans runs = new(gap);
        foreach (WindowOccurrence run in window.Between(from, to))
        {
            runs.Add(Math.Max(run.Start.UtcTicks, from.UtcTicks), Math.Min(run.End.UtcTicks, to.UtcTicks));
        }

        return runs;
    }

    private static Spans Together(int row, BackupWindow[] windows, Spans[] runs)
    {
        List<(long Start, long End)> all = [];
        for (int other = 0; other < windows.Length; other++)
        {
            if (windows[other].Role != windows[row].Role && IsSameServer(windows[other], windows[row]))
            {
                all.AddRange(runs[row].And(runs[other]));
            }
        }

        Spans together = new(0);
        foreach ((long start, long end) in all.OrderBy(span => span.Start))
        {
            together.Add(start, end);
        }

        return together;
    }

    private static bool IsSameServer(BackupWindow one, BackupWindow other) =>
        one.Server.Count == 0 || other.Server.Count == 0 || one.Server.Intersect(other.Server, StringComparer.OrdinalIgnoreCase).Any();
}
