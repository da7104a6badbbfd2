using System.Text;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>Reads entries of a log platform, by the same rules as those of a file.</summary>
/// <param name="needlesOf">Returns what entries of a log, given by name, must contain to be of interest.</param>
/// <param name="parse">Reads such an entry.</param>
/// <param name="report">Receives the counts.</param>
internal sealed class CollectedEntryReader<T>(Func<string, NeedleSet> needlesOf, EntryParser<T> parse, LogReadReport report)
    where T : class, ILogRecord
{
    /// <summary>The maximum number of logs. Events are not separated by a field with a different value in each.</summary>
    private const int MaxLogs = 1 << 16;

    private readonly Dictionary<string, NeedleSet> _logs = new(StringComparer.Ordinal);

    /// <summary>Returns the records of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="besides">Entries that contain one of these are skipped: another search finds them.</param>
    public List<T> Read(CollectedEntry entry, NeedleSet? besides = null)
    {
        byte[] text = Encoding.UTF8.GetBytes(entry.Text + "\n");
        if (besides?.IndexIn(text) >= 0)
        {
            return [];
        }

        if (!_logs.TryGetValue(entry.Log, out NeedleSet? needles))
        {
            needles = needlesOf(entry.Log);
            if (_logs.Count < MaxLogs)
            {
                _logs[entry.Log] = needles;
                report.Counts.Logs++;
            }
        }

        report.Counts.Cover(entry.Time);
        report.CurrentSource = entry.Log;
        using LogBlock block = LogBlock.FromBytes(text);
        BlockScan<T> scan = BlockScan<T>.Run(block, entry.Log, needles, parse);
        report.Counts.Add(scan.Counts);
        return scan.Records;
    }
}
