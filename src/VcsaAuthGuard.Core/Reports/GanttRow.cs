using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;


namespace VcsaAuthGuard.Reports;

/// <summary>A window's row.</summary>
/// <param name="Window">The window as it is.</param>
/// <param name="Planned">Where a plan puts it; null where there is none.</param>
/// <param name="Before">Its runs as it is.</param>
/// <param name="TogetherBefore">When a window of another role runs with it.</param>
/// <param name="After">Its runs as proposed; null where there is no plan.</param>
/// <param name="TogetherAfter">When a window of another role runs with it then.</param>
internal sealed record GanttRow(BackupWindow Window, PlannedWindow? Planned, Spans Before, Spans TogetherBefore, Spans? After, Spans? TogetherAfter);
