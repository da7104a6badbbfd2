namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents a window in a plan.</summary>
public sealed record PlannedWindow
{
    /// <summary>Gets the name of the window.</summary>
    public string Name => Window.Name;

    /// <summary>Gets the first of its movable starts in the period, in local time; null where it does not start in the period.</summary>
    public DateTimeOffset? CurrentStart { get; init; }

    /// <summary>Gets the same start, moved.</summary>
    public DateTimeOffset? ProposedStart { get; init; }

    /// <summary>Gets the time by which all of its starts are moved in local time: later, or earlier where it is negative.</summary>
    public TimeSpan Shift { get; init; }

    /// <summary>Gets the reason why it is moved or not, and the overlaps that remain.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets the window as proposed, for Test-BackupWindowOverlap.</summary>
    public required BackupWindow Window { get; init; }

    /// <summary>Gets the window as it is.</summary>
    internal BackupWindow? Before { get; init; }

    /// <summary>Gets the plan it is part of.</summary>
    public WindowPlan? Plan { get; init; }

    /// <summary>Returns its name and its proposed start.</summary>
    public override string ToString() => Name + (Shift == TimeSpan.Zero ? "" : $" {ProposedStart:HH:mm}");
}
