using NodaTime;
using NodaTime.TimeZones;

namespace VcsaAuthGuard.Schedules;

/// <summary>
/// Tells when a local time is, by two rules: a time in the gap of a clock put forward is the gap's end, and a time in an hour that
/// a clock put back repeats is the first of the two. Both keep the order of times.
/// </summary>
internal sealed class ZoneClock(DateTimeZone zone)
{
    // Local times from _from up to _to are all _offset from UTC: most questions need no look into the zone's history.
    private long _from = long.MaxValue;
    private long _to = long.MinValue;
    private long _offset;

    /// <param name="localTicks">A local time in ticks, as <see cref="DateTime.Ticks"/>.</param>
    /// <returns>The same in UTC.</returns>
    public long ToUtc(long localTicks) => localTicks >= _from && localTicks < _to ? localTicks - _offset : LookUp(localTicks);

    /// <summary>What clocks in the zone show at a time in UTC; both in ticks.</summary>
    public long ToLocal(long utcTicks) => utcTicks + zone.GetUtcOffset(InstantOf(utcTicks)).Ticks;

    private long LookUp(long localTicks)
    {
        ZoneLocalMapping mapping = zone.MapLocal(LocalDateTime.FromDateTime(new DateTime(localTicks)));
        ZoneInterval interval = mapping.EarlyInterval;
        switch (mapping.Count)
        {
            case 0:
                return TicksOf(mapping.LateInterval.Start);
            case 1:
                Remember(interval);
                return localTicks - _offset;
            default:
                return localTicks - interval.WallOffset.Ticks;
        }
    }

    /// <summary>The part of the interval that has no local time in common with its neighbours.</summary>
    private void Remember(ZoneInterval interval)
    {
        _offset = interval.WallOffset.Ticks;
        _from = long.MinValue;
        _to = long.MaxValue;
        if (interval.HasStart)
        {
            long before = zone.GetZoneInterval(interval.Start - Duration.Epsilon).WallOffset.Ticks;
            _from = TicksOf(interval.Start) + Math.Max(before, _offset);
        }

        if (interval.HasEnd)
        {
            long after = zone.GetZoneInterval(interval.End).WallOffset.Ticks;
            _to = TicksOf(interval.End) + Math.Min(after, _offset);
        }
    }

    private static Instant InstantOf(long utcTicks) => Instant.FromDateTimeUtc(new DateTime(utcTicks, DateTimeKind.Utc));

    private static long TicksOf(Instant instant) => instant.ToUnixTimeTicks() + NodaConstants.UnixEpoch.ToDateTimeUtc().Ticks;
}
