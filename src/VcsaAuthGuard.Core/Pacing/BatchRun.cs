namespace VcsaAuthGuard.Pacing;

/// <summary>
/// Runs items in batches. The caller takes a unit, works on it, and takes the next one, upon which the run asks for the outcome of the
/// unit before. A unit comes again after a lost session, and what is done is recorded.
/// </summary>
/// <typeparam name="T">The items.</typeparam>
/// <param name="items">All items.</param>
/// <param name="options">The size of a batch and the like.</param>
/// <param name="work">The work.</param>
/// <param name="pacer">Waits until the next batch may start.</param>
/// <param name="gates">The pacer's gates, for the summary.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="checkpoint">The record of what is done; null if there is none. The caller disposes of it.</param>
public sealed class BatchRun<T>(
    IReadOnlyList<T> items,
    BatchRunOptions options,
    IBatchWork<T> work,
    BatchPacer pacer,
    IReadOnlyList<PaceGate> gates,
    TimeProvider timeProvider,
    BatchCheckpoint? checkpoint)
{
    private readonly long _start = timeProvider.GetTimestamp();
    private int _done;
    private int _alreadyDone;
    private int _failed;
    private int _skipped;
    private int _batches;
    private int _retries;
    private int _reconnects;
    private int _refusedBatches;
    private int _notRefused;
    private bool _isRefused;

    /// <summary>Gets the summary of the run so far.</summary>
    public BatchSummary Summary => new()
    {
        Items = items.Count,
        Done = _done,
        AlreadyDone = _alreadyDone,
        Failed = _failed,
        Skipped = _skipped,
        Batches = _batches,
        IsRefused = _isRefused,
        Retries = _retries,
        Reconnects = _reconnects + gates.Sum(gate => gate.Reconnects),
        Duration = timeProvider.GetElapsedTime(_start),
        IntervalTime = pacer.IntervalTime,
        HeldTime = new TimeSpan(pacer.Holds.Sum(hold => hold.Duration.Ticks)),
        Holds = pacer.Holds,
        UnknownReadings = gates.Sum(gate => gate.Unknown),
    };

    /// <summary>
    /// Returns the units to run in order. A unit counts as done when the next one is requested and its outcome says so. After a lost
    /// session the same unit is returned again after one reconnect; the same batch reconnects again only if something was done since,
    /// because a session that is refused from the start is no reason to log in for each item. The run ends after
    /// <see cref="BatchRunOptions.MaxRefused"/> batches in which everything was refused: further calls would only add to the load.
    /// </summary>
    /// <param name="stop">Ends waits, and the run before its next unit.</param>
    /// <exception cref="OperationCanceledException">The run was ended by <paramref name="stop"/>.</exception>
    /// <exception cref="BatchCheckpointException">What is done cannot be written.</exception>
    public IEnumerable<T[]> Units(CancellationToken stop)
    {
        List<T> toDo = PendingItems();
        int count = (toDo.Count + options.Size - 1) / options.Size;
        for (int number = 1; number <= count; number++)
        {
            int first = (number - 1) * options.Size;
            T[] batch = [.. toDo.GetRange(first, Math.Min(options.Size, toDo.Count - first))];
            if (!work.ShouldRun(batch, number, count))
            {
                _skipped += batch.Length;
                continue;
            }

            checkpoint?.Start();
            pacer.WaitForTurn(stop);
            _batches++;
            _notRefused = 0;
            List<T[]> pending = [];
            bool mayReconnect = true;
            foreach (T[] unit in options.PerItem ? batch.Select(item => new[] { item }) : [batch])
            {
                WorkOutcome outcome;
                while (true)
                {
                    stop.ThrowIfCancellationRequested();
                    yield return unit;
                    outcome = work.GetOutcome(unit);
                    if (outcome != WorkOutcome.SessionDropped || !mayReconnect || !work.Reconnect())
                    {
                        break;
                    }

                    mayReconnect = false;
                    _reconnects++;
                    _retries++;
                }

                mayReconnect |= outcome != WorkOutcome.SessionDropped;
                if (outcome == WorkOutcome.Pending)
                {
                    pending.Add(unit);
                }
                else
                {
                    Count(unit, outcome);
                }
            }

            foreach (T[] unit in pending)
            {
                WorkOutcome outcome;
                while ((outcome = work.Settle(unit)) == WorkOutcome.SessionDropped && mayReconnect && work.Reconnect())
                {
                    mayReconnect = false;
                    _reconnects++;
                }

                mayReconnect |= outcome != WorkOutcome.SessionDropped;
                Count(unit, outcome);
            }

            checkpoint?.Flush();
            _refusedBatches = _notRefused == 0 ? _refusedBatches + 1 : 0;
            if (options.MaxRefused > 0 && _refusedBatches >= options.MaxRefused && number < count)
            {
                _isRefused = true;
                _skipped += toDo.Count - first - batch.Length;
                yield break;
            }
        }

        if (checkpoint is not null && _failed + _skipped == 0)
        {
            checkpoint.Complete();
        }
    }

    private void Count(T[] unit, WorkOutcome outcome)
    {
        _notRefused += outcome == WorkOutcome.SessionDropped ? 0 : 1;
        if (outcome == WorkOutcome.Done)
        {
            _done += unit.Length;
            checkpoint?.Add(unit.Select(item => work.IdentityOf(item)!));
            return;
        }

        _failed += unit.Length;
        if (outcome == WorkOutcome.SessionDropped)
        {
            work.GiveUp(unit);
        }
    }

    private List<T> PendingItems()
    {
        if (checkpoint is null)
        {
            return [.. items];
        }

        List<T> toDo = new(items.Count);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (T item in items)
        {
            if (work.IdentityOf(item) is not string identity)
            {
                _skipped++;
            }
            else if (!seen.Add(identity))
            {
                _skipped++;
                work.OnTwice(item, identity);
            }
            else if (checkpoint.IsDone(identity))
            {
                _alreadyDone++;
            }
            else
            {
                toDo.Add(item);
            }
        }

        return toDo;
    }
}
