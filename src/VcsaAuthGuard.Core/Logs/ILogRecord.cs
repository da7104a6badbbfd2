namespace VcsaAuthGuard.Logs;

/// <summary>
/// Something read from one log entry. Blocks of a log are read side by side, so a record first counts its line from the
/// start of its block; it is moved down once the number of lines above that block is known.
/// </summary>
internal interface ILogRecord
{
    /// <summary>About how many bytes the record keeps.</summary>
    long Weight { get; }

    /// <summary>Gets the vCenter Server that the entry's envelope names; null if it names none.</summary>
    string? Server { get; }

    void MoveDown(long lines);

    /// <summary>Returns the part of the record within a range of time; null if no part is.</summary>
    ILogRecord? Within(TimeRange range);
}
