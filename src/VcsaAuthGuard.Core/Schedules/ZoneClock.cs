using NodaTime;
using NodaTime.TimeZones;

namespace VcsaAuthGuard.Schedules;

/// <summary>
/// Converts the local times of a zone to UTC. Where clocks change, the rule of RFC 5545 (section 3.3.5) holds for every recurrence: a
/// time that clocks skip is taken with the offset before the change (02:30 is 03:30 where clocks go from 02:00 to 03:00), and a time that
/// clocks show twice is the first of the two.
/// </summary>
internal sealed class ZoneClock(DateTimeZone zone)
{
    // Local times from _from up to _to are all _offset from UTC: most conversions need no look into the zone's history.
    private long _from = long.MaxValue;
    private long _to = long.MinValue;
    private long _offset;

    /// <summary>Converts a local time to UTC; both in ticks, as <see cref="DateTime.Ticks"/>.</summary>
    public long ToUtc(long localTicks) => ToUtc(localTicks, out _);

    /// <summary>Converts local times in order to times of UTC in order, each once.</summary>
    /// <remarks>Only skipped times are out of order in UTC: where 02:00 becomes 03:00, 02:30 is the same time as 03:30.</remarks>
    public IEnumerable<long> ToUtc(IEnumerable<long> localTicks)
    {
        Queue<long> skipped = new();
        long last = long.MinValue;
        foreach (long local in localTicks)
        {
            long utc = ToUtc(local, out bool isSkipped);
            if (isSkipped)
            {
                skipped.Enqueue(utc);
                continue;
            }

            for (; skipped.Count > 0 && skipped.Peek() <= utc; skipped.Dequeue())
            {
                if (skipped.Peek() != last)
                {
                    last = skipped.Peek();
                    yield return last;
                }
            }

            if (utc != last)
            {
                last = utc;
                yield return utc;
            }
        }

        foreach (long utc in skipped)
        {
            yield return utc;
        }
    }

    /// <summary>Converts a time in UTC to the local time; both in ticks.</summary>
    public long ToLocal(long utcTicks) => utcTicks + zone.GetUtcOffset(InstantOf(utcTicks)).Ticks;

    /// <summary>Converts a time in UTC, in ticks, to the local time with its offset.</summary>
    public DateTimeOffset ToOffset(long utcTicks) =>
        new DateTimeOffset(utcTicks, TimeSpan.Zero).ToOffset(new TimeSpan(ToLocal(utcTicks) - utcTicks));

    /// <summary>Gets the offset from UTC that holds from one time to another, both in UTC; null if it changes between them.</summary>
    public long? OffsetBetween(long from, long to)
    {
        ZoneInterval interval = zone.GetZoneInterval(InstantOf(from));
        return !interval.HasEnd || TicksOf(interval.End) > to ? interval.WallOffset.Ticks : null;
    }

    private long ToUtc(long localTicks, out bool isSkipped)
    {
        isSkipped = false;
        return localTicks >= _from && localTicks < _to ? localTicks - _offset : LookUp(localTicks, out isSkipped);
    }

    private long LookUp(long localTicks, out bool isSkipped)
    {
        ZoneLocalMapping mapping = zone.MapLocal(LocalDateTime.FromDateTime(new DateTime(localTicks)));
        ZoneInterval interval = mapping.EarlyInterval;
        isSkipped = mapping.Count == 0;
        if (mapping.Count == 1)
        {
            Remember(interval);
        }

        return localTicks - interval.WallOffset.Ticks;
    }

    /// <summary>Remembers the part of the interval that shares no local time with its neighbours.</summary>
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
