namespace VcsaAuthGuard.Logs.Following;

/// <summary>Reads what is added to logs, in order, wherever they are.</summary>
internal interface ILogTail<T> : IDisposable
    where T : class, ILogRecord
{
    /// <summary>
    /// Gets whether the last <see cref="Poll"/> left text unread that is there already, so that another may follow at once.
    /// </summary>
    bool IsBehind { get; }

    /// <summary>Gets how far the logs have been read, for the tail of a later run to go on from there.</summary>
    IReadOnlyList<LogPosition> Positions { get; }

    /// <summary>
    /// Gets when all logs could last be looked at, by the clock of <see cref="Poll"/>; null when they have not been yet.
    /// </summary>
    TimeSpan? LastLook { get; }

    /// <summary>Reads what was added, up to a limit.</summary>
    /// <param name="now">The time of a clock that never steps back.</param>
    /// <param name="records">Receives the records of entries that have become complete.</param>
    void Poll(TimeSpan now, List<TailRecord<T>> records);

    /// <summary>Ends the last entries, because what follows them will not be read.</summary>
    /// <param name="records">Receives their records.</param>
    void Complete(List<TailRecord<T>> records);
}
