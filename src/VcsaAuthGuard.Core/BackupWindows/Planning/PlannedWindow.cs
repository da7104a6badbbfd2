namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Where a plan puts a window, and why.</summary>
public sealed record PlannedWindow
{
    /// <summary>The window's name.</summary>
    public string Name => Window.Name;

    /// <summary>The first of its starts in the span that is movable, on the clock of its zone; null where it does not start in the span.</summary>
    public DateTimeOffset? CurrentStart { get; init; }

    /// <summary>The same start, moved.</summary>
    public DateTimeOffset? ProposedStart { get; init; }

    /// <summary>How far all of its starts are moved on the clock of its zone: later, or earlier where it is below zero.</summary>
    public TimeSpan Shift { get; init; }

    /// <summary>Why it is moved or not, and what is still in its way.</summary>
    public required string Reason { get; init; }

    /// <summary>The window as proposed, for Test-BackupWindowOverlap.</summary>
    public required BackupWindow Window { get; init; }

    /// <summary>The window as it is.</summary>
    internal BackupWindow? Before { get; init; }

    /// <summary>The plan it is part of.</summary>
    public WindowPlan? Plan { get; init; }

    /// <summary>Its name, and where it goes.</summary>
    public override string ToString() => Name + (Shift == TimeSpan.Zero ? "" : $" {ProposedStart:HH:mm}");
}
