namespace VcsaAuthGuard.Logs.Following;

/// <summary>Represents what is wanted of logs on another machine.</summary>
/// <param name="Known">The logs that are known, in the order of their numbers in what is sent.</param>
/// <param name="IsFirst">Whether there was no earlier run, so that logs that are there already are skipped.</param>
/// <param name="FromStart">Whether logs that are not compressed are read even so.</param>
/// <param name="FirstNumber">Compressed logs with lower numbers in their names are skipped, unless they are known.</param>
/// <param name="Words">Words that entries of interest contain, one of these.</param>
public sealed record RemoteLogRequest(
    IReadOnlyList<RemoteLogPosition> Known, bool IsFirst, bool FromStart, long FirstNumber, IReadOnlyList<string> Words);
