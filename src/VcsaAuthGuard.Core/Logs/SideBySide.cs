using System.Collections.Concurrent;

namespace VcsaAuthGuard.Logs;

/// <summary>Runs several readers at once and hands on what they give reader after reader, as if they had run one by one.</summary>
internal static class SideBySide
{
    /// <summary>Batches a reader may be ahead; a batch holds at most a block's records.</summary>
    private const int MostAhead = 4;

    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromMilliseconds(500);

    private static readonly int Degree = Math.Max(1, Math.Min(4, Environment.ProcessorCount));

    /// <param name="readers">What to run.</param>
    /// <param name="stop">Cancelled when the caller stops enumerating, so that no reader works on for nobody.</param>
    public static IEnumerable<T> Run<T>(IEnumerable<Func<IEnumerable<T>>> readers, CancellationTokenSource stop)
    {
        using IEnumerator<Func<IEnumerable<T>>> next = readers.GetEnumerator();
        Queue<(Task Task, BlockingCollection<T> Output)> running = new();
        try
        {
            while (true)
            {
                while (running.Count < Degree && next.MoveNext())
                {
                    running.Enqueue(Start(next.Current, stop.Token));
                }

                if (running.Count == 0)
                {
                    yield break;
                }

                (Task task, BlockingCollection<T> output) = running.Peek();
                foreach (T item in output.GetConsumingEnumerable(stop.Token))
                {
                    yield return item;
                }

                task.GetAwaiter().GetResult();
                output.Dispose();
                running.Dequeue();
            }
        }
        finally
        {
            // Whoever stopped early leaves no file open behind.
            stop.Cancel();
            foreach ((Task task, BlockingCollection<T> output) in running)
            {
                if (EndsInTime(task))
                {
                    output.Dispose();
                }
            }
        }
    }

    private static (Task Task, BlockingCollection<T> Output) Start<T>(Func<IEnumerable<T>> reader, CancellationToken stop)
    {
        BlockingCollection<T> output = new(MostAhead);
        Task task = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    foreach (T item in reader())
                    {
                        output.Add(item, stop);
                    }
                }
                finally
                {
                    output.CompleteAdding();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return (task, output);
    }

    /// <summary>A read that hangs (a lost network share, a pipe) must not keep Ctrl+C waiting: such a reader ends by itself once it returns.</summary>
    private static bool EndsInTime(Task task)
    {
        try
        {
            return task.Wait(LongestGoodbye);
        }
        catch (AggregateException e) when (e.InnerException is OperationCanceledException)
        {
            return true;
        }
    }
}
