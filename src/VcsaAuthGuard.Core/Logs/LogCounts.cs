namespace VcsaAuthGuard.Logs;

/// <summary>Counts the input that was read and the input that could not be used.</summary>
public sealed class LogCounts
{
    private const int MostProblems = 50;

    private readonly List<LogProblem> _problems = [];

    /// <summary>Logs read: files, and entries of archives.</summary>
    public long Logs { get; internal set; }

    /// <summary>Bytes of (uncompressed) text read.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Line feeds read.</summary>
    public long Lines { get; internal set; }

    /// <summary>Entries over 1 MiB, of which only the first 1 MiB was used.</summary>
    public long CutEntries { get; internal set; }

    /// <summary>Continuation lines that hold a word looked for but have no entry in front of them.</summary>
    public long Orphans { get; internal set; }

    /// <summary>Entries that hold a word looked for and are no record: prose that mentions a fault, a fault of another kind.</summary>
    public long Mentions { get; internal set; }

    /// <summary>Entries of a kind that is read, in a form that is not known: an access line without a method, an event without a
    /// user.</summary>
    public long NotUnderstood { get; internal set; }

    /// <summary>Records whose time says no offset and was taken as UTC.</summary>
    public long TimesWithoutOffset { get; internal set; }

    /// <summary>Inputs, or parts of them, that could not be read.</summary>
    public long Unreadable { get; private set; }

    /// <summary>The first of what could not be read: up to 50.</summary>
    internal IReadOnlyList<LogProblem> Problems => _problems;

    internal void Note(LogProblem problem)
    {
        Unreadable++;
        if (_problems.Count < MostProblems)
        {
            _problems.Add(problem);
        }
    }

    internal void Add(LogCounts other)
    {
        Logs += other.Logs;
        Bytes += other.Bytes;
        Lines += other.Lines;
        CutEntries += other.CutEntries;
        Orphans += other.Orphans;
        Mentions += other.Mentions;
        NotUnderstood += other.NotUnderstood;
        TimesWithoutOffset += other.TimesWithoutOffset;
    }

    /// <summary>Returns the number of logs and lines.</summary>
    public override string ToString() => FormattableString.Invariant($"{Logs} logs, {Lines} lines");
}
