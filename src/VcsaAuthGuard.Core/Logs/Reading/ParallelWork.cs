using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>
/// Processes items on several threads and returns the results in the order of the items. Items that have ended early keep only their
/// result, so that a large item does not keep the threads waiting.
/// </summary>
/// <param name="items">The items.</param>
/// <param name="limit">The number of items that are processed at one time.</param>
/// <param name="work">Processes an item. What it passes to its second argument is called on the thread that enumerates the
/// results.</param>
internal sealed class ParallelWork<T, TResult>(
    IReadOnlyList<T> items, int limit, Func<T, Action<Action>, CancellationToken, TResult> work)
{
    private const int MaxWaitingActions = 1000;

    /// <summary>The time for which threads may go on after a cancellation; a read that hangs ends by itself once it returns.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<int, TResult> _results = [];
    private ExceptionDispatchInfo? _failure;
    private int _started;

    /// <summary>Processes the items.</summary>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<TResult> Run(CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        CancellationToken token = stop.Token;

        // It is not disposed of: a thread whose read hangs may still use it.
        BlockingCollection<Action> actions = new(MaxWaitingActions);
        Thread[] threads =
        [
            .. Enumerable
                .Range(0, Math.Min(limit, items.Count))
                .Select(_ => new Thread(() => ProcessItems(actions, token)) { IsBackground = true, Name = "vCenter logs" }),
        ];
        try
        {
            Array.ForEach(threads, thread => thread.Start());
            int next = 0;
            while (next < items.Count)
            {
                actions.Take(token)();
                _failure?.Throw();
                while (_results.TryGetValue(next, out TResult? result))
                {
                    _results.Remove(next++);
                    yield return result;
                }
            }
        }
        finally
        {
            stop.Cancel();
            Stopwatch shutdown = Stopwatch.StartNew();
            foreach (Thread thread in threads)
            {
                TimeSpan left = ShutdownTimeout - shutdown.Elapsed;
                thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }
        }
    }

    private void ProcessItems(BlockingCollection<Action> actions, CancellationToken token)
    {
        try
        {
            for (int index; (index = Interlocked.Increment(ref _started) - 1) < items.Count && !token.IsCancellationRequested;)
            {
                int place = index;
                TResult result = work(items[place], action => actions.Add(action, token), token);
                actions.Add(() => _results.Add(place, result), token);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // It was asked to stop.
        }
        catch (Exception e)
        {
            ExceptionDispatchInfo failure = ExceptionDispatchInfo.Capture(e);
            try
            {
                actions.Add(() => _failure = failure, token);
            }
            catch (OperationCanceledException)
            {
                // Nobody waits for it any more.
            }
        }
    }
}
