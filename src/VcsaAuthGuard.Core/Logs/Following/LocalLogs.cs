using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Reading;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// The logs that a folder on this machine holds, and what becomes of each. A log is known by its first bytes, so that renaming, linking
/// and copying make no new one of it. The file system is asked, for its notices are not to be relied on everywhere.
/// </summary>
internal sealed class LocalLogs : IDisposable
{
    /// <summary>How long a log that has got a successor is kept open, and one that is gone is remembered.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly FollowedLogs _logs;
    private readonly LogReadReport _report;
    private readonly Dictionary<string, (long Length, DateTime Changed)> _compressed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);
    private readonly LogTrack? _lastOfEarlierRun;

    /// <summary>Logs of an earlier run that have not been found.</summary>
    private readonly HashSet<LogTrack> _unseen;
    private List<LogTrack> _tracks;
    private Dictionary<string, (long Length, DateTime Changed, LogTrack Track)> _known = new(StringComparer.Ordinal);
    private bool _hasLooked;

    /// <summary>Whether logs may have come and gone before this look.</summary>
    private bool _mayHaveMissed;
    private bool _isWaiting;

    /// <param name="logs">Which logs.</param>
    /// <param name="report">Is told of problems, and counts.</param>
    /// <param name="positions">What an earlier run has come to; null when there was none.</param>
    /// <param name="fromStart">Whether what is there already is read, where there was no earlier run.</param>
    public LocalLogs(FollowedLogs logs, LogReadReport report, IReadOnlyList<LogPosition>? positions, bool fromStart)
    {
        _logs = logs;
        _report = report;
        _mayHaveMissed = positions is not null;
        _hasLooked = fromStart || _mayHaveMissed;
        _tracks = [.. (positions ?? []).Select(LogTrack.Of)];
        _unseen = [.. _tracks];
        _lastOfEarlierRun = _tracks.LastOrDefault();
    }

    /// <summary>The logs, oldest first.</summary>
    public IReadOnlyList<LogTrack> Tracks => _tracks;

    /// <summary>Sees which logs there are now, and what has become of those known.</summary>
    public void Look(TimeSpan now)
    {
        List<string> files;
        try
        {
            files = _logs.List();
            _failing.Remove(_logs.Folder);
        }
        catch (Exception e) when (LogProblems.IsReadFailure(e))
        {
            Fail(_logs.Folder, e);
            return;
        }

        HashSet<LogTrack> before = [.. _tracks];
        Dictionary<string, (long Length, DateTime Changed, LogTrack Track)> knownBefore = new(_known, StringComparer.Ordinal);
        LogTrack?[] found = new LogTrack?[files.Count];
        List<string> unknown = [];
        for (int i = 0; i < files.Count; i++)
        {
            found[i] = TryFind(files[i], file => CompressedLog.IsNamed(file) ? FindCompressed(file, unknown, now) : Find(file, now));
            if (found[i] is null && !CompressedLog.IsNamed(files[i]) && !IsThere(files[i]))
            {
                // Renamed or compressed just now: it is looked for again before newer ones are taken for known.
                unknown.ForEach(file => _compressed.Remove(file));
                Drop(_tracks.FindAll(track => !before.Contains(track)));
                _known = knownBefore;
                return;
            }
        }

        // What is compressed and follows the newest log that was known before was written, and rotated, while nobody looked.
        int newest = Array.FindLastIndex(found, track => track is not null && before.Contains(track));
        foreach (string file in unknown)
        {
            int place = files.IndexOf(file);
            found[place] = _mayHaveMissed && newest >= 0 && place > newest ? TryFind(file, compressed => TakeCompressed(compressed, now)) : null;
        }

        List<LogTrack> listed = [.. found.OfType<LogTrack>().Distinct()];
        _tracks = [.. _tracks.Where(track => !listed.Contains(track)), .. listed];
        Forget(_known, files);
        Forget(_compressed, files);
        if (files.TrueForAll(CompressedLog.IsNamed) && !_isWaiting)
        {
            _report.Raise(new(
                LogProblemKind.NotFound, _logs.Key, "There is no vpxd log yet; it is watched all the same, for one may come.",
                "Check the path: it is to be a log, or the folder that logs lie in."));
        }

        _isWaiting = true;
        SayMissing(listed);
        _hasLooked = _mayHaveMissed = true; // What is found from now on is new.
    }

    /// <summary>Closes what has been read and replaced, and forgets what is gone.</summary>
    public void CloseOld(TimeSpan now)
    {
        HashSet<LogTrack> there = [.. _known.Values.Select(known => known.Track)];
        for (int i = _tracks.Count - 2; i >= 0; i--)
        {
            LogTrack track = _tracks[i];
            if (now - track.LastGrowth > Grace)
            {
                track.Close();
                if (!there.Contains(track) && track.Waiting == 0)
                {
                    _tracks.RemoveAt(i);
                }
            }
        }
    }

    /// <summary>Says once that something cannot be read, until it can be again.</summary>
    public void Fail(string source, Exception e)
    {
        if (_failing.Add(source))
        {
            _report.Raise(LogProblems.Of(e, source));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _tracks.ForEach(track => track.Dispose());

    /// <summary>Whether there is such a name, be it that of a link that leads nowhere.</summary>
    private static bool IsThere(string file)
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

    /// <summary>Forgets logs that were found in this look.</summary>
    private void Drop(List<LogTrack> added)
    {
        added.ForEach(track => track.Dispose());
        _tracks.RemoveAll(added.Contains);
        _report.Counts.Logs -= added.Count;
    }

    private LogTrack? TryFind(string file, Func<string, LogTrack?> find)
    {
        try
        {
            LogTrack? track = find(file);
            _failing.Remove(file);
            return track;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            _known.Remove(file); // Renamed since; the next look finds it.
        }
        catch (Exception e) when (LogProblems.IsReadFailure(e))
        {
            // A file that is still being compressed is no problem yet.
            if (!CompressedLog.IsNamed(file) || DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > Grace)
            {
                Fail(file, e);
            }
            else
            {
                _compressed.Remove(file);
            }
        }

        return null;
    }

    private static void Forget<TValue>(Dictionary<string, TValue> what, List<string> files)
    {
        foreach (string gone in what.Keys.Except(files).ToArray())
        {
            what.Remove(gone);
        }
    }

    /// <summary>The known log that has been compressed into a file; expanded, where there is more in it than was read.</summary>
    private LogTrack? FindCompressed(string file, List<string> unknown, TimeSpan now)
    {
        FileInfo info = new(file);
        (long Length, DateTime Changed) state = (info.Length, info.LastWriteTimeUtc);
        if (_compressed.TryGetValue(file, out (long Length, DateTime Changed) known) && known == state)
        {
            return null;
        }

        _compressed[file] = state;
        byte[] head = CompressedLog.ReadHead(file);
        LogTrack? track = head.Length < LogHead.Least ? null : _tracks.Find(track => track.Head.Matches(head));
        if (track is null)
        {
            unknown.Add(file);
            return null;
        }

        if (!track.IsOpen && !CompressedLog.HasLength(file, track.Offset))
        {
            Attach(track, file, head, now);
        }

        _report.Counts.Logs += _unseen.Remove(track) ? 1 : 0;
        return track;
    }

    private LogTrack? TakeCompressed(string file, TimeSpan now)
    {
        byte[] head = CompressedLog.ReadHead(file);
        if (head.Length < LogHead.Least)
        {
            return null;
        }

        LogTrack track = new(file, LogHead.Of(head));
        Attach(track, file, head, now);
        _tracks.Add(track);
        _report.Counts.Logs++;
        return track;
    }

    private static void Attach(LogTrack track, string file, byte[] head, TimeSpan now)
    {
        FileStream expanded = CompressedLog.Expand(file);
        track.Source = file;
        track.LastGrowth = now;
        track.Length = Math.Max(track.Length, expanded.Length);
        if (!track.Attach(expanded, head))
        {
            expanded.Dispose();
        }
    }

    private LogTrack? Find(string file, TimeSpan now)
    {
        FileInfo info = new(FileLinks.FinalTarget(file));
        (long length, DateTime changed) = (info.Length, info.LastWriteTimeUtc);
        if (_known.TryGetValue(file, out (long Length, DateTime Changed, LogTrack Track) known) && known.Length == length && known.Changed == changed
            && length <= known.Track.Offset && _tracks.Contains(known.Track))
        {
            return known.Track;
        }

        FileStream stream = LogTrack.Open(file);
        bool isTaken = false;
        try
        {
            byte[] head = LogTrack.ReadHead(stream);
            if (head.Length < LogHead.Least)
            {
                return null;
            }

            LogTrack? track = _tracks.Find(track => track.Head.Matches(head));
            bool isNew = track is null;
            if (track is null)
            {
                track = new(file, LogHead.Of(head))
                {
                    FollowsTruncation = known.Track is not null && known.Track.Head.Length > 0 && !known.Track.HoldsLog() && known.Track.IsOpen,
                    LastGrowth = now,
                };
                _tracks.Add(track);
            }

            _report.Counts.Logs += isNew || _unseen.Remove(track) ? 1 : 0;
            isTaken = track.Attach(stream, head);
            if (isNew && !_hasLooked)
            {
                track.MoveToEnd();
            }

            track.Source = file;
            track.Length = Math.Max(track.Length, length);
            _known[file] = (length, changed, track);
            return track;
        }
        finally
        {
            if (!isTaken)
            {
                stream.Dispose();
            }
        }
    }

    /// <summary>What an earlier run was reading and is gone: what came after it cannot be known.</summary>
    private void SayMissing(List<LogTrack> listed)
    {
        if (_unseen.Count == 0)
        {
            return;
        }

        foreach (LogTrack track in _unseen.Where(track => !listed.Contains(track)))
        {
            _tracks.Remove(track);
            if (track != _lastOfEarlierRun && track.Offset >= track.Length)
            {
                continue; // Read to its end, replaced and removed: the usual way of a log.
            }

            _report.Raise(new(
                LogProblemKind.NotFound, track.Source,
                FormattableString.Invariant($"It had been read up to byte {track.Offset} and is gone: what it was given after that has not been seen."),
                "Read what it became (vpxd-N.log.gz) with Get-VcsaAuthFault.", track.Offset));
        }

        _unseen.Clear();
    }
}
