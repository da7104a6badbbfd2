namespace VcsaAuthGuard.Logs;

/// <summary>
/// Represents something read from one log entry. Blocks of a log are read in parallel, so a record first counts its line from the start
/// of its block and is moved once the number of lines above the block is known.
/// </summary>
internal interface ILogRecord
{
    /// <summary>Gets the approximate number of bytes that the record keeps.</summary>
    long Weight { get; }

    /// <summary>Gets the vCenter Server that the entry's envelope names; null if it names none.</summary>
    string? Server { get; }

    void MoveDown(long lines);

    /// <summary>Returns the part of the record within a range of time; null if no part is.</summary>
    ILogRecord? Within(TimeRange range);
}
