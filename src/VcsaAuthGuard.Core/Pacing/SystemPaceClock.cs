using System.Diagnostics;

namespace VcsaAuthGuard.Pacing;

/// <summary>The machine's own clock.</summary>
public sealed class SystemPaceClock : IPaceClock
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <inheritdoc/>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <inheritdoc/>
    public void Wait(TimeSpan span, CancellationToken token)
    {
        token.WaitHandle.WaitOne(span);
        token.ThrowIfCancellationRequested();
    }
}
