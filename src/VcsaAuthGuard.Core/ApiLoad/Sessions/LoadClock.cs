namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>Contains the tolerance of the clock that load is measured with.</summary>
internal static class LoadClock
{
    /// <summary>Lines may be late by this much. A larger step back in time is another log's beginning, or a clock that was set: open
    /// sessions end there.</summary>
    public static readonly TimeSpan MaxLateness = TimeSpan.FromMinutes(5);
}
