namespace VcsaAuthGuard.Pacing;

/// <summary>Says when the next batch may start: after the interval, and while all gates are open.</summary>
/// <param name="options">The interval and the longest hold.</param>
/// <param name="gates">What holds a batch.</param>
/// <param name="clock">The clock to wait by.</param>
public sealed class BatchPacer(PaceOptions options, IReadOnlyList<PaceGate> gates, IPaceClock clock)
{
    // So often whoever watches hears how the wait goes.
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    private readonly Dictionary<HoldReason, PaceHold> _holds = [];
    private TimeSpan? _lastStart;

    /// <summary>Called about once a second while a batch waits.</summary>
    public Action<PaceWait>? OnWait { get; set; }

    /// <summary>Called when a batch starts though its gate is shut, because it was held for the longest time.</summary>
    public Action<PaceWait>? OnExpired { get; set; }

    /// <summary>Gets the time batches were held by gates, by reason, without the interval.</summary>
    public IReadOnlyList<PaceHold> Holds => [.. _holds.Values.OrderBy(hold => hold.Reason)];

    /// <summary>Gets the time spent waiting for the interval.</summary>
    public TimeSpan IntervalTime { get; private set; }

    /// <summary>Returns when the next batch may start.</summary>
    /// <param name="stop">Ends the wait at once.</param>
    /// <exception cref="OperationCanceledException">The wait was ended by <paramref name="stop"/>.</exception>
    public void WaitForTurn(CancellationToken stop)
    {
        if (_lastStart is TimeSpan last && options.Interval > TimeSpan.Zero)
        {
            TimeSpan begin = clock.Elapsed;
            TimeSpan span = last + options.Interval - begin;
            WaitFor(HoldReason.Interval, null, begin, span, span, stop);
            IntervalTime += clock.Elapsed - begin;
        }

        Hold(stop);
        _lastStart = clock.Elapsed;
    }

    private void Hold(CancellationToken stop)
    {
        TimeSpan begin = clock.Elapsed;
        HashSet<HoldReason> counted = [];
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            TimeSpan before = clock.Elapsed;
            if (gates.FirstOrDefault(gate => !gate.Check()) is not PaceGate shut)
            {
                return;
            }

            TimeSpan left = options.MaxHold - (before - begin);
            bool isExpired = left <= TimeSpan.Zero;
            if (!isExpired)
            {
                WaitFor(shut.Reason, shut, begin, left < options.ProbeInterval ? left : options.ProbeInterval, options.MaxHold, stop);
            }

            PaceHold hold = _holds.TryGetValue(shut.Reason, out PaceHold? known) ? known : new(shut.Reason, 0, TimeSpan.Zero, 0);
            _holds[shut.Reason] = hold with
            {
                Count = hold.Count + (counted.Add(shut.Reason) ? 1 : 0),
                Duration = hold.Duration + (clock.Elapsed - before),
                Expired = hold.Expired + (isExpired ? 1 : 0),
            };
            if (isExpired)
            {
                OnExpired?.Invoke(new(shut.Reason, clock.Elapsed - begin, options.MaxHold, shut));
                return;
            }
        }
    }

    private void WaitFor(HoldReason reason, PaceGate? gate, TimeSpan begin, TimeSpan span, TimeSpan longest, CancellationToken stop)
    {
        TimeSpan end = clock.Elapsed + span;
        for (TimeSpan left = span; left > TimeSpan.Zero; left = end - clock.Elapsed)
        {
            OnWait?.Invoke(new(reason, clock.Elapsed - begin, longest, gate));
            clock.Wait(left < Slice ? left : Slice, stop);
        }
    }
}
