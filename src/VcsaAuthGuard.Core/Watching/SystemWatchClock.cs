using System.Diagnostics;

namespace VcsaAuthGuard.Watching;

/// <summary>The machine's clock.</summary>
internal sealed class SystemWatchClock : IWatchClock
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public TimeSpan Elapsed => _watch.Elapsed;

    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow;
}
