namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Finds the logs of a folder that are gone before they were read to their end, by what there was after the last look at the folder and what
/// there is now.
/// </summary>
/// <param name="known">The logs that an earlier run knew, oldest first.</param>
internal sealed class LocalLogGaps(IReadOnlyList<LogTrack> known)
{
    private readonly PendingGaps _pending = new();

    /// <summary>The logs after the last look, oldest first.</summary>
    private IReadOnlyList<LogTrack> _before = [.. known];

    /// <summary>The highest number of a log then; -1 where none has one.</summary>
    private long _highestNumber = known.Count == 0 ? -1 : known.Max(track => LogNumbers.Of(track.Source) ?? -1);

    /// <summary>Takes the gaps before a log; with null, those after which there is no log yet.</summary>
    public List<LogGap> Take(LogTrack? next) => _pending.Take(next);

    /// <summary>Adds a gap in a log whose file no longer holds what was read of it.</summary>
    public void AddTruncation(LogTrack track, string file) => _pending.Add(file, LogGapReason.Truncated, track, null, track.Offset);

    /// <summary>Compares the logs with those after the last look.</summary>
    /// <param name="tracks">The logs now, oldest first.</param>
    /// <param name="listed">Those of them that a file holds.</param>
    /// <param name="files">The files, oldest first.</param>
    /// <param name="trackOf">Returns the log that a file holds, where it is known.</param>
    /// <returns>The logs without those that are gone.</returns>
    public List<LogTrack> Update(List<LogTrack> tracks, List<LogTrack> listed, List<string> files, Func<string, LogTrack?> trackOf)
    {
        List<LogTrack> gone = tracks.FindAll(track => !track.IsOpen && !listed.Contains(track));
        gone.ForEach(track => AddRemoved(track, listed));
        AddRotatedAway(listed, files, trackOf);
        AddMissingNumbers(listed, files, trackOf);

        List<LogTrack> left = tracks.FindAll(track => !gone.Contains(track));
        _before = [.. left];
        _highestNumber = files.Select(LogNumbers.Of).Append(_highestNumber).Max() ?? -1;
        return left;
    }

    /// <summary>Adds a gap where a log is gone that was not read to its end, or of which nobody knows whether it was.</summary>
    private void AddRemoved(LogTrack track, List<LogTrack> listed)
    {
        bool wasNewest = _before.Count > 0 && track == _before[_before.Count - 1];
        if (track.IsSkipped || (!wasNewest && track.Offset >= track.Length))
        {
            return; // Read to its end, replaced and removed, as logs are.
        }

        int place = _before.ToList().IndexOf(track);
        LogTrack? after = _before.Skip(place + 1).FirstOrDefault(listed.Contains) ?? listed.Find(other => !_before.Contains(other));
        _pending.Add(track.Source, track.IsOverwritten ? LogGapReason.Truncated : LogGapReason.Removed, track, after, track.Offset);
    }

    /// <summary>
    /// Adds a gap where rotation by renaming (<c>name.log.1</c>) has removed the log that was the newest: others may have come and gone with it.
    /// </summary>
    private void AddRotatedAway(List<LogTrack> listed, List<string> files, Func<string, LogTrack?> trackOf)
    {
        LogTrack? newest = _before.Count > 0 ? _before[_before.Count - 1] : null;
        if (newest is null || !newest.IsOpen || listed.Contains(newest))
        {
            return;
        }

        string? oldest = files.Find(file => LogName.TryParse(file, out LogName name) && name.Number < 0 && trackOf(file) is LogTrack track && !_before.Contains(track));
        if (oldest is not null)
        {
            _pending.Add(oldest, LogGapReason.Missed, newest, trackOf(oldest), null);
        }
    }

    /// <summary>Adds a gap where numbers are missing among the logs that are newer than those of the last look.</summary>
    private void AddMissingNumbers(List<LogTrack> listed, List<string> files, Func<string, LogTrack?> trackOf)
    {
        long expected = _highestNumber + 1;
        foreach (string file in files)
        {
            if (_highestNumber < 0 || LogNumbers.Of(file) is not long number || number < expected)
            {
                continue;
            }

            if (number > expected)
            {
                LogTrack? after = trackOf(file);
                int place = after is null ? listed.Count : listed.IndexOf(after);
                LogTrack? before = place > 0 ? listed[place - 1] : _before.Count == 0 ? null : _before[_before.Count - 1];
                _pending.Add(LogNumbers.DescribeRange(file, expected, number - 1), LogGapReason.Missed, before, after, null);
            }

            expected = number + 1;
        }
    }
}
