namespace VcsaAuthGuard.Tests.Http;

/// <summary>Ends every delay almost at once, and records how long it was to be.</summary>
internal sealed class ImmediateTimeProvider : TimeProvider
{
    private readonly List<TimeSpan> _delays = [];

    /// <summary>Gets the delays so far, in order.</summary>
    public IReadOnlyList<TimeSpan> Delays
    {
        get
        {
            lock (_delays)
            {
                return [.. _delays];
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        bool isDelay = dueTime > TimeSpan.Zero;
        if (isDelay)
        {
            lock (_delays)
            {
                _delays.Add(dueTime);
            }
        }

        return base.CreateTimer(callback, state, isDelay ? TimeSpan.FromMilliseconds(1) : dueTime, period);
    }
}
