namespace VcsaAuthGuard.Faults;

/// <summary>
/// When faults are a burst: more than <see cref="Threshold"/> within any <see cref="Period"/>, wherever on the clock it starts.
/// </summary>
public sealed record BurstRule
{
    /// <summary>KB 440879's rule: more than 10 in 5 minutes.</summary>
    public static BurstRule Default { get; } = new();

    /// <summary>So many faults are still none; one more is a burst. At least 0; 10 by default (KB 440879).</summary>
    public int Threshold { get; init; } = 10;

    /// <summary>
    /// How long the window is that slides over the log; faults exactly this far apart are not in one. 5 minutes by default (KB 440879).
    /// </summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The rule in words.</summary>
    public override string ToString() => FormattableString.Invariant($"more than {Threshold} in {Period:c}");
}
