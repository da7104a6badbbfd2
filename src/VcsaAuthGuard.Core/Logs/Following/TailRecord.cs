namespace VcsaAuthGuard.Logs.Following;

/// <summary>Represents something that a growing log gave: a record of one of its entries, or a gap.</summary>
/// <param name="Record">The record; null for a gap.</param>
/// <param name="Gap">The gap; null for a record.</param>
/// <param name="MayBeRepeat">Whether it may have been given before.</param>
internal readonly record struct TailRecord<T>(T? Record, LogGap? Gap, bool MayBeRepeat)
    where T : class, ILogRecord;
