using Microsoft.Extensions.Time.Testing;

namespace VcsaAuthGuard.Tests.Http;

/// <summary>Advances its time by each delay at once.</summary>
internal sealed class SkippingTimeProvider : FakeTimeProvider
{
    /// <summary>Gets the time since the start.</summary>
    public TimeSpan Elapsed => GetUtcNow() - Start;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero)
        {
            Advance(dueTime);
        }

        return timer;
    }
}
