using System.Diagnostics;

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>Runs several readers at once and hands on what they give reader after reader, as if they had run one by one.</summary>
/// <param name="weigh">About how many bytes an item keeps.</param>
/// <param name="stop">Cancelled when the caller stops enumerating, so that no reader works on for nobody.</param>
internal sealed class OrderedParallelReader<T>(Func<T, long> weigh, CancellationTokenSource stop)
{
    /// <summary>The maximum number of bytes that the current reader may have waiting.</summary>
    private const long MaxCurrentBytes = 1L << 20;

    /// <summary>The maximum number of bytes that all other readers together may have waiting.</summary>
    private const long MaxOtherBytes = 16L << 20;

    private static readonly int Degree = Math.Max(1, Math.Min(4, Environment.ProcessorCount));
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(500);

    private readonly object _lock = new();
    private readonly Queue<Lane> _lanes = new();
    private long _heldByOthers;

    public IEnumerable<T> Run(IEnumerable<Func<IEnumerable<T>>> readers)
    {
        using IEnumerator<Func<IEnumerable<T>>> next = readers.GetEnumerator();
        using CancellationTokenRegistration wake = stop.Token.Register(WakeAll);
        try
        {
            while (true)
            {
                while (_lanes.Count < Degree && next.MoveNext())
                {
                    Start(next.Current);
                }

                if (_lanes.Count == 0)
                {
                    yield break;
                }

                while (TryTakeNext(out T? item))
                {
                    yield return item!;
                }
            }
        }
        finally
        {
            // A read that hangs (a lost network share, a pipe) must not keep Ctrl+C waiting: it ends by itself once it returns.
            stop.Cancel();
            Stopwatch goodbye = Stopwatch.StartNew();
            foreach (Lane lane in _lanes)
            {
                TimeSpan left = ShutdownTimeout - goodbye.Elapsed;
                lane.Reader?.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }
        }
    }

    private void Start(Func<IEnumerable<T>> reader)
    {
        Lane lane = new();
        lane.Reader = new Thread(() => Read(lane, reader)) { IsBackground = true, Name = "log input" };
        lock (_lock)
        {
            _lanes.Enqueue(lane);
        }

        lane.Reader.Start();
    }

    private void Read(Lane lane, Func<IEnumerable<T>> reader)
    {
        try
        {
            foreach (T item in reader())
            {
                Add(lane, item);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was asked to stop.
        }
        catch (Exception e)
        {
            lane.Failure = e; // Rethrown to the caller that enumerates.
        }
        finally
        {
            lock (_lock)
            {
                lane.IsComplete = true;
                Monitor.PulseAll(_lock);
            }
        }
    }

    private void Add(Lane lane, T item)
    {
        long weight = weigh(item);
        lock (_lock)
        {
            while (!stop.IsCancellationRequested && lane.Items.Count > 0
                && (lane == _lanes.Peek() ? lane.Weight + weight > MaxCurrentBytes : _heldByOthers + weight > MaxOtherBytes))
            {
                Monitor.Wait(_lock);
            }

            stop.Token.ThrowIfCancellationRequested();
            lane.Items.Enqueue((item, weight));
            lane.Weight += weight;
            _heldByOthers += lane == _lanes.Peek() ? 0 : weight;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Finds the next item of the reader whose turn it is; false if it has no more, and the turn passes on.</summary>
    private bool TryTakeNext(out T? item)
    {
        lock (_lock)
        {
            Lane lane = _lanes.Peek();
            while (lane.Items.Count == 0 && !lane.IsComplete && !stop.IsCancellationRequested)
            {
                Monitor.Wait(_lock);
            }

            stop.Token.ThrowIfCancellationRequested();
            if (lane.Items.Count > 0)
            {
                (item, long weight) = lane.Items.Dequeue();
                lane.Weight -= weight;
                Monitor.PulseAll(_lock);
                return true;
            }

            item = default;
            if (lane.Failure is not null)
            {
                throw new InvalidOperationException($"Reading failed: {lane.Failure.Message}", lane.Failure);
            }

            _lanes.Dequeue();
            _heldByOthers -= _lanes.Count > 0 ? _lanes.Peek().Weight : 0;
            Monitor.PulseAll(_lock);
            return false;
        }
    }

    private void WakeAll()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }

    private sealed class Lane
    {
        public Thread? Reader { get; set; }

        public Queue<(T Item, long Weight)> Items { get; } = new();

        public long Weight { get; set; }

        public bool IsComplete { get; set; }

        public Exception? Failure { get; set; }
    }
}
