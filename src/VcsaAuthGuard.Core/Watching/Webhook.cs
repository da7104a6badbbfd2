using System.Net.Http.Headers;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Tells a receiver of events while the watcher goes on. What happens within a short time is sent as one message. What cannot be delivered
/// is tried again with growing delays. The number of waiting events is bounded, and the oldest is dropped; faults beyond the first are only
/// counted. The address is never shown: it may be a secret.
/// </summary>
public sealed class Webhook : IDisposable
{
    /// <summary>The maximum number of events that wait to be sent.</summary>
    public const int MaxWaiting = 1000;

    /// <summary>The maximum number of faults that a message lists; more are counted.</summary>
    internal const int MaxListedFaults = 100;

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan DrainInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>An open burst is sent to Alertmanager again after this time, before its alert resolves by itself.</summary>
    private static readonly TimeSpan ResendInterval = TimeSpan.FromMinutes(1);

    private readonly BoundedHttpClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _drain = new();
    private readonly Queue<WatchEvent> _waiting = new();
    private readonly Dictionary<string, long> _unlisted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WatchEvent> _open = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _news = new(0);
    private readonly WebhookOptions _options;
    private readonly WebhookSecrets _secrets;
    private readonly RetryPolicy _retry;
    private readonly Task _work;
    private Task? _pendingNews;
    private long? _lastMessage;
    private long _delivered;
    private long _dropped;
    private long _refused;
    private long _inFlight;
    private int _waitingFaults;
    private string? _lastFailure;
    private volatile bool _isRefusal;
    private bool _hasReportedFailure;
    private bool _hasReportedDrop;

    /// <summary>Starts posting bursts as this module's own JSON.</summary>
    /// <param name="address">An http or https address.</param>
    public Webhook(Uri address)
        : this(new WebhookOptions { Address = address })
    {
    }

    /// <summary>Starts posting.</summary>
    /// <param name="options">The receiver.</param>
    /// <exception cref="FormatException">The address, the header file or the credential is not valid.</exception>
    public Webhook(WebhookOptions options)
        : this(options, DefaultTimeout, TimeProvider.System)
    {
    }

    internal Webhook(WebhookOptions options, TimeSpan timeout, TimeProvider timeProvider, HttpMessageHandler? handler = null)
    {
        _options = options;
        _secrets = WebhookSecrets.Read(options);
        _client = new(_secrets.Address, handler ?? HttpsHandler.Create(_secrets.Address), timeout);
        _retry = new()
        {
            MaxAttempts = int.MaxValue,
            MaxRetryAfter = TimeSpan.FromMinutes(10),
            CapsRetryAfter = true,
            TimeProvider = timeProvider,
        };
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Gets the number of events that the receiver has accepted.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Gets the number of events that were dropped in favour of newer ones.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Gets the number of events that the receiver refused for good (HTTP 4xx).</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Gets the number of events that have not been delivered yet.</summary>
    public long Waiting
    {
        get
        {
            lock (_waiting)
            {
                return _waiting.Count + _unlisted.Values.Sum() + _inFlight;
            }
        }
    }

    /// <summary>Gets the reason why the last attempt failed; null if it succeeded.</summary>
    public string? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>
    /// Returns a change that has not been reported yet, as a sentence; null if there is none. A failure is reported once, and once more
    /// when the receiver accepts events again.
    /// </summary>
    public string? DequeueNotice()
    {
        lock (_waiting)
        {
            string? failure = LastFailure;
            if (failure is null)
            {
                bool isBack = _hasReportedFailure;
                _hasReportedFailure = _hasReportedDrop = false;
                return isBack ? $"The {_options} accepts events again." : null;
            }

            if (Dropped > 0 && !_hasReportedDrop && _waiting.Count >= MaxWaiting)
            {
                _hasReportedDrop = _hasReportedFailure = true;
                return $"More than {MaxWaiting} events wait for the {_options}: the oldest are dropped. {failure}";
            }

            bool isNew = !_hasReportedFailure;
            _hasReportedFailure = true;
            return !isNew ? null
                : _isRefusal ? $"The {_options} refused a message, which is not sent again. {failure}"
                : $"The {_options} does not accept events. {failure} They are sent again later.";
        }
    }

    /// <summary>Puts an event in the queue, unless it is of a kind that the receiver is not told of.</summary>
    /// <param name="watchEvent">The event.</param>
    public void Post(WatchEvent watchEvent)
    {
        if (watchEvent.Event == WatchEventKind.Fault && !_options.IncludesFaults)
        {
            return;
        }

        lock (_waiting)
        {
            if (watchEvent.Fault is not null && _waitingFaults >= MaxListedFaults)
            {
                string server = watchEvent.Server;
                _unlisted[server] = (_unlisted.TryGetValue(server, out long count) ? count : 0) + 1;
            }
            else
            {
                Enqueue(watchEvent);
            }
        }

        _news.Release();
    }

    /// <summary>Waits until everything is delivered, without the time between two messages.</summary>
    /// <param name="longest">No longer than this.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public void Drain(TimeSpan longest, CancellationToken cancellation)
    {
        _drain.Cancel();
        TimeProvider timeProvider = _retry.TimeProvider;
        long start = timeProvider.GetTimestamp();
        while (Waiting > 0 && timeProvider.GetElapsedTime(start) < longest && !cancellation.WaitHandle.WaitOne(DrainInterval))
        {
        }
    }

    /// <summary>Ends the delivery at once. Waiting events are not delivered.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _work.Wait(TimeSpan.FromMilliseconds(500));
        _client.Dispose();
    }

