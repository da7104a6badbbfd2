using System.Text;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Faults;

/// <summary>Finds faults in lines that come one by one: from a pipeline, or from vCenter itself (PowerCLI's Get-Log).</summary>
/// <param name="query">Which faults are wanted.</param>
/// <param name="report">Where lines are counted.</param>
public sealed class FaultLineReader(FaultQuery query, LogReadReport report)
{
    private readonly NeedleSet _needles = FaultForms.NeedlesFor([.. query.Kinds]);
    private readonly StringBuilder _entry = new();
    private string _source = "";
    private long _line;
    private long _linesOfSource;

    /// <summary>Takes one line, or several joined by line ends.</summary>
    /// <param name="text">The text, without the end of its last line.</param>
    /// <param name="source">Where it is from. A new source ends the entry of the last one.</param>
    /// <param name="lineNumber">The 1-based number of its first line; null to count on from the last one.</param>
    /// <returns>The faults that are complete now: an entry is once the next one starts.</returns>
    public IEnumerable<AuthFault> Push(string text, string source, long? lineNumber = null)
    {
        List<AuthFault> faults = [];
        if (source != _source)
        {
            faults.AddRange(Complete());
            _source = source;
            _linesOfSource = 0;
            report.Counts.Logs++;
        }

        _linesOfSource = lineNumber - 1 ?? _linesOfSource;
        foreach (string line in text.Split('\n'))
        {
            _linesOfSource++;
            if (!IsContinuation(line))
            {
                faults.AddRange(Complete());
            }

            Append(line);
        }

        return faults;
    }

    /// <summary>Ends the last entry and gives its fault, if it is one.</summary>
    public IEnumerable<AuthFault> Complete()
    {
        if (_entry.Length == 0)
        {
            return [];
        }

        byte[] bytes = Encoding.UTF8.GetBytes(_entry.ToString());
        _entry.Clear();
        using LogBlock block = LogBlock.Of(bytes);
        BlockScan<AuthFault> scan = BlockScan<AuthFault>.Run(block, _source, _needles, FaultParser.Parse);
        report.Counts.Add(scan.Counts);
        foreach (ILogRecord fault in scan.Records)
        {
            fault.MoveDown(_line - 1);
        }

        return scan.Records.Select(query.Apply).OfType<AuthFault>();
    }

    private static bool IsContinuation(string line)
    {
        if (line.IndexOf("-->", StringComparison.Ordinal) < 0)
        {
            return false;
        }

        string start = line.Length <= LogLine.ContinuationReach ? line : line.Remove(LogLine.ContinuationReach);
        return LogLine.IsContinuation(Encoding.UTF8.GetBytes(start));
    }

    private void Append(string line)
    {
        if (_entry.Length == 0)
        {
            _line = _linesOfSource;
        }

        // One character over the longest entry is enough to see that it was longer.
        int room = LogBlockReader.LongestEntry + 1 - _entry.Length;
        if (room > 0)
        {
            _entry.Append(line, 0, Math.Min(line.Length, room)).Append('\n');
        }
    }
}
