namespace VcsaAuthGuard.BackupWindows;

/// <summary>One run of a window: the half-open span from its start to its end.</summary>
/// <param name="Start">When it starts, in UTC.</param>
/// <param name="End">When it ends, in UTC: the window's duration later, on the clock that knows no daylight saving.</param>
public readonly record struct WindowOccurrence(DateTimeOffset Start, DateTimeOffset End);
