namespace VcsaAuthGuard.Faults;

/// <summary>Represents the definition of a burst: more than <see cref="Threshold"/> faults within any <see cref="Period"/>.</summary>
public sealed record BurstRule
{
    /// <summary>Gets the rule of KB 440879: more than 10 faults in 5 minutes.</summary>
    public static BurstRule Default { get; } = new();

    /// <summary>
    /// Gets the number of faults within <see cref="Period"/> that must be exceeded to report a burst. At least 0; 10 by default (KB
    /// 440879).
    /// </summary>
    public int Threshold { get; init; } = 10;

    /// <summary>
    /// Gets the length of the sliding period; faults exactly this far apart are not within one period. 5 minutes by default (KB 440879).
    /// </summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Returns the rule as text.</summary>
    public override string ToString() => FormattableString.Invariant($"more than {Threshold} in {Period:c}");
}
