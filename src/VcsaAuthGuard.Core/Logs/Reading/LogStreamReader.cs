using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>Reads one log: several threads take its blocks in turn and scan them side by side, and the records come out in the log's
/// order.</summary>
/// <param name="source">What records name as their source.</param>
/// <param name="stream">The log's text; closed by the caller.</param>
/// <param name="needles">What an entry must hold to be of interest.</param>
/// <param name="parse">Makes a record of such an entry.</param>
/// <param name="hasIdleCore">Whether a helper would have a core to run on; several logs read at once keep all busy without.</param>
internal sealed class LogStreamReader<T>(string source, PeekStream stream, NeedleSet needles, EntryParser<T> parse, Func<bool> hasIdleCore)
    where T : class, ILogRecord
{
    /// <summary>Text without records is reported in steps of this size, so that progress shows.</summary>
    private const long ReportEvery = 8 << 20;

    /// <summary>Blocks that may be read ahead of the one whose records are handed on; with their size this bounds memory.</summary>
    private const int MaxBlocksAhead = 3;

    private static readonly int Helpers = Math.Max(0, Math.Min(4, Environment.ProcessorCount) - 1);

    private readonly LogBlockReader _blocks = new(
        PastedText.Restore(TextEncoding.ToUtf8(stream)),
        goesOn: LogName.TryParse(source.Substring(source.LastIndexOf('!') + 1), LogKinds.Profiler, out _)
    );
    private readonly LogRecognition _recognition = new(source);
    private readonly Dictionary<int, BlockScan<T>> _scans = [];
    private readonly object _reading = new();
    private readonly object _merging = new();
    private CsvColumns? _columns;
    private int _taken;
    private int _merged;
    private bool _stopped;
    private Exception? _helperFailure;

    /// <summary>Returns the batches of the log; a damaged log ends with a batch that says so, after all that could be read.</summary>
    public IEnumerable<LogBatch<T>> Read(CancellationToken cancellation)
    {
        LogCounts pending = new() { Logs = 1 };
        long line = 0;
        Thread[] helpers = [];
        try
        {
            for (bool more = true; more || _merged < Volatile.Read(ref _taken);)
            {
                cancellation.ThrowIfCancellationRequested();
                more = more && ScanNext();
                if (more && helpers.Length == 0 && !HasEnded() && hasIdleCore())
                {
                    helpers = StartHelpers();
                }

                while (NextInOrder(isLast: !more) is BlockScan<T> scan)
                {
                    foreach (T record in scan.Records)
                    {
                        record.MoveDown(line);
                    }

                    line += scan.Counts.Lines;
                    pending.Add(scan.Counts);
                    if (scan.Records.Count > 0 || pending.Bytes >= ReportEvery)
                    {
                        yield return new LogBatch<T>(source, scan.Records, pending);
                        pending = new();
                    }
                }
            }
        }
        finally
        {
            Stop(helpers);
        }

        LogProblem? problem = _blocks.Failure is null
            ? _recognition.Problem
            : LogProblems.From(_blocks.Failure, source, _blocks.BytesRead);
        if (_recognition.Subject is LogSubject subject)
        {
            pending.Add(subject, source);
        }

        yield return new LogBatch<T>(source, [], pending, problem);
    }

    /// <summary>Determines whether there is no block left to help with.</summary>
    private bool HasEnded()
    {
        lock (_reading)
        {
            return _blocks.HasEnded;
        }
    }

    /// <summary>Scans the next block; returns false if there is none.</summary>
    private bool ScanNext()
    {
        LogBlock? block;
        int index;
        lock (_reading)
        {
            block = _blocks.Read();
            if (block is null)
            {
                return false;
            }

            index = _taken++;
            _columns = index == 0 ? CsvColumns.Find(block.Bytes) : _columns;
        }

        using (block)
        {
            BlockScan<T> scan = BlockScan<T>.Run(block, source, needles, parse, _columns);
            _recognition.Inspect(block.Bytes, scan.Counts, scan.Records.Count > 0);
            lock (_merging)
            {
                _scans.Add(index, scan);
                if (index == _merged)
                {
                    Monitor.PulseAll(_merging);
                }
            }
        }

        return true;
    }

    /// <summary>
    /// Returns the scan that is next in order; null if none is left, or if it is not ready while blocks remain and not too many are
    /// ahead.
    /// </summary>
    private BlockScan<T>? NextInOrder(bool isLast)
    {
        lock (_merging)
        {
            while (true)
            {
                if (_helperFailure is not null)
                {
                    throw new InvalidOperationException($"Reading {source} failed.", _helperFailure);
                }

                if (_scans.TryGetValue(_merged, out BlockScan<T>? scan))
                {
                    _scans.Remove(_merged++);
                    Monitor.PulseAll(_merging);
                    return scan;
                }

                int ahead = Volatile.Read(ref _taken) - _merged;
                if (ahead == 0 || !(isLast || ahead >= MaxBlocksAhead))
                {
                    return null;
                }

                Monitor.Wait(_merging);
            }
        }
    }

    private Thread[] StartHelpers()
    {
        Thread[] helpers = new Thread[Helpers];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(Help) { IsBackground = true, Name = "log reader" };
            helpers[i].Start();
        }

        return helpers;
    }

    private void Help()
    {
        try
        {
            while (WaitForRoom() && ScanNext())
            {
            }
        }
        catch (Exception e)
        {
            lock (_merging)
            {
                _helperFailure = e;
                Monitor.PulseAll(_merging);
            }
        }
    }

    /// <summary>Waits until the reader is not too far ahead of the consumer of the records.</summary>
    private bool WaitForRoom()
    {
        lock (_merging)
        {
            while (!_stopped && Volatile.Read(ref _taken) - _merged >= MaxBlocksAhead)
            {
                Monitor.Wait(_merging);
            }

            return !_stopped;
        }
    }

    private void Stop(Thread[] helpers)
    {
        lock (_merging)
        {
            _stopped = true;
            Monitor.PulseAll(_merging);
        }

        foreach (Thread helper in helpers)
        {
            helper.Join();
        }
    }
}
