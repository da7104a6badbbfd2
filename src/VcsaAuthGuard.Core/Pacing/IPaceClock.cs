namespace VcsaAuthGuard.Pacing;

/// <summary>A clock that a run waits by, so that tests need not.</summary>
public interface IPaceClock
{
    /// <summary>The time since some fixed moment; it never steps back.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>Lets time pass.</summary>
    /// <param name="span">How much; over zero.</param>
    /// <param name="token">Ends the wait at once.</param>
    /// <exception cref="OperationCanceledException">The wait was ended by <paramref name="token"/>.</exception>
    void Wait(TimeSpan span, CancellationToken token);
}
