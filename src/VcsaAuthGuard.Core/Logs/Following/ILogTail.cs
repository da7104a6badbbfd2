namespace VcsaAuthGuard.Logs.Following;

/// <summary>Logs that grow, wherever they are: what has been added, in order, and how far it has been read.</summary>
internal interface ILogTail<T> : IDisposable
    where T : class, ILogRecord
{
    /// <summary>Whether the last <see cref="Poll"/> left text behind that is there already: another may follow at once.</summary>
    bool IsBehind { get; }

    /// <summary>What reading has come to; given to a later run's tail, it goes on from there.</summary>
    IReadOnlyList<LogPosition> Positions { get; }

    /// <summary>Reads what was added, not too much at once.</summary>
    /// <param name="now">The time of a clock that never steps back.</param>
    /// <param name="records">Takes what has become complete.</param>
    void Poll(TimeSpan now, List<TailRecord<T>> records);

    /// <summary>Ends the last entries, for nobody will see what follows.</summary>
    void Complete(List<TailRecord<T>> records);
}
