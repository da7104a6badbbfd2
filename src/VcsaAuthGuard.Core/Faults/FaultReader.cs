using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Reading;


namespace VcsaAuthGuard.Faults;

/// <summary>Finds refused and failed API calls in vCenter logs.</summary>
public static class FaultReader
{
    /// <summary>
    /// Reads inputs and gives their faults as they are found: input after input, in each the order of the log. Memory does not
    /// grow with the inputs' size.
    /// </summary>
    /// <param name="inputs">What to read; see <see cref="LogInputFinder"/>.</param>
    /// <param name="query">Which faults are wanted.</param>
    /// <param name="report">Is told of problems and progress, on the thread that enumerates.</param>
    /// <param name="cancellation">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    public static IEnumerable<AuthFault> Read(
        IEnumerable<LogInput> inputs, FaultQuery query, LogReadReport report, CancellationToken cancellation = default)
    {
        NeedleSet needles = FaultPatterns.NeedlesFor([.. query.Kinds]);
        RepeatedRefusals refusals = new();
        foreach (
            AuthFault fault in new LogReader<AuthFault>(_ => needles, FaultParser.Read, query.Logs, report, cancellation).Read([
                .. inputs,
            ])
        )
        {
            if (!refusals.IsRepetition(fault) && query.Apply(fault) is AuthFault wanted)
            {
                yield return wanted;
            }
        }
    }

    /// <summary>
    /// Searches a log platform and gives the faults as they are found, oldest first. A fault without a time of its own gets the platform's;
    /// its source names platform and event, its server is the platform's host.
    /// </summary>
    /// <param name="logs">The platform.</param>
    /// <param name="query">Which faults are wanted.</param>
    /// <param name="report">Is told what was read.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    public static IEnumerable<AuthFault> Read(
        ICollectedLogs logs,
        FaultQuery query,
        LogReadReport report,
        CancellationToken cancellation = default
    )
    {
        NeedleSet needles = FaultPatterns.NeedlesFor([.. query.Kinds]);
        RepeatedRefusals refusals = new();
        CollectedEntryReader<AuthFault> reader = new(_ => needles, FaultParser.Read, report);
        foreach (CollectedEntry entry in logs.Search([.. FaultPatterns.PhrasesOf(query.Kinds)], cancellation))
        {
            foreach (AuthFault fault in reader.Read(entry))
            {
                AuthFault placed = Place(fault, entry);
                if (!refusals.IsRepetition(placed) && query.Apply(placed) is AuthFault wanted)
                {
                    yield return wanted;
                }
            }
        }
    }

    /// <summary>The fault with where a platform has it from.</summary>
    internal static AuthFault Place(AuthFault fault, CollectedEntry entry) =>
        fault with { Time = fault.Time ?? entry.Time, Server = entry.Server, Source = entry.Source };
}
