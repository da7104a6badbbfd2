using System.Collections.Concurrent;

namespace VcsaAuthGuard.LiveServers;

/// <summary>Reads several servers in the background, some at a time, and passes the results to the calling thread.</summary>
public static class ParallelServers
{
    private const int MaxWaiting = 1000;

    /// <summary>The time for which the end of the work is waited for after a cancellation: long enough for a logout.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(900);

    /// <summary>Runs work for each server and returns when all is done. A failure of the work ends the others.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="limit">The number of servers that are read at one time.</param>
    /// <param name="read">Reads a server. What it passes to its second argument is called on the thread of the caller.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    public static void Run<T>(
        IReadOnlyList<T> servers, int limit, Action<T, Action<Action>, CancellationToken> read, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        CancellationToken token = stop.Token;
        BlockingCollection<Action> actions = new(MaxWaiting);
        Task all = Task.Run(
            () => RunAllAsync(servers, limit, server => read(server, action => actions.Add(action, token), token), actions),
            CancellationToken.None);
        try
        {
            foreach (Action action in actions.GetConsumingEnumerable(CancellationToken.None))
            {
                action();
            }

            all.GetAwaiter().GetResult();
            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)all).AsyncWaitHandle.WaitOne(Grace);
        }
    }

    private static async Task RunAllAsync<T>(
        IReadOnlyList<T> servers, int limit, Action<T> read, BlockingCollection<Action> actions)
    {
        using SemaphoreSlim turns = new(limit);
        try
        {
            await Task.WhenAll(servers.Select(RunAsync)).ConfigureAwait(false);
        }
        finally
        {
            actions.CompleteAdding();
        }

        async Task RunAsync(T server)
        {
            await turns.WaitAsync().ConfigureAwait(false);
            try
            {
                // The reader of logs blocks its thread, which the thread pool must not be short of.
                await Task.Factory
                    .StartNew(() => read(server), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                    .ConfigureAwait(false);
            }
            finally
            {
                turns.Release();
            }
        }
    }
}
