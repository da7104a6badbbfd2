namespace VcsaAuthGuard.Logs;

/// <summary>
/// Reads the vpxd logs of an archive in place and hands their records on oldest log first, in whatever order the archive holds
/// them. A log whose turn has not come has its records held; when they outgrow <see cref="MostHeld"/> those of the latest log are
/// dropped, and that log is read in another pass over the archive. So memory is bounded, and one pass is the rule.
/// </summary>
internal sealed class ArchiveReader<T>(string archive, Func<IEnumerable<ArchiveEntry>> entries, Func<string, Stream, OpenedLog<T>> openLog)
    where T : class, ILogRecord
{
    private const long MostHeld = 16L << 20;

    private readonly Dictionary<string, HeldLog> _logs = new(StringComparer.Ordinal);
    private readonly Dictionary<VpxdLogName, (string Name, string Target)> _links = [];
    private readonly List<LogBatch<T>> _others = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private long _held;
    private bool _isFirstPass = true;

    public IEnumerable<LogBatch<T>> Read()
    {
        List<HeldLog> order;
        do
        {
            LogProblem? problem = Pass();
            if (_isFirstPass && problem is not null)
            {
                _others.Add(LogBatch<T>.Of(problem));
            }

            _isFirstPass = false;
            order = [.. _logs.Values.OrderBy(log => log.Name)];
            DropCopies(order);
            foreach (HeldLog log in order.TakeWhile(log => !log.IsDropped))
            {
                foreach (LogBatch<T> batch in log.Take())
                {
                    yield return batch;
                }

                _held -= log.Weight;
                log.Weight = 0;
            }
        }
        while (order.Exists(log => log.IsDropped));

        foreach (LogBatch<T> batch in _others.Concat(CheckLinks()))
        {
            yield return batch;
        }
    }

    /// <summary>Reads the archive once from its start, and of it the logs not read yet.</summary>
    private LogProblem? Pass()
    {
        HeldLog? first = _isFirstPass ? null : _logs.Values.Where(log => log.IsDropped).OrderBy(log => log.Name).First();
        bool failedInside = false;
        string? last = null;
        try
        {
            foreach (ArchiveEntry entry in entries())
            {
                last = entry.Name;
                failedInside = false;
                if (VpxdLogName.TryParse(entry.Name, out VpxdLogName name))
                {
                    if (entry.LinkTarget is not null)
                    {
                        _links[name] = (entry.Name, entry.LinkTarget);
                        continue;
                    }

                    if (_isFirstPass)
                    {
                        _names.Add(entry.Name);
                        _logs[entry.Name] = new(name) { IsDropped = true };
                    }

                    HeldLog log = _logs[entry.Name];
                    failedInside = log.IsDropped && Hold(log, entry, neverDrop: log == first);
                }
                else if (_isFirstPass && ArchiveEntry.IsArchiveName(entry.Name) && entry.LinkTarget is null)
                {
                    failedInside = ReadInner(entry);
                }
            }
        }
        catch (Exception e) when (LogProblems.IsReadFailure(e))
        {
            // When the archive broke off inside a log, that log has said so already.
            return failedInside ? null : LogProblems.Of(e, last is null ? archive : $"{archive}!{last}");
        }

        return _logs.Count == 0 && _others.Count == 0 && _links.Count == 0
            ? LogProblems.NothingIn(archive, "The archive", "Name a vCenter support bundle, or the log itself.")
            : null;
    }

    /// <summary>Reads a log and keeps what it gives; true when it could not be read to its end.</summary>
    private bool Hold(HeldLog log, ArchiveEntry entry, bool neverDrop)
    {
        string source = $"{archive}!{entry.Name}";
        log.IsDropped = false;
        bool failed = false;
        try
        {
            OpenedLog<T> opened = openLog(source, entry.Open());
            log.Head = opened.Head;
            foreach (LogBatch<T> batch in opened.Batches)
            {
                failed |= batch.Problem is not null;
                log.Length += batch.Counts?.Bytes ?? 0;
                if (log.IsDropped)
                {
                    continue; // Read on all the same: what follows in the archive is behind it.
                }

                log.Batches.Add(batch);
                log.Weight += batch.Weight;
                _held += batch.Weight;
                while (_held > MostHeld && _logs.Values.Where(other => other.Weight > 0).OrderByDescending(other => other.Name).First() is HeldLog latest
                    && !(neverDrop && latest == log))
                {
                    _held -= latest.Weight;
                    latest.Drop();
                }
            }
        }
        catch (Exception e) when (LogProblems.IsReadFailure(e))
        {
            log.Batches.Add(LogBatch<T>.Of(LogProblems.Of(e, source)));
            failed = true;
        }

        return failed;
    }

    private bool ReadInner(ArchiveEntry entry)
    {
        string source = $"{archive}!{entry.Name}";
        bool failed = false;
        try
        {
            foreach (LogBatch<T> batch in openLog(source, entry.Open()).Batches)
            {
                // An archive inside a bundle is often an ESXi host's, which has no vpxd log: that is nothing to report.
                if (batch.Problem is not { Kind: LogProblemKind.NotFound })
                {
                    failed |= batch.Problem is not null;
                    _others.Add(batch);
                }
            }
        }
        catch (Exception e) when (LogProblems.IsReadFailure(e))
        {
            _others.Add(LogBatch<T>.Of(LogProblems.Of(e, source)));
            failed = true;
        }

        return failed;
    }

    private void DropCopies(List<HeldLog> order)
    {
        HashSet<HeldLog> kept = [];
        foreach (IGrouping<string, HeldLog> folder in order.GroupBy(log => log.Name.Folder))
        {
            kept.UnionWith(VpxdLogCopies.Drop([.. folder.Select(log => new LogCopy<HeldLog>(log.Name, () => log.Head, log.Length, log))]));
        }

        foreach (HeldLog copy in order.Where(log => !kept.Contains(log)))
        {
            _held -= copy.Weight;
            copy.Drop();
            copy.IsDropped = false;
        }

        order.RemoveAll(log => !kept.Contains(log));
    }

    /// <summary>vpxd.log is a link to a log that is read under its own name, if it is there.</summary>
    private IEnumerable<LogBatch<T>> CheckLinks()
    {
        foreach (KeyValuePair<VpxdLogName, (string Name, string Target)> link in _links)
        {
            string target = link.Value.Target.Substring(link.Value.Target.LastIndexOf('/') + 1);
            string prefix = link.Value.Name.Substring(0, link.Value.Name.LastIndexOf('/') + 1);
            if (!_names.Contains(prefix + target) && !_names.Contains(link.Value.Target))
            {
                yield return LogBatch<T>.Of(new(
                    LogProblemKind.NotFound, $"{archive}!{link.Value.Name}", $"It is a link to {link.Value.Target}, which the archive does not hold.", "Export the bundle again, or read that log from the appliance."));
            }
        }
    }

    private sealed class HeldLog(VpxdLogName name)
    {
        private bool _taken;

        public VpxdLogName Name { get; } = name;

        public List<LogBatch<T>> Batches { get; } = [];

        public byte[] Head { get; set; } = [];

        public long Length { get; set; }

        public long Weight { get; set; }

        /// <summary>Whether the log is still to be read, for the first time or again.</summary>
        public bool IsDropped { get; set; }

        public void Drop()
        {
            Batches.Clear();
            Weight = 0;
            Length = 0;
            IsDropped = true;
        }

        public LogBatch<T>[] Take()
        {
            if (_taken)
            {
                return [];
            }

            _taken = true;
            LogBatch<T>[] batches = [.. Batches];
            Batches.Clear();
            return batches;
        }
    }
}

/// <summary>A log just opened: its first bytes as text, and what it gives.</summary>
internal sealed record OpenedLog<T>(byte[] Head, IEnumerable<LogBatch<T>> Batches)
    where T : class, ILogRecord;
