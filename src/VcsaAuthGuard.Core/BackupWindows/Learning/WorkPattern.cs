using VcsaAuthGuard.BackupWindows.Import;

namespace VcsaAuthGuard.BackupWindows.Learning;

/// <summary>Represents work of a client that recurs.</summary>
/// <param name="Fit">The recurrence.</param>
/// <param name="Duration">The duration that 9 of 10 runs do not exceed.</param>
/// <param name="Runs">The runs.</param>
internal sealed record WorkPattern(InferredRecurrence Fit, TimeSpan Duration, IReadOnlyList<WorkRun> Runs);
