using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Watching;

/// <summary>
/// Applies the rule of <see cref="BurstFinder"/> while the faults come. Its clock is the log's: the newest fault's time and what has
/// passed since it was seen, so that no difference between two machines' clocks matters.
/// </summary>
internal sealed class BurstWatch(BurstRule rule, string server)
{
    /// <summary>The newest faults, oldest first: one more than the rule allows is enough to judge by.</summary>
    private readonly List<DateTimeOffset> _newest = [];
    private TimeSpan _seen;
    private DateTimeOffset _start;
    private DateTimeOffset _end;

    /// <summary>Faults since the last one of the burst.</summary>
    private int _behind;

    public bool IsOpen { get; private set; }

    public long Count { get; private set; }

    /// <summary>Takes a fault; gives the burst that was over before it, and the one that opens with it.</summary>
    public List<WatchedBurst> Add(DateTimeOffset time, TimeSpan now)
    {
        List<WatchedBurst> changes = [];
        bool isSetBack = _newest.Count > 0 && _newest[_newest.Count - 1] - time > BurstFinder.Lateness;
        if (IsOpen && (isSetBack || (time - _end >= rule.Period && !IsExceededWith(time))))
        {
            IsOpen = false;
            changes.Add(ToBurst());
        }

        if (isSetBack)
        {
            _newest.Clear(); // The log's clock was: what it says from now on is a series of its own.
        }

        _seen = _newest.Count == 0 || time >= _newest[_newest.Count - 1] ? now : _seen;
        bool isExceeded = IsExceededWith(time);
        _newest.Insert(PlaceOf(time), time);
        if (_newest.Count - 1 > rule.Threshold)
        {
            _newest.RemoveAt(0);
        }

        if (!isExceeded)
        {
            _behind++;
            return changes;
        }

        if (IsOpen)
        {
            // Those since the last one of the burst were too few until now.
            Count += _behind + 1;
        }
        else
        {
            IsOpen = true;
            Count = _newest.Count;
            _start = _newest[0];
            changes.Add(ToBurst() with { End = _newest[_newest.Count - 1] });
        }

        _behind = 0;
        _end = _newest[_newest.Count - 1];
        return changes;
    }

    /// <summary>Gives the burst when it is over.</summary>
    public WatchedBurst? Clear(TimeSpan now)
    {
        if (!IsOpen || _newest.Count == 0 || _newest[_newest.Count - 1] + (now - _seen) - _end < rule.Period)
        {
            return null;
        }

        IsOpen = false;
        return ToBurst();
    }

    public BurstPosition ToPosition(TimeSpan now) => new(server, [.. _newest], now - _seen, IsOpen ? _start : null, _end, Count, _behind);

    public void Restore(BurstPosition position, TimeSpan now)
    {
        _newest.Clear();
        _newest.AddRange(position.Newest);
        if (_newest.Count - 1 > rule.Threshold)
        {
            _newest.RemoveRange(0, _newest.Count - 1 - rule.Threshold); // The rule may be another by now.
        }

        _seen = now - position.Since;
        IsOpen = position.Start is not null;
        _start = position.Start ?? default;
        _end = position.End;
        Count = position.Count;
        _behind = position.Behind;
    }

    /// <summary>Whether there are too many in the period that ends with the newest fault, one more taken in.</summary>
    private bool IsExceededWith(DateTimeOffset time)
    {
        // With that one, so many of those known make one more than the threshold.
        int first = _newest.Count - rule.Threshold;
        if (first < 0)
        {
            return false;
        }

        DateTimeOffset newest = _newest.Count > 0 && _newest[_newest.Count - 1] > time ? _newest[_newest.Count - 1] : time;
        DateTimeOffset oldest = first < _newest.Count && _newest[first] < time ? _newest[first] : time;
        return newest - oldest < rule.Period;
    }

    private int PlaceOf(DateTimeOffset time)
    {
        int place = _newest.Count;
        while (place > 0 && _newest[place - 1] > time)
        {
            place--;
        }

        return place;
    }

    private WatchedBurst ToBurst() => new() { IsOpen = IsOpen, Start = _start, End = _end, Count = Count, Server = server, Rule = rule };
}
