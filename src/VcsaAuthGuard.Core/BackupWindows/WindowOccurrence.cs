namespace VcsaAuthGuard.BackupWindows;

/// <summary>Represents one run of a window: the half-open span from its start to its end.</summary>
/// <param name="Start">The start, in UTC.</param>
/// <param name="End">The end, in UTC: the start plus the duration of the window, whatever clocks do meanwhile.</param>
public readonly record struct WindowOccurrence(DateTimeOffset Start, DateTimeOffset End);
