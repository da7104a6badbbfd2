using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>Opens a log or an archive: what it is called, its stream, the guard over it, and how to open it once more (null: it cannot
/// be).</summary>
internal delegate OpenedLog<T> LogOpener<T>(string source, Stream stream, ExpansionGuard guard, Func<OpenedEntry>? reopen)
    where T : class, ILogRecord;

/// <summary>Represents an opened log: the first bytes of its text and the batches read from it.</summary>
internal sealed record OpenedLog<T>(byte[] Head, IEnumerable<LogBatch<T>> Batches)
    where T : class, ILogRecord;

/// <summary>
/// Reads the logs of an archive in place and hands their records on oldest log first, in whatever order the archive holds
/// them. One pass reads them all and holds their records; when these outgrow <see cref="MaxBufferedBytes"/>, those of the latest log are
/// dropped, and it is read again, straight through, when its turn comes. So memory is bounded, and one pass is the rule.
/// </summary>
/// <param name="archive">The archive's name.</param>
/// <param name="entries">Its entries from the start; called again for another pass.</param>
/// <param name="kinds">Which of its logs are wanted.</param>
/// <param name="canReopen">Whether it can be called again.</param>
/// <param name="open">Opens what an entry holds.</param>
internal sealed class ArchiveReader<T>(
    string archive,
    Func<IEnumerable<ArchiveEntry>> entries,
    LogKinds kinds,
    bool canReopen,
    LogOpener<T> open
)
    where T : class, ILogRecord
{
    private const long MaxBufferedBytes = 16L << 20;

    private readonly List<PendingArchiveLog<T>> _logs = [];

    // The logs whose records are held, and how much that is: an archive can have tens of thousands of logs.
    private readonly SortedSet<PendingArchiveLog<T>> _held = [];
    private long _heldBytes;
    private readonly List<(string Name, string Target)> _links = [];
    private readonly List<string> _innerZips = [];
    private readonly LogCounts _unread = new();
    private IEnumerator<ArchiveEntry>? _pass;
    private int _passIndex;

    public IEnumerable<LogBatch<T>> Read()
    {
        LogProblem? damage = ReadAll();
        try
        {
            foreach (PendingArchiveLog<T> log in WithoutCopies())
            {
                foreach (LogBatch<T> batch in log.IsDropped ? ReadAgain(log) : log.Release())
                {
                    yield return batch;
                }
            }
        }
        finally
        {
            _pass?.Dispose();
        }

        if (_unread.Unread > 0)
        {
            yield return new LogBatch<T>(archive, [], _unread);
        }

        foreach (LogProblem problem in LinksToNothing())
        {
            yield return LogBatch<T>.FromProblem(problem);
        }

        if (damage is not null)
        {
            yield return LogBatch<T>.FromProblem(damage);
        }
        else if (!_logs.Exists(log => !log.IsArchive || log.HasRecords) && _links.Count == 0)
        {
            yield return LogBatch<T>.FromProblem(LogProblems.NothingIn(archive, "The archive", _innerZips.Count == 0
                ? "Name a vCenter support bundle, or the log itself."
                : $"It holds {string.Join(", ", _innerZips)}, which cannot be read in place: expand it first."));
        }
    }

    /// <summary>Reads the archive from start to end; gives what broke it off, unless a log it broke off in has said so.</summary>
    private LogProblem? ReadAll()
    {
        bool endedInside = false;
        string? last = null;
        int index = -1;
        try
        {
            foreach (ArchiveEntry entry in entries())
            {
                index++;
                last = entry.Name;
                endedInside = false;
                bool isLog = LogName.TryParse(entry.Name, kinds, out LogName name);
                if (isLog && entry.LinkTarget is not null)
                {
                    _links.Add((entry.Name, entry.LinkTarget));
                }
                else if (isLog || (entry.LinkTarget is null && ArchiveEntry.IsTarName(entry.Name)))
                {
                    endedInside = TryBuffer(entry, new PendingArchiveLog<T>(entry.Name, isLog ? name : null, index));
                }
                else if (entry.Name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                {
                    _innerZips.Add(entry.Name);
                }
                else if (name.Stem is not null && entry.LinkTarget is null)
                {
                    _unread.AddUnread(name.Stem);
                }
            }
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            return endedInside ? null : LogProblems.FromArchive(e, archive, last);
        }

        return null;
    }

    /// <summary>Reads a log and keeps what it gives; true if the archive itself broke off in it.</summary>
    private bool TryBuffer(ArchiveEntry entry, PendingArchiveLog<T> log)
    {
        _logs.Add(log);
        FailureNotingStream content = new(entry.Open);
        foreach (LogBatch<T> batch in Open(log, content, entry.Guard))
        {
            if (!log.IsDropped)
            {
                log.Add(batch);
                _heldBytes += batch.Weight;
                if (log.Weight > 0)
                {
                    _held.Add(log);
                }

                while (_heldBytes > MaxBufferedBytes && _held.Max is PendingArchiveLog<T> latest)
                {
                    _held.Remove(latest);
                    _heldBytes -= latest.Weight;
                    latest.Drop();
                }
            }

            log.Length += batch.Counts?.Bytes ?? 0; // Read on even when dropped: what follows in the archive is behind it.
        }

        return content.HasFailed;
    }

    private IEnumerable<LogBatch<T>> ReadAgain(PendingArchiveLog<T> log)
    {
        Stream? stream = null;
        LogProblem? problem = null;
        try
        {
            MoveTo(
                canReopen
                    ? log.Index
                    : throw new NotSupportedException("It has more faults than can be held, and its archive can be read only once.")
            );
            stream = _pass!.Current.Open();
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            problem = LogProblems.From(e, SourceOf(log.EntryName));
        }

        IEnumerable<LogBatch<T>> batches = problem is not null
            ? [LogBatch<T>.FromProblem(problem)]
            : Open(log, stream!, _pass!.Current.Guard);
        foreach (LogBatch<T> batch in batches)
        {
            yield return batch;
        }
    }

    /// <summary>Moves the pass for logs that are read again to an entry: on from where it is, where that is possible.</summary>
    private void MoveTo(int index)
    {
        if (_pass is null || index <= _passIndex)
        {
            _pass?.Dispose();
            _pass = entries().GetEnumerator();
            _passIndex = -1;
        }

        while (_passIndex < index)
        {
            if (!_pass.MoveNext())
            {
                throw new EndOfStreamException("The archive has changed since it was first read.");
            }

            _passIndex++;
        }
    }

    /// <summary>Returns the batches of an archive entry; if it cannot be opened, the failure is reported in a batch as well.</summary>
    private IEnumerable<LogBatch<T>> Open(PendingArchiveLog<T> log, Stream stream, ExpansionGuard guard)
    {
        string source = SourceOf(log.EntryName);
        OpenedLog<T>? opened = null;
        LogProblem? problem = null;
        try
        {
            opened = open(source, stream, guard, canReopen ? () => OpenAgain(log.Index) : null);
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            stream.Dispose();
            problem = LogProblems.From(e, source);
        }

        if (problem is not null)
        {
            return [LogBatch<T>.FromProblem(problem)];
        }

        log.Head = opened!.Head;

        // An archive inside a bundle is often an ESXi host's, which has no vpxd log: that is nothing to report.
        return log.IsArchive ? opened.Batches.Where(batch => batch.Problem is not { Kind: LogProblemKind.NotFound }) : opened.Batches;
    }

    private OpenedEntry OpenAgain(int index)
    {
        IEnumerator<ArchiveEntry> pass = entries().GetEnumerator();
        for (int at = 0; at <= index; at++)
        {
            if (!pass.MoveNext())
            {
                pass.Dispose();
                throw new EndOfStreamException("The archive has changed since it was first read.");
            }
        }

        return new(new OwningStream(pass.Current.Open(), pass), pass.Current.Guard);
    }

    /// <summary>Returns the logs in their order, without copies.</summary>
    private List<PendingArchiveLog<T>> WithoutCopies()
    {
        List<PendingArchiveLog<T>> kept = [];
        foreach (
            IGrouping<(string, string), PendingArchiveLog<T>> series in _logs
                .Where(log => !log.IsArchive)
                .OrderBy(log => log)
                .GroupBy(log => log.Name!.Value.Series)
        )
        {
            kept.AddRange(
                LogCopies.Drop([
                    .. series.Select(log => new LogCopy<PendingArchiveLog<T>>(log.Name!.Value, () => log.Head, () => log.Length, log)),
                ])
            );
        }

        return [.. kept, .. _logs.Where(log => log.IsArchive)];
    }

    /// <summary>
    /// Returns a problem for each vpxd.log that links to nothing. The link's target is read under its own name if it is present.
    /// </summary>
    private IEnumerable<LogProblem> LinksToNothing()
    {
        foreach ((string name, string target) in _links)
        {
            string beside = name.Remove(name.LastIndexOf('/') + 1) + target.Split('/').Last();
            if (!_logs.Exists(log => log.EntryName == beside || log.EntryName == target))
            {
                yield return new(
                    LogProblemKind.NotFound, SourceOf(name), $"It is a link to {target}, which the archive does not hold.",
                    "Export the bundle again, or read that log from the appliance.");
            }
        }
    }

    private string SourceOf(string entry) => $"{archive}!{entry}";
}
