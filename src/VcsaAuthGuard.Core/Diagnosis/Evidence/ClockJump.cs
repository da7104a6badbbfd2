namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>A log whose time steps back.</summary>
/// <param name="Source">The log.</param>
/// <param name="From">The last time before.</param>
/// <param name="To">The first time after.</param>
internal sealed record ClockJump(string Source, DateTimeOffset From, DateTimeOffset To);
