using VcsaAuthGuard.Logs;

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
        NeedleSet needles = FaultForms.NeedlesFor([.. query.Kinds]);
        foreach (AuthFault fault in new LogReader<AuthFault>(_ => needles, FaultParser.Read, LogKinds.Vpxd, report, cancellation).Read([.. inputs]))
        {
            if (query.Apply(fault) is AuthFault wanted)
            {
                yield return wanted;
            }
        }
    }
}
