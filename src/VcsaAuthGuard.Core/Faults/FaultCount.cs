namespace VcsaAuthGuard.Faults;

/// <summary>Represents the number of faults that share a value.</summary>
/// <param name="Name">What: a host, a datastore, a method. Null for faults that do not say.</param>
/// <param name="Count">How many faults.</param>
public sealed record FaultCount(string? Name, int Count)
{
    /// <summary>Returns the name and the count: <c>host-150117 (23)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name ?? "?"} ({Count})");
}
