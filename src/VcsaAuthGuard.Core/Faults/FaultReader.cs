using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Reading;


namespace VcsaAuthGuard.Faults;

/// <summary>Finds refused and failed API calls in vCenter logs.</summary>
public static class FaultReader
{
    /// <summary>
    /// Reads inputs and gives their faults as they are found: those of vpxd's logs in the order of the log, input after input, and behind
    /// them the failed requests of access logs that vpxd's logs do not report. Memory does not grow with the inputs' size.
    /// </summary>
    /// <param name="inputs">What to read; see <see cref="LogInputFinder"/>.</param>
    /// <param name="query">Which faults are wanted.</param>
    /// <param name="report">Receives problems and progress, on the thread that enumerates.</param>
    /// <param name="cancellation">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    public static IEnumerable<AuthFault> Read(
        IEnumerable<LogInput> inputs, FaultQuery query, LogReadReport report, CancellationToken cancellation = default)
    {
        NeedleSet needles = FaultPatterns.NeedlesFor([.. query.Kinds]);
        foreach (InputGroup group in InputGroup.Create(inputs, report))
        {
            LogReader<AuthFault> reader = new(_ => needles, FaultParser.Read, query.Logs, report, cancellation);
            foreach (AuthFault fault in Select(reader.Read(group.Inputs), query))
            {
                yield return fault;
            }
        }
    }

    /// <summary>
    /// Searches a log platform and returns the faults as they are found, oldest first. A fault without its own time gets the platform's;
    /// its source names platform and event, its server is the platform's host.
    /// </summary>
    /// <param name="logs">The platform.</param>
    /// <param name="query">Which faults are wanted.</param>
    /// <param name="report">Receives the counts of what was read.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    public static IEnumerable<AuthFault> Read(
        ICollectedLogs logs,
        FaultQuery query,
        LogReadReport report,
        CancellationToken cancellation = default
    )
    {
        NeedleSet needles = FaultPatterns.NeedlesFor([.. query.Kinds]);
        CollectedEntryReader<AuthFault> reader = new(_ => needles, FaultParser.Read, report);
        IEnumerable<CollectedEntry> entries = logs.Search([.. FaultPatterns.PhrasesFor(query.Kinds)], cancellation);
        return Select(entries.SelectMany(entry => reader.Read(entry).Select(fault => Place(fault, entry))), query);
    }

    private static IEnumerable<AuthFault> Select(IEnumerable<AuthFault> faults, FaultQuery query)
    {
        FaultSelection selection = new(query);
        foreach (AuthFault wanted in faults.SelectMany(selection.Add))
        {
            yield return wanted;
        }

        foreach (AuthFault wanted in selection.Complete())
        {
            yield return wanted;
        }
    }

    /// <summary>Adds the platform's time, server and source to a fault.</summary>
    internal static AuthFault Place(AuthFault fault, CollectedEntry entry) =>
        fault with { Time = fault.Time ?? entry.Time, Server = entry.Server ?? fault.Server, Source = entry.Source };
}
