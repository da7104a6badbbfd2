namespace VcsaAuthGuard.Pacing;

/// <summary>Waits until the next batch may start: after the interval, and while all gates are open.</summary>
/// <param name="options">The interval and the longest hold.</param>
/// <param name="gates">The gates that hold a batch.</param>
/// <param name="timeProvider">The clock to wait by.</param>
public sealed class BatchPacer(PaceOptions options, IReadOnlyList<PaceGate> gates, TimeProvider timeProvider)
{
    /// <summary>The time between two reports of a wait.</summary>
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<HoldReason, PaceHold> _holds = [];
    private readonly long _start = timeProvider.GetTimestamp();
    private TimeSpan? _lastStart;

    /// <summary>Gets or sets the action that is called about once a second while a batch waits.</summary>
    public Action<PaceWait>? OnWait { get; set; }

    /// <summary>
    /// Gets or sets the action that is called when a batch starts although its gate is shut, because it was held for the longest time.
    /// </summary>
    public Action<PaceWait>? OnExpired { get; set; }

    /// <summary>Gets the time batches were held by gates, by reason, without the interval.</summary>
    public IReadOnlyList<PaceHold> Holds => [.. _holds.Values.OrderBy(hold => hold.Reason)];

    /// <summary>Gets the time spent waiting for the interval.</summary>
    public TimeSpan IntervalTime { get; private set; }

    private TimeSpan Elapsed => timeProvider.GetElapsedTime(_start);

    /// <summary>Returns when the next batch may start.</summary>
    /// <param name="stop">Ends the wait at once.</param>
    /// <exception cref="OperationCanceledException">The wait was ended by <paramref name="stop"/>.</exception>
    public void WaitForTurn(CancellationToken stop)
    {
        if (_lastStart is TimeSpan last && options.Interval > TimeSpan.Zero)
        {
            TimeSpan begin = Elapsed;
            TimeSpan span = last + options.Interval - begin;
            WaitFor(HoldReason.Interval, null, begin, span, span, stop);
            IntervalTime += Elapsed - begin;
        }

        Hold(stop);
        _lastStart = Elapsed;
    }

    private void Hold(CancellationToken stop)
    {
        TimeSpan begin = Elapsed;
        HashSet<HoldReason> counted = [];
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            TimeSpan before = Elapsed;
            if (gates.FirstOrDefault(gate => !gate.Check()) is not PaceGate shut)
            {
                return;
            }

            TimeSpan left = options.MaxHold - (before - begin);
            bool isExpired = left <= TimeSpan.Zero;
            if (!isExpired)
            {
                TimeSpan span = left < options.ProbeInterval ? left : options.ProbeInterval;
                WaitFor(shut.Reason, shut, begin, span, options.MaxHold, stop);
            }

            PaceHold hold = _holds.TryGetValue(shut.Reason, out PaceHold? known) ? known : new(shut.Reason, 0, TimeSpan.Zero, 0);
            _holds[shut.Reason] = hold with
            {
                Count = hold.Count + (counted.Add(shut.Reason) ? 1 : 0),
                Duration = hold.Duration + (Elapsed - before),
                Expired = hold.Expired + (isExpired ? 1 : 0),
            };
            if (isExpired)
            {
                OnExpired?.Invoke(new(shut.Reason, Elapsed - begin, options.MaxHold, shut));
                return;
            }
        }
    }

    private void WaitFor(HoldReason reason, PaceGate? gate, TimeSpan begin, TimeSpan span, TimeSpan longest, CancellationToken stop)
    {
        TimeSpan end = Elapsed + span;
        for (TimeSpan left = span; left > TimeSpan.Zero; left = end - Elapsed)
        {
            OnWait?.Invoke(new(reason, Elapsed - begin, longest, gate));
            timeProvider.Wait(left < ReportInterval ? left : ReportInterval, stop);
        }
    }
}
