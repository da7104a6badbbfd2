namespace VcsaAuthGuard.Logs.Following;

/// <summary>Keeps gaps until the logs around them have been read, so that their times are known.</summary>
internal sealed class PendingGaps
{
    private readonly List<PendingGap> _gaps = [];

    /// <summary>Adds a gap.</summary>
    /// <param name="source">The log, or the first and the last of several.</param>
    /// <param name="reason">Why it could not be read.</param>
    /// <param name="before">The log before the gap; null if it is not known.</param>
    /// <param name="after">The log after the gap; null if there is none yet.</param>
    /// <param name="offset">The number of bytes that had been read of the log; null if none had.</param>
    public void Add(string source, LogGapReason reason, FollowedLog? before, FollowedLog? after, long? offset) =>
        _gaps.Add(new(source, reason, before, after, offset));

    /// <summary>Removes and returns the gaps before a log; with null, those after which there is no log yet.</summary>
    public List<LogGap> Dequeue(FollowedLog? after) => Dequeue(gap => gap.After == after);

    /// <summary>Removes and returns all gaps.</summary>
    public List<LogGap> DequeueAll() => Dequeue(_ => true);

    private List<LogGap> Dequeue(Predicate<PendingGap> isDue)
    {
        List<PendingGap> due = _gaps.FindAll(isDue);
        _gaps.RemoveAll(isDue);
        return due.ConvertAll(gap => new LogGap(gap.Source, gap.Reason, gap.Before?.LastTime, gap.After?.FirstTime, gap.Offset));
    }

    private sealed record PendingGap(string Source, LogGapReason Reason, FollowedLog? Before, FollowedLog? After, long? Offset);
}
