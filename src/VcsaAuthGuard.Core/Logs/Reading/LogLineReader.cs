using System.Text;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>Reads lines that come one by one: from a pipeline, or from vCenter itself (PowerCLI's Get-Log).</summary>
/// <param name="needlesOf">What entries of a log, given by name, must hold to be of interest.</param>
/// <param name="parse">Reads such an entry.</param>
/// <param name="report">Where lines are counted.</param>
internal sealed class LogLineReader<T>(Func<string, NeedleSet> needlesOf, EntryParser<T> parse, LogReadReport report)
    where T : class, ILogRecord
{
    private readonly StringBuilder _entry = new();
    private NeedleSet? _needles;
    private LogRecognition? _recognition;
    private string _source = "";
    private long _line;
    private long _linesOfSource;

    public LogLineReader(NeedleSet needles, EntryParser<T> parse, LogReadReport report)
        : this(_ => needles, parse, report)
    {
    }

    /// <summary>Adds one line, or several joined by line ends.</summary>
    /// <param name="text">The text, without the end of its last line.</param>
    /// <param name="source">Where it is from. A new source ends the entry of the last one.</param>
    /// <param name="lineNumber">The 1-based number of its first line; null to count on from the last one.</param>
    /// <returns>The records that are complete now: an entry is once the next one starts.</returns>
    public List<T> Push(string text, string source, long? lineNumber)
    {
        List<T> records = [];
        if (source != _source)
        {
            records.AddRange(Complete());
            _source = source;
            _needles = null;
            _recognition = new(source);
            _linesOfSource = 0;
            report.Counts.Logs++;
        }

        _linesOfSource = lineNumber - 1 ?? _linesOfSource;
        foreach (string line in text.Split('\n').Select(PastedText.Restore))
        {
            _linesOfSource++;
            if (!IsContinuation(line))
            {
                records.AddRange(EndEntry());
            }

            Append(line);
        }

        return records;
    }

    /// <summary>Ends the last entry and the log, and gives what the entry says.</summary>
    public List<T> Complete()
    {
        List<T> records = EndEntry();
        if (_recognition?.Problem is LogProblem problem)
        {
            report.Raise(problem);
        }

        if (_recognition?.Subject is LogSubject subject)
        {
            report.Counts.Add(subject, _source);
        }

        _recognition = null;
        return records;
    }

    private List<T> EndEntry()
    {
        if (_entry.Length == 0)
        {
            return [];
        }

        byte[] bytes = Encoding.UTF8.GetBytes(_entry.ToString());
        _entry.Clear();
        using LogBlock block = LogBlock.FromBytes(bytes);
        BlockScan<T> scan = BlockScan<T>.Run(block, _source, _needles ??= needlesOf(_source), parse);
        _recognition?.Inspect(block.Bytes, scan.Counts, scan.Records.Count > 0);
        report.Counts.Add(scan.Counts);
        foreach (T record in scan.Records)
        {
            record.MoveDown(_line - 1);
        }

        return scan.Records;
    }

    private static bool IsContinuation(string line)
    {
        bool mayContinue = line.Contains("-->")
            || line.Contains("--\\u003e")
            || line.Contains("--\\u003E")
            || string.IsNullOrWhiteSpace(line);
        return mayContinue && LogLine.IsContinuation(Encoding.UTF8.GetBytes(line));
    }

    private void Append(string line)
    {
        if (_entry.Length == 0)
        {
            _line = _linesOfSource;
        }

        // One character over the longest entry is enough to see that it was longer.
        int room = LogBlockReader.MaxEntryLength + 1 - _entry.Length;
        if (room > 0)
        {
            _entry.Append(line, 0, Math.Min(line.Length, room)).Append('\n');
        }
    }
}
