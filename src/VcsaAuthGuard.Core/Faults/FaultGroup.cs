namespace VcsaAuthGuard.Faults;

/// <summary>Represents faults that have a value in common.</summary>
/// <param name="By">What was counted by.</param>
/// <param name="Name">The host, datastore, method or hour; null for faults that do not say.</param>
/// <param name="Count">How many faults.</param>
/// <param name="Share">Their share of all, 0 to 1.</param>
/// <param name="FirstSeen">The earliest of them; null if none has a time.</param>
/// <param name="LastSeen">The latest of them; null if none has a time.</param>
public sealed record FaultGroup(
    FaultGroupKey By,
    string? Name,
    int Count,
    double Share,
    DateTimeOffset? FirstSeen,
    DateTimeOffset? LastSeen
)
{
    /// <summary>Returns the same group with its times converted, such as to a time zone's offset.</summary>
    /// <param name="convert">Converts a time.</param>
    public FaultGroup WithTimes(Func<DateTimeOffset, DateTimeOffset> convert) => this with
    {
        FirstSeen = FirstSeen is DateTimeOffset first ? convert(first) : null,
        LastSeen = LastSeen is DateTimeOffset last ? convert(last) : null,
    };

    /// <summary>Returns name and count: <c>host-150117 (23)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name ?? "?"} ({Count})");
}
