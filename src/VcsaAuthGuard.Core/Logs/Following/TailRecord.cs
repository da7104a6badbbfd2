namespace VcsaAuthGuard.Logs.Following;

/// <summary>What was read from an entry of a log that grows.</summary>
/// <param name="Record">What was read.</param>
/// <param name="MayBeRepeat">Whether an earlier run was about to give it when it ended.</param>
internal readonly record struct TailRecord<T>(T Record, bool MayBeRepeat)
    where T : class, ILogRecord;
