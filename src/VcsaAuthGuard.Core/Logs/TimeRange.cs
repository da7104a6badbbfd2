namespace VcsaAuthGuard.Logs;

/// <summary>Represents the part of the logs that is asked for: from a time on, up to another. A missing end is open.</summary>
/// <param name="After">The first time in the range.</param>
/// <param name="Before">The first time after the range.</param>
public readonly record struct TimeRange(DateTimeOffset? After, DateTimeOffset? Before)
{
    /// <summary>Gets a value indicating whether the range has no end on either side.</summary>
    public bool IsEverything => After is null && Before is null;

    /// <summary>Determines whether a time is in the range; one that is not known is only in the range that has no ends.</summary>
    /// <param name="time">The time.</param>
    public bool Contains(DateTimeOffset? time) =>
        IsEverything || (time is DateTimeOffset known && !(known < After) && !(known >= Before));

    /// <summary>Determines whether a time, as ticks of UTC, is in the range; 0 is a time that is not known.</summary>
    internal bool Contains(long utcTicks) =>
        IsEverything || (utcTicks > 0 && !(utcTicks < After?.UtcTicks) && !(utcTicks >= Before?.UtcTicks));
}
