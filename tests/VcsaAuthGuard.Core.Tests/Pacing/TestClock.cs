using VcsaAuthGuard.Pacing;


namespace VcsaAuthGuard.Tests.Pacing;

/// <summary>A clock that a wait moves on.</summary>
internal sealed class TestClock : IPaceClock
{
    public TimeSpan Elapsed { get; set; }

    public void Wait(TimeSpan span, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        Elapsed += span;
    }
}
