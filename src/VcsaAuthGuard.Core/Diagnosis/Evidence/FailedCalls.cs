using VcsaAuthGuard.Diagnosis.Symptoms;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents the calls at the gateway, or the tasks, that failed with one type of fault.</summary>
/// <param name="type">The type (<c>vim.fault.CannotAccessFile</c>); empty for failures at the gateway without a fault.</param>
/// <param name="isAtGateway">Whether they failed at the gateway; otherwise they are tasks and other calls.</param>
/// <param name="faults">Their number, times and places.</param>
internal sealed class FailedCalls(string type, bool isAtGateway, FaultKindEvidence faults)
{
    private const int MaxTypes = 12;

    public string Type { get; } = type;

    public bool IsAtGateway { get; } = isAtGateway;

    public FaultKindEvidence Faults { get; } = faults;

    public FaultClass Class { get; } = type.Length == 0 ? FaultClass.Connection : FaultType.ClassOf(type);

    /// <summary>Gets whether they can be those of a host that does not answer.</summary>
    public bool IsOfHost => Class == FaultClass.Connection || (IsAtGateway && Type.EndsWith("Timedout", StringComparison.Ordinal));

    /// <summary>Returns the types with their counts: <c>vim.fault.CannotAccessFile (24), vmodl.fault.SystemError (3)</c>.</summary>
    public static string Describe(IEnumerable<FailedCalls> failures) =>
        string.Join(
            ", ",
            failures
                .Where(failure => failure.Type.Length > 0)
                .GroupBy(failure => failure.Type)
                .Select(type => (Type: type.Key, Count: type.Sum(failure => failure.Faults.Count)))
                .OrderByDescending(type => type.Count)
                .Take(MaxTypes)
                .Select(type => FormattableString.Invariant($"{type.Type} ({type.Count:N0})"))
        );
}
