namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>
/// Represents the requests of one address in access logs, as far as they show broken connections. The logs may be read in any order.
/// </summary>
internal sealed class AddressActivity
{
    private const int MaxTimes = 10_000;
    private static readonly long Near = TimeSpan.FromMinutes(10).Ticks;
    private static readonly long JustBefore = TimeSpan.FromMinutes(1).Ticks;
    private static readonly long MinSilence = TimeSpan.FromMinutes(2).Ticks;

    private static readonly long MinLongSilence = TimeSpan.FromMinutes(30).Ticks;
    private const int MinActive = 10;
    private const int MinSilenceRatio = 3;

    private readonly List<long> _disconnects = [];
    private readonly HashSet<long> _answered = [];
    private readonly Dictionary<long, (long First, long Last)> _minutes = [];
    private (long Minute, long First, long Last) _current = (-1, 0, 0);

    /// <summary>Gets the times at which the client was gone before the response.</summary>
    public IReadOnlyList<long> Disconnects => _disconnects;

    /// <summary>Gets the time of the last request where the client was gone shortly before; 0 otherwise.</summary>
    public long LastBeforeEnd
    {
        get
        {
            Flush();
            long last = _minutes.Count == 0 ? 0 : _minutes.Values.Max(minute => minute.Last);
            return _disconnects.Exists(gone => gone <= last && last - gone <= Near) ? last : 0;
        }
    }

    /// <summary>
    /// Gets the times without a request around the time that the client was gone: <c>IsSharp</c> where it was gone just before.
    /// </summary>
    public IEnumerable<(long From, long To, bool IsSharp)> Silences
    {
        get
        {
            Flush();
            (long First, long Last)[] active = [.. _minutes.OrderBy(minute => minute.Key).Select(minute => minute.Value)];
            for (int i = 1; i < active.Length; i++)
            {
                (long from, long to) = (active[i - 1].Last, active[i].First);
                bool isNear = _disconnects.Exists(gone => Math.Abs(gone - from) <= Near || Math.Abs(gone - to) <= JustBefore);
                if (to - from >= MinSilence && isNear)
                {
                    yield return (from, to, _disconnects.Exists(gone => Math.Abs(gone - from) <= JustBefore));
                }
            }
        }
    }

    /// <summary>Gets the longest time without a request; null if it is shorter than half an hour or three times the next longest, or if too
    /// few minutes have requests.</summary>
    public (long From, long To)? LongSilence
    {
        get
        {
            Flush();
            (long First, long Last)[] active = [.. _minutes.OrderBy(minute => minute.Key).Select(minute => minute.Value)];
            (long From, long To)[] pauses =
            [
                .. active.Skip(1)
                    .Select((minute, i) => (From: active[i].Last, To: minute.First))
                    .OrderByDescending(pause => pause.To - pause.From),
            ];
            return active.Length >= MinActive
                && pauses[0].To - pauses[0].From >= MinLongSilence
                && pauses[0].To - pauses[0].From >= MinSilenceRatio * (pauses[1].To - pauses[1].From)
                ? pauses[0]
                : null;
        }
    }

    /// <summary>Gets the times without an answered request, of two minutes or more, in or near which the client was gone: a broken
    /// connection is logged at its end, which can be in the middle of them. To the minute.</summary>
    public IEnumerable<(long From, long To)> Outages
    {
        get
        {
            long[] answered = [.. _answered.OrderBy(minute => minute).Select(minute => minute * TimeSpan.TicksPerMinute)];
            return answered.Skip(1)
                .Select((minute, i) => (From: answered[i] + TimeSpan.TicksPerMinute, To: minute))
                .Where(pause => pause.To - pause.From >= MinSilence
                    && _disconnects.Exists(gone => gone >= pause.From - Near && gone <= pause.To + JustBefore));
        }
    }

    /// <summary>Returns whether it has requests between two times.</summary>
    public bool IsActiveBetween(long from, long to)
    {
        Flush();
        return _minutes.Values.Any(minute => minute.First > from && minute.Last < to);
    }

    public void Add(long ticks, bool isGone)
    {
        if (ticks == 0)
        {
            return;
        }

        if (isGone && _disconnects.Count < MaxTimes)
        {
            _disconnects.Add(ticks);
        }

        long minute = ticks / TimeSpan.TicksPerMinute;
        if (!isGone && _answered.Count < MaxTimes)
        {
            _answered.Add(minute);
        }

        if (minute != _current.Minute)
        {
            Flush();
            _current = (minute, ticks, ticks);
        }
        else
        {
            _current = (minute, Math.Min(_current.First, ticks), Math.Max(_current.Last, ticks));
        }
    }

    /// <summary>Adds the minute whose requests are being read to the others.</summary>
    private void Flush()
    {
        if (_current.Minute < 0)
        {
            return;
        }

        bool isKnown = _minutes.TryGetValue(_current.Minute, out (long First, long Last) known);
        if (isKnown || _minutes.Count < MaxTimes)
        {
            _minutes[_current.Minute] = isKnown
                ? (Math.Min(known.First, _current.First), Math.Max(known.Last, _current.Last))
                : (_current.First, _current.Last);
        }
    }
}
