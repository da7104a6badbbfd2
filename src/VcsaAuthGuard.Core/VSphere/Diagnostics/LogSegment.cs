namespace VcsaAuthGuard.VSphere.Diagnostics;

/// <summary>Represents consecutive lines of a log.</summary>
/// <param name="Start">The number of the first line, from 1.</param>
/// <param name="End">The number of the last line; of the log's last line where <paramref name="Lines"/> is empty.</param>
/// <param name="Lines">The lines, without their ends.</param>
internal sealed record LogSegment(long Start, long End, IReadOnlyList<string> Lines);
