namespace VcsaAuthGuard.VSphere.Termination;

/// <summary>Specifies the sessions to end.</summary>
public sealed record TerminationFilter
{
    /// <summary>Gets the sessions to choose from, by their keys; null to choose from all sessions of the server.</summary>
    public IReadOnlyCollection<VCenterSession>? Candidates { get; init; }

    /// <summary>Gets the keys of sessions to end regardless of their owner; null if none was named.</summary>
    public IReadOnlyCollection<string>? Keys { get; init; }

    /// <summary>Gets the condition that a session's current state must meet; null if there is none.</summary>
    public Predicate<VCenterSession>? Condition { get; init; }
}
