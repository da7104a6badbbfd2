using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Logs;

/// <summary>Counts the input that was read and the input that could not be used.</summary>
public sealed class LogCounts
{
    private const int MaxProblems = 50;

    private const int MaxUnreadNames = 1000;

    private readonly List<LogProblem> _problems = [];
    private readonly SortedDictionary<LogSubject, (string Source, long Count)> _subjects =
        new(Comparer<LogSubject>.Create((one, other) => string.CompareOrdinal(one.Name, other.Name)));
    private readonly SortedDictionary<string, long> _unread = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the number of logs read: files and entries of archives.</summary>
    public long Logs { get; internal set; }

    /// <summary>Gets the number of bytes of uncompressed text read.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Gets the number of line feeds read.</summary>
    public long Lines { get; internal set; }

    /// <summary>Gets the number of entries over 1 MiB, of which only the first 1 MiB was used.</summary>
    public long CutEntries { get; internal set; }

    /// <summary>Gets the number of continuation lines that contain a search term but have no entry before them.</summary>
    public long Orphans { get; internal set; }

    /// <summary>
    /// Gets the number of entries that contain a search term but yield no record: prose that mentions a fault, or a fault of another
    /// kind.
    /// </summary>
    public long Mentions { get; internal set; }

    /// <summary>
    /// Gets the number of entries of a known kind in an unknown form: an access line without a method, an event without a user.
    /// </summary>
    public long NotUnderstood { get; internal set; }

    /// <summary>Records whose time says no offset and was taken as UTC.</summary>
    public long TimesWithoutOffset { get; internal set; }

    /// <summary>Returns a sentence for logs that were read and cannot contain refused calls, if no other log was read; null
    /// otherwise.</summary>
    public string? UnsuitableLogs()
    {
        if (Logs == 0 || _subjects.Values.Sum(seen => seen.Count) < Logs)
        {
            return null;
        }

        const int MaxShown = 3;
        IEnumerable<string> shown = _subjects.Take(MaxShown)
            .Select(seen => $"{seen.Value.Source}{AndMore(seen.Value.Count - 1)}: This is {seen.Key.Name}. It shows {seen.Key.Shows}.");
        return string.Join(" ", shown)
            + " It cannot show calls that vCenter Server refused or who loads its API: collect vpxd*.log from /var/log/vmware/vpxd on "
            + "vCenter Server, or a support bundle.";
    }

    /// <summary>Returns what the logs are that cannot contain refused calls, if no other log was read; null otherwise.</summary>
    internal string? OtherSubjects()
    {
        const int MaxShown = 3;
        string[] names = [.. _subjects.Keys.Select(subject => subject.Name)];
        string more = names.Length > MaxShown ? FormattableString.Invariant($" and {names.Length - MaxShown} more") : "";
        return UnsuitableLogs() is null ? null
            : more.Length > 0 ? string.Join(", ", names.Take(MaxShown)) + more
            : string.Join(" and ", names);
    }

    private static string AndMore(long others) => others > 0 ? FormattableString.Invariant($" and {others} more") : "";

    /// <summary>Gets the number of entries: lines that do not continue another.</summary>
    public long Entries { get; internal set; }

    /// <summary>Gets the earliest time at which one of the logs starts; null if none has a time.</summary>
    public DateTimeOffset? FirstTime { get; private set; }

    /// <summary>Gets the latest time at which one of the logs ends; null if none has a time.</summary>
    public DateTimeOffset? LastTime { get; private set; }

    /// <summary>Gets the number of logs in folders and archives that were not read because they are of another kind.</summary>
    public long Unread => _unread.Values.Sum();

    /// <summary>Inputs, or parts of them, that could not be read.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Gets the first 50 problems of reading.</summary>
    internal IReadOnlyList<LogProblem> Problems => _problems;

    internal void Record(LogProblem problem)
    {
        Unreadable++;
        if (_problems.Count < MaxProblems)
        {
            _problems.Add(problem);
        }
    }

