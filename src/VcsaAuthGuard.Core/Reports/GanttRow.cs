using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.BackupWindows.Planning;

namespace VcsaAuthGuard.Reports;

/// <summary>Represents the row of a window.</summary>
/// <param name="Window">The window as it is.</param>
/// <param name="Planned">The window in the plan; null without a plan.</param>
/// <param name="Before">The spans in which the window runs.</param>
/// <param name="OverlapsBefore">The spans in which it overlaps another window.</param>
/// <param name="After">The spans in which the window runs as proposed; null without a plan.</param>
/// <param name="OverlapsAfter">The spans in which the window as proposed overlaps another; null without a plan.</param>
internal sealed record GanttRow(
    BackupWindow Window, PlannedWindow? Planned, TimeSpans Before, TimeSpans OverlapsBefore, TimeSpans? After, TimeSpans? OverlapsAfter);
