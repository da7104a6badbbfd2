namespace VcsaAuthGuard.Http;

/// <summary>
/// Bounds the number of requests that are under way at one time, and adapts the bound to the server: half after a status of 429, one less
/// after a slow response, one more after as many good responses as the bound. Requests start in the order in which they came.
/// </summary>
/// <param name="max">The largest bound, with which it starts.</param>
internal sealed class AdaptiveConcurrency(int max)
{
    private readonly int _max = max;
    private readonly object _lock = new();
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private int _running;
    private int _good;

    /// <summary>Gets the number of requests that may be under way now.</summary>
    public int Limit { get; private set; } = max;

    /// <summary>Gets the largest number of requests that were under way at one time.</summary>
    public int Peak { get; private set; }

    /// <summary>Waits until a request may start.</summary>
    public async Task EnterAsync(CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        TaskCompletionSource<bool> turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue(turn);
            StartWaiting();
        }

        using (token.Register(() => turn.TrySetCanceled()))
        {
            await turn.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Ends a request.</summary>
    /// <param name="outcome">The server's state that it shows.</param>
    public void Leave(RequestOutcome outcome)
    {
        lock (_lock)
        {
            _running--;
            _good = outcome == RequestOutcome.Good ? _good + 1 : 0;
            Limit = outcome switch
            {
                RequestOutcome.Throttled => Math.Max(1, Limit / 2),
                RequestOutcome.Slow => Math.Max(1, Limit - 1),
                RequestOutcome.Good when _good >= Limit && Limit < _max => Limit + 1,
                _ => Limit,
            };
            _good = _good >= Limit ? 0 : _good;
            StartWaiting();
        }
    }

    private void StartWaiting()
    {
        while (_running < Limit && _waiting.Count > 0)
        {
            // One that was cancelled takes no turn.
            if (_waiting.Dequeue().TrySetResult(true))
            {
                Peak = Math.Max(Peak, ++_running);
            }
        }
    }
}

/// <summary>Specifies the server's state that a request shows.</summary>
internal enum RequestOutcome
{
    /// <summary>The response came in time.</summary>
    Good,

    /// <summary>The response took a large part of the time limit, or did not come.</summary>
    Slow,

    /// <summary>The server asks for fewer requests.</summary>
    Throttled,

    /// <summary>The request was cancelled: it shows nothing.</summary>
    Unknown,
}
