using System.Net.Http.Headers;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Posts events to an address, one after the other, while the watcher goes on. What cannot be delivered is tried again with growing
/// delays. The number of waiting events is bounded, and the oldest is dropped. The address is never shown: it may be a secret.
/// </summary>
public sealed class Webhook : IDisposable
{
    /// <summary>The maximum number of events that wait to be sent.</summary>
    public const int MaxWaiting = 1000;

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan DrainInterval = TimeSpan.FromMilliseconds(20);

    private readonly BoundedHttpClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<byte[]> _waiting = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly Uri _address;
    private readonly RetryPolicy _retry;
    private readonly Task _work;
    private long _delivered;
    private long _dropped;
    private long _refused;
    private bool _isBusy;
    private string? _lastFailure;
    private bool _hasReportedFailure;
    private bool _hasReportedDrop;

    /// <summary>Starts posting.</summary>
    /// <param name="address">An http or https address.</param>
    public Webhook(Uri address)
        : this(address, DefaultTimeout, TimeProvider.System)
    {
    }

    internal Webhook(Uri address, TimeSpan timeout, TimeProvider timeProvider, HttpMessageHandler? handler = null)
    {
        _address = address;
        _client = new(address, handler ?? HttpsHandler.Create(address), timeout);
        _retry = new()
        {
            MaxAttempts = int.MaxValue,
            MaxRetryAfter = TimeSpan.FromMinutes(10),
            CapsRetryAfter = true,
            TimeProvider = timeProvider,
        };
        _work = Task.Run(Work);
    }

    /// <summary>Gets the number of events that the receiver has accepted.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Gets the number of events that were dropped in favour of newer ones.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Gets the number of events that the receiver refused for good (HTTP 4xx).</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Gets the number of events that have not been delivered yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_waiting)
            {
                return _waiting.Count + (_isBusy ? 1 : 0);
            }
        }
    }

    /// <summary>Gets the reason why the last attempt failed; null if it succeeded.</summary>
    public string? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>
    /// Returns a failure that has not been reported yet, as a sentence; null if there is none. It is reported again after a success.
    /// </summary>
    public string? DequeueNotice()
    {
        lock (_waiting)
        {
            string? failure = LastFailure;
            if (failure is null)
            {
                _hasReportedFailure = _hasReportedDrop = false;
                return null;
            }

            if (Dropped > 0 && !_hasReportedDrop && _waiting.Count >= MaxWaiting)
            {
                _hasReportedDrop = _hasReportedFailure = true;
                return $"More than {MaxWaiting} events wait for the webhook: the oldest are dropped. {failure}";
            }

            bool isNew = !_hasReportedFailure;
            _hasReportedFailure = true;
            return isNew ? $"The webhook does not get its events. {failure}" : null;
        }
    }

    /// <summary>Puts an event in the queue.</summary>
    /// <param name="watchEvent">The event.</param>
    public void Post(WatchEvent watchEvent)
    {
        lock (_waiting)
        {
            if (_waiting.Count >= MaxWaiting)
            {
                _waiting.Dequeue();
                Interlocked.Increment(ref _dropped);
            }

            _waiting.Enqueue(WatchEventJson.Write(watchEvent));
        }

        _news.Release();
    }

    /// <summary>Waits until everything is delivered.</summary>
    /// <param name="longest">No longer than this.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public void Drain(TimeSpan longest, CancellationToken cancellation)
    {
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

    private async Task Work()
    {
        try
        {
            while (true)
            {
                await _news.WaitAsync(_stop.Token).ConfigureAwait(false);
                byte[] next;
                lock (_waiting)
                {
                    if (_waiting.Count == 0)
                    {
                        continue; // It was dropped.
                    }

                    next = _waiting.Dequeue();
                    _isBusy = true;
                }

                for (int attempt = 1; await TryPost(next).ConfigureAwait(false) is (false, var retryAfter); attempt++)
                {
                    await _retry.DelayAsync(_retry.GetDelay(attempt, retryAfter)!.Value, _stop.Token).ConfigureAwait(false);
                }

                lock (_waiting)
                {
                    _isBusy = false;
                }
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The watcher ends, perhaps while a request fails for a reason of its own. Waiting has the number of events that are left.
        }
    }

    /// <summary>Posts an event; returns whether it needs no further attempt, and the delay that the receiver asked for.</summary>
    private async Task<(bool IsDone, TimeSpan? Asked)> TryPost(byte[] body)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            HttpResult answer = await _client.SendAsync(request, maxBytes: 0, _stop.Token).ConfigureAwait(false);
            int status = (int)answer.Status;
            if (answer.IsSuccess)
            {
                Volatile.Write(ref _lastFailure, null);
                Interlocked.Increment(ref _delivered);
                return (true, null);
            }

            Volatile.Write(ref _lastFailure, FormattableString.Invariant($"The receiver answered {status}."));
            bool isFinal = !RetryPolicy.IsTransient(answer.Status);
            if (isFinal)
            {
                Interlocked.Increment(ref _refused);
            }

            return (isFinal, _retry.GetRetryAfter(answer.Headers));
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            // The message contains the host and the port only, not the rest of the address. Whatever else fails must not end the worker.
            Volatile.Write(
                ref _lastFailure,
                e is ServerUnreachableException { IsTimeout: true } ? "The receiver did not answer in time."
                    : e is ServerException failure ? failure.Message
                    : $"The event could not be sent ({e.GetType().Name}).");
            return (false, null);
        }
    }
}
