using System.Globalization;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>Represents a part of the logs that could not be read.</summary>
/// <param name="Source">The log, or the first and the last of several.</param>
/// <param name="Reason">Why it could not be read.</param>
/// <param name="Start">The time of the last entry before the gap; null if it is not known.</param>
/// <param name="End">The time of the first entry after the gap; null if there is none yet, or it is not known.</param>
/// <param name="Offset">The number of bytes that had been read of the log; null if none had.</param>
internal sealed record LogGap(string Source, LogGapReason Reason, DateTimeOffset? Start, DateTimeOffset? End, long? Offset)
{
    /// <summary>Returns the gap as a problem with the log.</summary>
    public LogProblem ToProblem() => new(
        Reason == LogGapReason.Truncated ? LogProblemKind.Truncated : LogProblemKind.NotFound,
        Source,
        $"{Describe()} {DescribeSpan()}",
        Reason == LogGapReason.Truncated
            ? "Find out what truncated it." : "Read what it became (vpxd-N.log.gz), or a copy of it, with Get-VcsaAuthFault.",
        Offset);

    private string Describe() => Reason switch
    {
        LogGapReason.Removed => FormattableString.Invariant($"It is gone; {Offset} bytes of it had been read."),
        LogGapReason.Missed => "It was created and removed before it could be read.",
        _ => FormattableString.Invariant($"It no longer holds the {Offset} bytes that were read of it. ")
            + "Reading goes on in what it holds now.",
    };

    private string DescribeSpan() => (Start, End) switch
    {
        (DateTimeOffset start, DateTimeOffset end) => $"Entries between {Text(start)} and {Text(end)} may be missing.",
        (DateTimeOffset start, null) => $"Entries after {Text(start)} may be missing.",
        (null, DateTimeOffset end) => $"Entries before {Text(end)} may be missing.",
        _ => "Entries may be missing.",
    };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
