using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Watching.Metrics;

/// <summary>Represents the number of faults of one kind and method at one vCenter.</summary>
/// <param name="Server">The vCenter.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Method">The method, as <see cref="MethodLabels"/> writes it.</param>
/// <param name="Count">The number of faults since the state file was created.</param>
/// <param name="Last">The time of the latest fault; null if none had one.</param>
internal sealed record FaultCounter(string Server, AuthFaultKind Kind, string Method, long Count, DateTimeOffset? Last);
