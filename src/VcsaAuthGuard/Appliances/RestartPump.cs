using System.Collections.Concurrent;
using VcsaAuthGuard.Appliances.Restart;

namespace VcsaAuthGuard.Appliances;

/// <summary>
/// Restarts several appliances in the background, a few at a time, and passes the events to the calling thread. It returns when all work
/// has ended.
/// </summary>
internal sealed class RestartPump : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly BlockingCollection<(RestartRun Run, RestartEvent? Event)> _events = [];

    /// <summary>Runs them.</summary>
    /// <param name="runs">The appliances, in order.</param>
    /// <param name="limit">How many at a time.</param>
    /// <param name="mayStart">Whether another one may start now.</param>
    /// <param name="onEvent">Gets what happens, and the end as null.</param>
    /// <param name="onTick">Is called twice a second.</param>
    /// <param name="cancellation">Cancels runs that have taken no step.</param>
    public void Run(
        IEnumerable<RestartRun> runs,
        int limit,
        Func<bool> mayStart,
        Action<RestartRun, RestartEvent?> onEvent,
        Action onTick,
        CancellationToken cancellation
    )
    {
        Queue<RestartRun> waiting = new(runs);
        int working = 0;
        DateTimeOffset next = DateTimeOffset.UtcNow + Every;
        while (true)
        {
            while (working < limit && waiting.Count > 0 && mayStart())
            {
                RestartRun run = waiting.Dequeue();
                working++;
                _ = Task.Run(() => run.WorkAsync((who, item) => _events.Add((who, item)), cancellation), CancellationToken.None);
            }

            if (working == 0)
            {
                return;
            }

            if (_events.TryTake(out (RestartRun Run, RestartEvent? Event) taken, Every))
            {
                working -= taken.Event is null ? 1 : 0;
                onEvent(taken.Run, taken.Event);
            }

            if (DateTimeOffset.UtcNow >= next)
            {
                next = DateTimeOffset.UtcNow + Every;
                onTick();
            }
        }
    }

    public void Dispose() => _events.Dispose();
}
