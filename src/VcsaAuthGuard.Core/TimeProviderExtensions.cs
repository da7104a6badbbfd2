namespace VcsaAuthGuard;

/// <summary>Waits by a <see cref="TimeProvider"/>.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>Waits for a delay.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> ended the wait.</exception>
    public static Task DelayAsync(this TimeProvider timeProvider, TimeSpan delay, CancellationToken token) =>
#if NET
        Task.Delay(delay, timeProvider, token);
#else
        timeProvider.Delay(delay, token);
#endif

    /// <summary>Blocks the thread for a delay.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> ended the wait.</exception>
    public static void Wait(this TimeProvider timeProvider, TimeSpan delay, CancellationToken token) =>
        timeProvider.DelayAsync(delay, token).GetAwaiter().GetResult();
}
