using VcsaAuthGuard.Watching.Metrics;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Represents those who are told of a watcher's events beside its output: the webhooks, and the metrics listener's readers.
/// </summary>
public sealed class WatchNotifications : IDisposable
{
    private readonly List<Webhook> _webhooks = [];
    private readonly MetricsListener? _listener;
    private FaultWatcher? _watcher;

    /// <summary>Starts the webhooks and the metrics listener.</summary>
    /// <param name="options">What the watcher is told.</param>
    /// <exception cref="FormatException">A webhook or the listener's address is not valid.</exception>
    /// <exception cref="IOException">The listener's address cannot be used.</exception>
    public WatchNotifications(WatchServiceOptions options)
    {
        try
        {
            foreach (WebhookOptions webhook in options.Webhooks)
            {
                _webhooks.Add(new(webhook));
            }

            if (options.MetricsListen is string address)
            {
                _listener = new(MetricsListener.ParseEndPoint(address), () => Volatile.Read(ref _watcher)?.Metrics ?? "");
            }
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gets the address at which metrics are served; null if they are not.</summary>
    public string? MetricsAddress => _listener is null ? null : $"http://{_listener.EndPoint}/metrics";

    /// <summary>Sets the watcher whose metrics are served.</summary>
    /// <param name="watcher">The watcher.</param>
    public void Serve(FaultWatcher watcher) => Volatile.Write(ref _watcher, watcher);

    /// <summary>Posts an event to the webhooks that are told of its kind.</summary>
    /// <param name="watchEvent">The event.</param>
    public void Post(WatchEvent watchEvent) => _webhooks.ForEach(webhook => webhook.Post(watchEvent));

    /// <summary>Returns the warnings that the user has not been given yet.</summary>
    public IEnumerable<string> DequeueNotices() => _webhooks.Select(webhook => webhook.DequeueNotice()).OfType<string>();

    /// <summary>Delivers what waits, and returns a count and a sentence for each thing that was not delivered.</summary>
    /// <param name="longest">No longer than this.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public IReadOnlyList<(long Count, string Text)> Complete(TimeSpan longest, CancellationToken cancellation)
    {
        Parallel.ForEach(_webhooks, webhook => webhook.Drain(longest, cancellation));
        return
        [
            .. _webhooks.SelectMany(webhook => new (long Count, string Text)[]
            {
                (webhook.Dropped, $"dropped: more than {Webhook.MaxWaiting} waited for the webhook."),
                (webhook.Refused, $"refused by the webhook's receiver. {webhook.LastFailure}"),
                (webhook.Waiting, $"not delivered to the webhook at the end. {webhook.LastFailure}"),
            }).Where(item => item.Count > 0),
        ];
    }

    /// <summary>Ends the delivery and the listener at once.</summary>
    public void Dispose()
    {
        _listener?.Dispose();
        Parallel.ForEach(_webhooks, webhook => webhook.Dispose());
    }
}
