namespace VcsaAuthGuard.BackupWindows.Overlaps;

/// <summary>
/// Decides which windows overlap, for every command, chart and report. Two windows overlap while both run against the same vCenter and
/// their roles differ: backup, automation and maintenance each count as a role. Windows of the same role overlap only when asked for. A
/// window that names no vCenter runs against all of them. Ends that touch are no overlap, and a window does not overlap itself.
/// </summary>
public static class OverlapRule
{
    /// <summary>Returns whether two windows overlap when they run at the same time.</summary>
    /// <param name="one">A window.</param>
    /// <param name="other">Another window.</param>
    /// <param name="includeSameRole">Whether windows of the same role overlap too.</param>
    public static bool CanOverlap(BackupWindow one, BackupWindow other, bool includeSameRole = false)
    {
        _ = one ?? throw new ArgumentNullException(nameof(one));
        _ = other ?? throw new ArgumentNullException(nameof(other));
        return !ReferenceEquals(one, other) && (includeSameRole || one.Role != other.Role) && ShareServer(one, other);
    }

    /// <summary>
    /// Finds the spans in which two windows overlap, in order of their start, cut to the period from one time to another.
    /// </summary>
    /// <param name="one">A window.</param>
    /// <param name="other">Another window.</param>
    /// <param name="from">The start of the period.</param>
    /// <param name="to">The end of the period.</param>
    /// <param name="includeSameRole">Whether windows of the same role overlap too.</param>
    public static IEnumerable<WindowOccurrence> Find(
        BackupWindow one, BackupWindow other, DateTimeOffset from, DateTimeOffset to, bool includeSameRole = false)
    {
        return CanOverlap(one, other, includeSameRole)
            ? TimeSpans.FromRuns(one, from, to).Intersect(TimeSpans.FromRuns(other, from, to))
                .Select(span => new WindowOccurrence(new(span.Start, TimeSpan.Zero), new(span.End, TimeSpan.Zero)))
            : [];
    }

    /// <summary>Returns whether the windows that run at one moment at one vCenter overlap.</summary>
    /// <param name="windows">The number of windows.</param>
    /// <param name="roles">The number of different roles among them.</param>
    /// <param name="includeSameRole">Whether windows of the same role overlap too.</param>
    internal static bool IsOverlap(int windows, int roles, bool includeSameRole) => includeSameRole ? windows > 1 : roles > 1;

    /// <summary>Returns how many of the windows that run at one moment at one vCenter overlap with another window there.</summary>
    /// <param name="running">The number of windows that run.</param>
    /// <param name="ofSameRole">The number of them that have the role of the other window.</param>
    internal static int CountOverlapping(int running, int ofSameRole) => running - ofSameRole;

    private static bool ShareServer(BackupWindow one, BackupWindow other) =>
        one.Server.Count == 0 || other.Server.Count == 0 || one.Server.Intersect(other.Server, StringComparer.OrdinalIgnoreCase).Any();
}
