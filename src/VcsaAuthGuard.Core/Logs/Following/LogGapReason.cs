namespace VcsaAuthGuard.Logs.Following;

/// <summary>Specifies why a part of a log could not be read.</summary>
public enum LogGapReason : long
{
    /// <summary>The log was removed before it was read to its end.</summary>
    Removed,

    /// <summary>The log was created and removed again before it was seen.</summary>
    Missed,

    /// <summary>The log no longer holds what was read of it: it was truncated, or reverted to an earlier state.</summary>
    Truncated,
}