    private void Enqueue(WatchEvent watchEvent)
    {
        if (_waiting.Count >= MaxWaiting)
        {
            WatchEvent oldest = _waiting.Dequeue();
            _waitingFaults -= oldest.Fault is null ? 0 : 1;
            Interlocked.Increment(ref _dropped);
        }

        _waiting.Enqueue(watchEvent);
        _waitingFaults += watchEvent.Fault is null ? 0 : 1;
    }

    private async Task WorkAsync()
    {
        try
        {
            while (true)
            {
                bool isResend = await WaitForNewsAsync().ConfigureAwait(false);
                if (!isResend)
                {
                    await KeepIntervalAsync().ConfigureAwait(false);
                }

                if (Dequeue(isResend) is WebhookBundle bundle)
                {
                    await SendAsync(bundle).ConfigureAwait(false);
                    _lastMessage = _retry.TimeProvider.GetTimestamp();
                }
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The watcher ends, perhaps while a request fails for a reason of its own. Waiting has the number of events that are left.
        }
    }

    /// <summary>Waits for an event; returns whether it is time to send the open bursts again instead.</summary>
    private async Task<bool> WaitForNewsAsync()
    {
        _pendingNews ??= _news.WaitAsync(_stop.Token);
        if (_options.Format == WebhookFormat.Alertmanager && _open.Count > 0)
        {
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            Task resend = _retry.DelayAsync(ResendInterval, end.Token);
            Task first = await Task.WhenAny(_pendingNews, resend).ConfigureAwait(false);
            end.Cancel();
            if (first == resend)
            {
                await resend.ConfigureAwait(false);
                return true;
            }
        }

        await _pendingNews.ConfigureAwait(false);
        _pendingNews = null;
        return false;
    }

    /// <summary>Waits for the minimum time between two messages, unless the watcher ends.</summary>
    private async Task KeepIntervalAsync()
    {
        if (_lastMessage is not long last || _options.MinInterval - _retry.TimeProvider.GetElapsedTime(last) is not { Ticks: > 0 } left)
        {
            return;
        }

        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _drain.Token);
        try
        {
            await _retry.DelayAsync(left, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            // What waits is sent now.
        }
    }

    /// <summary>Takes all that waits; null if nothing does, because an earlier message had it or it was dropped.</summary>
    private WebhookBundle? Dequeue(bool isResend)
    {
        lock (_waiting)
        {
            if (_waiting.Count == 0 && _unlisted.Count == 0)
            {
                return isResend ? new([.. _open.Values], new Dictionary<string, long>(), _retry.TimeProvider.GetUtcNow()) : null;
            }

            WebhookBundle bundle = new(
                [.. _waiting], _unlisted.ToDictionary(pair => pair.Key, pair => pair.Value), _retry.TimeProvider.GetUtcNow());
            _inFlight = bundle.Count;
            _waiting.Clear();
            _unlisted.Clear();
            _waitingFaults = 0;
            foreach (WatchEvent item in bundle.Events.Where(item => item.Burst is not null))
            {
                if (item.Burst!.IsOpen)
                {
                    _open[item.Server] = item;
                }
                else
                {
                    _open.Remove(item.Server);
                }
            }

            return bundle;
        }
    }

    private async Task SendAsync(WebhookBundle bundle)
    {
        foreach (WebhookRequestBody body in WebhookRequestBody.Create(bundle, _options.Format, _secrets.RoutingKey))
        {
            for (int attempt = 1; await TryPostAsync(body).ConfigureAwait(false) is (false, var retryAfter); attempt++)
            {
                await _retry.DelayAsync(_retry.GetDelay(attempt, retryAfter)!.Value, _stop.Token).ConfigureAwait(false);
            }

            lock (_waiting)
            {
                _inFlight = Math.Max(0, _inFlight - body.Events);
            }
        }
    }

    /// <summary>Posts a message; returns whether it needs no further attempt, and the delay that the receiver asked for.</summary>
    private async Task<(bool IsDone, TimeSpan? Asked)> TryPostAsync(WebhookRequestBody body)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, _secrets.Address) { Content = new ByteArrayContent(body.Json) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            foreach (KeyValuePair<string, string> header in _secrets.Headers)
            {
                request.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            HttpResult answer = await _client.SendAsync(request, maxBytes: 0, _stop.Token).ConfigureAwait(false);
            int status = (int)answer.Status;
            if (answer.IsSuccess)
            {
                Volatile.Write(ref _lastFailure, null);
                Interlocked.Add(ref _delivered, body.Events);
                return (true, null);
            }

            bool isFinal = !RetryPolicy.IsTransient(answer.Status);
            _isRefusal = isFinal;
            Volatile.Write(ref _lastFailure, FormattableString.Invariant($"The receiver answered {status}."));
            if (isFinal)
            {
                Interlocked.Add(ref _refused, body.Events);
            }

            return (isFinal, _retry.GetRetryAfter(answer.Headers));
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            _isRefusal = false;

            // The message contains the host and the port only, not the rest of the address. Whatever else fails must not end the worker.
            Volatile.Write(
                ref _lastFailure,
                e is ServerUnreachableException { IsTimeout: true } ? "The receiver did not answer in time."
                    : e is ServerException failure ? failure.Message.TrimEnd('.') + "."
                    : $"The message could not be sent ({e.GetType().Name}).");
            return (false, null);
        }
    }
}
