using VcsaAuthGuard.Logs.Reading;
using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.Faults;

/// <summary>Finds faults in single lines: from a pipeline, or from vCenter Server itself (PowerCLI's Get-Log).</summary>
/// <param name="query">Which faults are wanted.</param>
/// <param name="report">Where lines are counted.</param>
public sealed class FaultLineReader(FaultQuery query, LogReadReport report)
{
    private readonly LogLineReader<AuthFault> _lines = new(FaultPatterns.NeedlesFor([.. query.Kinds]), FaultParser.Read, report);
    private readonly FaultSelection _selection = new(query);

    /// <summary>Adds one line, or several joined by line ends.</summary>
    /// <param name="text">The text, without the end of its last line.</param>
    /// <param name="source">Where it is from. A new source ends the entry of the last one.</param>
    /// <param name="lineNumber">The 1-based number of its first line; null to count on from the last one.</param>
    /// <returns>The faults that are complete now: an entry is once the next one starts.</returns>
    public IEnumerable<AuthFault> Push(string text, string source, long? lineNumber = null) =>
        Select(_lines.Push(text, source, lineNumber));

    /// <summary>Ends the last entry and returns its fault, if it is one, and those that were held.</summary>
    public IEnumerable<AuthFault> Complete() => [.. Select(_lines.Complete()), .. _selection.Complete()];

    private List<AuthFault> Select(List<AuthFault> faults) => [.. faults.SelectMany(_selection.Add)];
}
