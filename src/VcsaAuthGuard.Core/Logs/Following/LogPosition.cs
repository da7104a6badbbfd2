namespace VcsaAuthGuard.Logs.Following;

/// <summary>Represents how far one log has been read, for a later run to go on from.</summary>
/// <param name="Source">The log's last known name.</param>
/// <param name="Head">The checksums that the log is known by.</param>
/// <param name="Offset">The number of bytes before the first entry that has not been given yet.</param>
/// <param name="Line">The number of line feeds before <paramref name="Offset"/>; -1 while they have not been counted.</param>
/// <param name="AnnouncedOffset">The offset up to which entries were about to be given when this was written, and may have been.</param>
/// <param name="Length">The largest length that the log was seen to have.</param>
internal sealed record LogPosition(string Source, LogHead Head, long Offset, long Line, long AnnouncedOffset, long Length)
{
    /// <summary>Gets the offset at which this run began to read the log.</summary>
    public long FirstOffset { get; init; }

    /// <summary>Gets the number of line feeds before <see cref="FirstOffset"/>; -1 while they have not been counted.</summary>
    public long FirstLine { get; init; } = -1;

    /// <summary>Gets the offset at which reading of the log began, in this run or an earlier one.</summary>
    public long ReadFrom { get; init; }

    /// <summary>Gets how often this run began to read the log anew, because the log no longer held what had been read.</summary>
    public int Restarts { get; init; }

    /// <summary>Gets whether the log was there before the watch began, and is not read.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Gets whether the log's compressed file was read to its end, after which nothing can come.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Gets the time of the last entry that was read; null if none had one.</summary>
    public DateTimeOffset? LastTime { get; init; }

    /// <summary>Gets checkpoints of the text that was read, oldest first.</summary>
    public IReadOnlyList<LogCheckpoint> Checkpoints { get; init; } = [];
}
