using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Finds the logs of a folder on this machine and what becomes of each. A log is known by its first bytes, so that renaming, linking,
/// copying and compressing make no new one of it. Nothing depends on how many rotations lie between two looks, nor on what changes during
/// one: a log that is on disk and was not known is new, whatever its name is. The folder is listed each time, because notices of the file
/// system are not reliable everywhere.
/// </summary>
internal sealed class LocalLogFolder : IDisposable
{
    /// <summary>
    /// The time for which a log that has been rotated is kept open, and the delay before a file that could not be read is tried again.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>A folder that changes is listed and its files are identified at most so often in one look.</summary>
    private const int MaxRounds = 5;

    /// <summary>
    /// The number of refreshes of a folder that never stays the same after which new logs are read although older ones may still appear.
    /// </summary>
    private const int MaxUnsettledLooks = 20;

    private readonly FollowedPath _path;
    private readonly FollowingHooks? _hooks;
    private readonly LogReadReport _report;
    private readonly Dictionary<string, KnownFile> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);
    private readonly HashSet<FollowedLog> _counted = [];
    private readonly LocalLogGaps _gaps;
    private readonly bool _fromStart;
    private readonly FollowedState? _state;
    private readonly HashSet<FollowedLog> _deferred = [];
    private List<FollowedLog> _logs;
    private int _unsettledLooks;
    private bool _hasLooked;
    private bool _isWaiting;

    /// <param name="path">The files to follow.</param>
    /// <param name="report">Receives problems and counts.</param>
    /// <param name="state">What an earlier run has read; null if there was none.</param>
    /// <param name="fromStart">Whether to read what is there already, where there was no earlier run.</param>
    /// <param name="hooks">Steps of a test; null in use.</param>
    public LocalLogFolder(FollowedPath path, LogReadReport report, FollowedState? state, bool fromStart, FollowingHooks? hooks = null)
    {
        _path = path;
        _report = report;
        _state = state;
        _fromStart = fromStart;
        _hooks = hooks;
        _logs = [.. (state?.Positions ?? []).Select(position => new FollowedLog(position))];
        _gaps = new(_logs);
    }

    /// <summary>Gets the logs, oldest first.</summary>
    public IReadOnlyList<FollowedLog> Logs => _logs;

    /// <summary>
    /// Gets whether there are logs that are not read yet, because the folder did not stay the same during the look: older ones may come to
    /// light, and an entry may go on from one log to the next.
    /// </summary>
    public bool HasDeferred => _deferred.Count > 0;

    /// <summary>Gets whether the folder or a log in it could not be read in the last look.</summary>
    public bool IsFailing { get; private set; }

    /// <summary>Returns whether a log may be read now.</summary>
    public bool CanRead(FollowedLog log) => !log.IsSkipped && !_deferred.Contains(log);

    /// <summary>Finds out which logs there are now, and what has become of those known.</summary>
    /// <param name="now">The time of a clock that never steps back.</param>
    /// <param name="onRestart">Called before a log is read from its start again because its file no longer holds what was read.</param>
    public void Refresh(TimeSpan now, Action<FollowedLog> onRestart)
    {
        List<string> files = [];
        List<FollowedLog> listed = [];
        FollowedLog[] before = [.. _logs.Where(log => !_deferred.Contains(log))];
        bool isSettled = false;
        for (int round = 0; round < MaxRounds && !isSettled; round++)
        {
            int known = _logs.Count;
            _logs.ForEach(log => log.CloseOverwritten());
            if (!TryList(out files, out bool isListed))
            {
                IsFailing = true;
                return;
            }

            _hooks?.Listed?.Invoke();
            listed = Identify(files, now, onRestart, out bool isComplete);
            isSettled = isListed && isComplete && known == _logs.Count;
        }

        _logs = [.. _logs.Except(listed), .. listed];
        _deferred.Clear();
        _unsettledLooks = isSettled ? 0 : _unsettledLooks + 1;
        if (_hasLooked && !isSettled && _unsettledLooks <= MaxUnsettledLooks)
        {
            _deferred.UnionWith(_logs.Except(before));
        }

        SkipOld(listed);
        AttachCompressed(files, now);
        foreach (string gone in _files.Keys.Except(files).ToArray())
        {
            _files.Remove(gone);
        }

        if (isSettled && files.Count > 0)
        {
            _logs = _gaps.Update(_logs, listed, files, file => _files.TryGetValue(file, out KnownFile? known) ? known.Log : null);
        }

        RaiseWhenEmpty(files);
        IsFailing = files.Exists(_failing.Contains);
        _hasLooked = true; // What is found from now on is new.
    }

    /// <summary>
    /// Removes, reports and returns the gaps that lie before a log, once all logs before it have been read; with null, those after which
    /// there is no log yet.
    /// </summary>
    public IEnumerable<LogGap> DequeueGaps(FollowedLog? next)
    {
        foreach (LogGap gap in _gaps.Dequeue(next))
        {
            _report.Raise(gap.ToProblem());
            yield return gap;
        }
    }

    /// <summary>Closes logs that have been read to their end and have a successor.</summary>
    public void CloseOld(TimeSpan now)
    {
        for (int i = 0; i < _logs.Count - 1; i++)
        {
            if (now - _logs[i].LastGrowth > Grace)
            {
                _logs[i].Close();
            }
        }
    }

    /// <summary>Reports once that a log cannot be read on; it is tried again later, less and less often.</summary>
    public void Fail(FollowedLog log, Exception e, TimeSpan now)
    {
        log.Close();
        log.RetryTime = now + TimeSpan.FromTicks(Grace.Ticks << Math.Min(log.Failures, 7));
        if (IsYoung(log.Source))
        {
            return;
        }

        if (log.Failures++ == 0)
        {
            _report.Raise(LogProblems.From(e, log.Source, log.Offset));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _logs.ForEach(log => log.Dispose());

    /// <summary>Returns whether there is such a name, be it that of a link that leads nowhere.</summary>
    private static bool Exists(string file)
    {
        try
        {
            File.GetAttributes(file);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>
    /// Returns whether a compressed file may still be being written, so that it is no problem yet that it cannot be read.
    /// </summary>
    private static bool IsYoung(string file) => CompressedLogText.IsNamed(file) && DateTime.UtcNow - File.GetLastWriteTimeUtc(file) < Grace;

    private bool TryList(out List<string> files, out bool isSettled)
    {
        try
        {
            files = _path.List(out isSettled);
            _failing.Remove(_path.Folder);
            return true;
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            Fail(_path.Folder, e);
            (files, isSettled) = ([], false);
            return false;
        }
    }

    private void Fail(string source, Exception e)
    {
        if (!IsYoung(source) && _failing.Add(source))
        {
            _report.Raise(LogProblems.From(e, source));
        }
    }

    /// <summary>Returns the logs that the files hold, in the order of the files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="now">The time of a clock that never steps back.</param>
    /// <param name="onRestart">Called before a log is read from its start again.</param>
    /// <param name="isComplete">Whether every file was still there.</param>
    private List<FollowedLog> Identify(List<string> files, TimeSpan now, Action<FollowedLog> onRestart, out bool isComplete)
    {
        List<FollowedLog> listed = [];
        isComplete = true;
        foreach (string file in files)
        {
            FollowedLog? log = null;
            try
            {
                log = CompressedLogText.IsNamed(file) ? IdentifyCompressed(file, now) : IdentifyPlain(file, now, onRestart);
                if (log is not null)
                {
                    _failing.Remove(file);
                }
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                _files.Remove(file);
                isComplete &= Exists(file); // Renamed or compressed just now: the folder is listed again.
            }
            catch (Exception e) when (ReadFailure.Matches(e))
            {
                Fail(file, e);
            }

            if (log is not null && !listed.Contains(log))
            {
                listed.Add(log);
            }
        }

        return listed;
    }

    private FollowedLog? IdentifyCompressed(string file, TimeSpan now)
    {
        FileInfo info = new(file);
        if (_files.TryGetValue(file, out KnownFile? known) && known.IsUnchanged(info.Length, info.LastWriteTimeUtc)
            && (known.Log is not null || now < known.RetryTime))
        {
            return known.Log;
        }

        _files[file] = known = new(info.Length, info.LastWriteTimeUtc) { RetryTime = now + Grace };
        byte[] head = CompressedLogText.ReadHead(file);
        if (head.Length < LogHead.MinLength)
        {
            return null;
        }

        known.Log = _logs.Find(log => log.Head.Matches(head)) ?? Add(file, head, now);
        Count(known.Log);
        return known.Log;
    }

    private FollowedLog? IdentifyPlain(string file, TimeSpan now, Action<FollowedLog> onRestart)
    {
        string path = FileLinks.FinalTarget(file);
        FileInfo info = new(path);
        (long length, DateTime changed) = (info.Length, info.LastWriteTimeUtc);
        if (_files.TryGetValue(file, out KnownFile? known) && known.IsUnchanged(length, changed) && known.Log is FollowedLog same
            && length <= same.Offset)
        {
            return same;
        }

        PlainLogText text = new(path);
        bool isTaken = false;
        try
        {
            byte[] head = text.ReadHead();
            if (head.Length < LogHead.MinLength)
            {
                return null;
            }

            FollowedLog? log = Find(file, text, head, out bool isOverwritten);
            bool isNew = log is null;
            log ??= Add(file, head, now);
            _files[file] = new(length, changed) { Log = log };
            if (log.IsSkipped)
            {
                return log;
            }

            if (isOverwritten)
            {
                onRestart(log);
                _gaps.AddTruncation(log, file);
                log.Restart(text, head);
                isTaken = true;
            }
            else
            {
                isTaken = (isNew || log.IsIn(text)) && log.Attach(text);
            }

            if (isNew && !_hasLooked && !_fromStart && _state is null)
            {
                log.MoveToEnd();
            }

            Count(log);
            log.Source = file;
            log.Length = Math.Max(log.Length, length);
            return log;
        }
        finally
        {
            if (!isTaken)
            {
                text.Dispose();
            }
        }
    }

    /// <summary>Finds the known log that a file holds.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="text">Its text.</param>
    /// <param name="head">Its first bytes.</param>
    /// <param name="isOverwritten">Whether the file was that log and no longer holds all that was read of it.</param>
    private FollowedLog? Find(string file, PlainLogText text, byte[] head, out bool isOverwritten)
    {
        isOverwritten = false;
        FollowedLog? shorter = null;
        foreach (FollowedLog log in _logs.Where(log => log.Head.StartsAlike(head)))
        {
            bool isAlike = log.Head.Matches(head);
            if (isAlike && (log.IsSkipped || log.IsIn(text)))
            {
                return log;
            }

            if (file == log.Source && !log.IsSkipped)
            {
                isOverwritten = true;
                return log;
            }

            shorter ??= isAlike && text.Length < log.Offset ? log : null;
        }

        return shorter; // A copy of it that is still being written.
    }

    private FollowedLog Add(string file, byte[] head, TimeSpan now)
    {
        bool isOld = CompressedLogText.IsNamed(file) && !_hasLooked && _state is null;
        FollowedLog log = new(file, head) { LastGrowth = now, IsSkipped = isOld };
        _logs.Add(log);
        return log;
    }

    private void Count(FollowedLog log) => _report.Counts.Logs += !log.IsSkipped && _counted.Add(log) ? 1 : 0;

    /// <summary>
    /// Skips compressed logs that are older than all that an earlier run knew, where its state does not say which compressed logs it had
    /// seen.
    /// </summary>
    private void SkipOld(List<FollowedLog> listed)
    {
        if (_hasLooked || _state is null || _state.NamesSkipped)
        {
            return;
        }

        HashSet<string> known = [.. _state.Positions.Select(position => position.Head.Start)];
        int newest = listed.FindLastIndex(log => known.Contains(log.Head.Start));
        IEnumerable<FollowedLog> older = newest < 0 ? listed : listed.Take(newest);
        foreach (FollowedLog log in older.Where(log => !known.Contains(log.Head.Start) && !log.IsOpen))
        {
            log.IsSkipped = true;
            _report.Counts.Logs -= _counted.Remove(log) ? 1 : 0;
        }
    }

    /// <summary>Opens the compressed files of logs that are not open and of which more is there than was read.</summary>
    private void AttachCompressed(List<string> files, TimeSpan now)
    {
        foreach (string file in files.Where(CompressedLogText.IsNamed))
        {
            if (!_files.TryGetValue(file, out KnownFile? known) || known.Log is not FollowedLog log
                || log.IsSkipped || log.IsOpen || log.IsComplete || now < log.RetryTime)
            {
                continue;
            }

            try
            {
                if (CompressedLogText.HasLength(file, log.Offset))
                {
                    log.Complete();
                    continue;
                }

                log.Attach(new CompressedLogText(file));
                log.Source = file;
                log.LastGrowth = now;
            }
            catch (Exception e) when (ReadFailure.Matches(e))
            {
                _files.Remove(file); // Renamed since, or it is looked at again.
            }
        }
    }

    private void RaiseWhenEmpty(List<string> files)
    {
        if (files.TrueForAll(CompressedLogText.IsNamed) && !_isWaiting)
        {
            _report.Raise(new(
                LogProblemKind.NotFound, _path.Key, "There is no vpxd log yet. The folder is watched, and a log is read when it appears.",
                "Check the path: it should be a log, or a folder of logs."));
        }

        _isWaiting = true;
    }

    /// <summary>Represents what was found out about a file when it was last opened.</summary>
    private sealed class KnownFile(long length, DateTime changed)
    {
        public FollowedLog? Log { get; set; }

        public TimeSpan RetryTime { get; init; }

        public bool IsUnchanged(long newLength, DateTime newChanged) => (length, changed) == (newLength, newChanged);
    }
}