    /// <summary>Returns the counts as one line: logs, lines, entries, and the time that they span.</summary>
    public override string ToString()
    {
        const double BytesPerMebibyte = 1 << 20;
        return Phrases.Count(Logs, "log")
            + $", {Phrases.Count(Lines, "line")}, {Phrases.Count(Entries, "entry")}, "
            + FormattableString.Invariant($"{Bytes / BytesPerMebibyte:N1} MiB of text, {SpanText(toZone: null)}");
    }

    /// <summary>Returns the counts as one line, with the times in a time zone.</summary>
    /// <param name="toZone">Converts a time to the zone; null for UTC.</param>
    public string ToString(Func<DateTimeOffset, DateTimeOffset>? toZone)
    {
        string text = ToString();
        return text.Remove(text.Length - SpanText(toZone: null).Length) + SpanText(toZone);
    }

    private string SpanText(Func<DateTimeOffset, DateTimeOffset>? toZone)
    {
        if (FirstTime is not DateTimeOffset first || LastTime is not DateTimeOffset last)
        {
            return "no line with a time";
        }

        DateTimeOffset start = toZone?.Invoke(first) ?? first.ToUniversalTime();
        DateTimeOffset end = toZone?.Invoke(last) ?? last.ToUniversalTime();
        return FormattableString.Invariant($"{start:yyyy-MM-dd HH:mm:ss} to {end:yyyy-MM-dd HH:mm:ss} {TimeDisplay.Suffix(end)}");
    }

    /// <summary>Extends the time that the logs span.</summary>
    internal void Cover(DateTimeOffset time)
    {
        FirstTime = FirstTime < time ? FirstTime : time;
        LastTime = LastTime > time ? LastTime : time;
    }

    /// <summary>Counts a log that is not read, under its name without number.</summary>
    internal void AddUnread(string stem)
    {
        stem = _unread.Count < MaxUnreadNames || _unread.ContainsKey(stem) ? stem : "";
        _unread[stem] = _unread.TryGetValue(stem, out long count) ? count + 1 : 1;
    }

    /// <summary>Counts a log of which the lines were understood, but none says anything of interest.</summary>
    internal void Add(LogSubject subject, string source, long count = 1) =>
        _subjects[subject] = _subjects.TryGetValue(subject, out (string Source, long Count) known)
            ? known with { Count = known.Count + count }
            : (source, count);

    /// <summary>Returns the names of the logs that were not read, without numbers, and their counts.</summary>
    public string UnreadNames()
    {
        const int MaxShown = 8;
        IEnumerable<string> shown = _unread.Take(MaxShown)
            .Select(log => log.Value == 1 ? log.Key : FormattableString.Invariant($"{log.Key} ({log.Value})"));
        int others = _unread.Count - MaxShown;
        return string.Join(", ", shown) + (others > 0 ? FormattableString.Invariant($" and {others} more names") : "");
    }

    internal void Add(LogCounts other)
    {
        Entries += other.Entries;
        if (other.FirstTime is DateTimeOffset first && other.LastTime is DateTimeOffset last)
        {
            Cover(first);
            Cover(last);
        }

        foreach (KeyValuePair<string, long> log in other._unread)
        {
            _unread[log.Key] = log.Value + (_unread.TryGetValue(log.Key, out long count) ? count : 0);
        }

        foreach (KeyValuePair<LogSubject, (string Source, long Count)> seen in other._subjects)
        {
            Add(seen.Key, seen.Value.Source, seen.Value.Count);
        }

        Logs += other.Logs;
        Bytes += other.Bytes;
        Lines += other.Lines;
        CutEntries += other.CutEntries;
        Orphans += other.Orphans;
        Mentions += other.Mentions;
        NotUnderstood += other.NotUnderstood;
        TimesWithoutOffset += other.TimesWithoutOffset;
    }
}
