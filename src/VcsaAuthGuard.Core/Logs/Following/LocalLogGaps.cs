namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Finds the logs of a folder that are gone before they were read to their end, by what there was after the last look at the folder and
/// what there is now.
/// </summary>
/// <param name="known">The logs that an earlier run knew, oldest first.</param>
internal sealed class LocalLogGaps(IReadOnlyList<FollowedLog> known)
{
    private readonly PendingGaps _pending = new();

    /// <summary>The logs after the last look, oldest first.</summary>
    private IReadOnlyList<FollowedLog> _before = [.. known];

    /// <summary>Gets the highest number of a log at the last look; -1 if no log had one.</summary>
    private long _highestNumber = known.Count == 0 ? -1 : known.Max(log => LogNumbers.Parse(log.Source) ?? -1);

    /// <summary>Removes and returns the gaps before a log; with null, those after which there is no log yet.</summary>
    public List<LogGap> Dequeue(FollowedLog? next) => _pending.Dequeue(next);

    /// <summary>Adds a gap in a log whose file no longer holds what was read of it.</summary>
    public void AddTruncation(FollowedLog log, string file) => _pending.Add(file, LogGapReason.Truncated, log, null, log.Offset);

    /// <summary>Compares the logs with those after the last look.</summary>
    /// <param name="logs">The logs now, oldest first.</param>
    /// <param name="listed">Those of them that a file holds.</param>
    /// <param name="files">The files, oldest first.</param>
    /// <param name="logOf">Returns the log that a file holds, where it is known.</param>
    /// <returns>The logs without those that are gone.</returns>
    public List<FollowedLog> Update(List<FollowedLog> logs, List<FollowedLog> listed, List<string> files, Func<string, FollowedLog?> logOf)
    {
        List<FollowedLog> gone = logs.FindAll(log => !log.IsOpen && !listed.Contains(log));
        gone.ForEach(log => AddRemoved(log, listed));
        AddRotatedAway(listed, files, logOf);
        AddMissingNumbers(listed, files, logOf);

        List<FollowedLog> left = logs.FindAll(log => !gone.Contains(log));
        _before = [.. left];
        _highestNumber = files.Select(LogNumbers.Parse).Append(_highestNumber).Max() ?? -1;
        return left;
    }

    /// <summary>Adds a gap where a log is gone that was not read to its end, or of which nobody knows whether it was.</summary>
    private void AddRemoved(FollowedLog log, List<FollowedLog> listed)
    {
        bool wasNewest = _before.Count > 0 && log == _before[_before.Count - 1];
        if (log.IsSkipped || (!wasNewest && log.Offset >= log.Length))
        {
            return; // Read to its end, replaced and removed, as logs are.
        }

        int place = _before.ToList().IndexOf(log);
        FollowedLog? after = _before.Skip(place + 1).FirstOrDefault(listed.Contains) ?? listed.Find(other => !_before.Contains(other));
        _pending.Add(log.Source, log.IsOverwritten ? LogGapReason.Truncated : LogGapReason.Removed, log, after, log.Offset);
    }

    /// <summary>
    /// Adds a gap where rotation by renaming (<c>name.log.1</c>) has removed the log that was the newest: others may have come and gone
    /// with it.
    /// </summary>
    private void AddRotatedAway(List<FollowedLog> listed, List<string> files, Func<string, FollowedLog?> logOf)
    {
        FollowedLog? newest = _before.Count > 0 ? _before[_before.Count - 1] : null;
        if (newest is null || !newest.IsOpen || listed.Contains(newest))
        {
            return;
        }

        bool IsNewAndRotated(string file) =>
            LogName.TryParse(file, out LogName name) && name.Number < 0 && logOf(file) is FollowedLog log && !_before.Contains(log);
        string? oldest = files.Find(IsNewAndRotated);
        if (oldest is not null)
        {
            _pending.Add(oldest, LogGapReason.Missed, newest, logOf(oldest), null);
        }
    }

    /// <summary>Adds a gap where numbers are missing among the logs that are newer than those of the last look.</summary>
    private void AddMissingNumbers(List<FollowedLog> listed, List<string> files, Func<string, FollowedLog?> logOf)
    {
        long expected = _highestNumber + 1;
        foreach (string file in files)
        {
            if (_highestNumber < 0 || LogNumbers.Parse(file) is not long number || number < expected)
            {
                continue;
            }

            if (number > expected)
            {
                FollowedLog? after = logOf(file);
                int place = after is null ? listed.Count : listed.IndexOf(after);
                FollowedLog? before = place > 0 ? listed[place - 1] : _before.Count == 0 ? null : _before[_before.Count - 1];
                _pending.Add(LogNumbers.DescribeRange(file, expected, number - 1), LogGapReason.Missed, before, after, null);
            }

            expected = number + 1;
        }
    }
}
