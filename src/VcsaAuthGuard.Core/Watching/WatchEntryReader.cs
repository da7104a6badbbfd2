using VcsaAuthGuard.ApiLoad.Entries;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Watching;

/// <summary>Reads the entries that a watcher looks for: faults and, where clients are counted, logins and calls.</summary>
internal sealed class WatchEntryReader
{
    private readonly bool _readsCalls;

    /// <param name="kinds">The kinds of fault.</param>
    /// <param name="readsCalls">Whether logins and calls are read.</param>
    public WatchEntryReader(IReadOnlyCollection<AuthFaultKind> kinds, bool readsCalls)
    {
        _readsCalls = readsCalls;
        IEnumerable<string> needles = FaultPatterns.NeedlesOf(kinds);
        Needles = [.. (readsCalls ? needles.Concat(LoadEntryParser.VpxdNeedles) : needles).Distinct()];
    }

    /// <summary>Gets texts of which each entry of interest contains one.</summary>
    public IReadOnlyList<string> Needles { get; }

    /// <summary>Reads one entry.</summary>
    public void Read(LogEntrySpan span, LogCounts counts, List<ILogRecord> records)
    {
        if (_readsCalls && LoadEntryParser.TryReadUsual(span, counts, records))
        {
            return;
        }

        LogEntry entry = LogEntry.Read(span);
        bool isCall = _readsCalls && LoadEntryParser.TryRead(entry, counts, records);
        if (FaultParser.Parse(entry, counts) is AuthFault fault)
        {
            records.Add(fault);
        }
        else if (!isCall && EntryForms.IsMention(span.Text))
        {
            counts.Mentions++;
        }
    }
}
