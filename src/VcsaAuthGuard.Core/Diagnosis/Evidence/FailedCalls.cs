using VcsaAuthGuard.Diagnosis.Symptoms;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents the calls at the gateway, or the tasks, that failed with one type of fault.</summary>
/// <param name="type">The type (<c>vim.fault.CannotAccessFile</c>); empty for failures at the gateway without a fault.</param>
/// <param name="isAtGateway">Whether they failed at the gateway; otherwise they are tasks and other calls.</param>
/// <param name="faults">Their number, times and places.</param>
internal sealed class FailedCalls(string type, bool isAtGateway, FaultKindEvidence faults)
{
    public string Type { get; } = type;

    public bool IsAtGateway { get; } = isAtGateway;

    public FaultKindEvidence Faults { get; } = faults;

    public FaultClass Class { get; } = type.Length == 0 ? FaultClass.Connection : FaultType.ClassOf(type);

    /// <summary>Gets whether they can be those of a host that does not answer.</summary>
    public bool IsOfHost => Class == FaultClass.Connection || (IsAtGateway && Type.EndsWith("Timedout", StringComparison.Ordinal));
}
