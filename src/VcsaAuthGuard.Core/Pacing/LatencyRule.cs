namespace VcsaAuthGuard.Pacing;

/// <summary>Specifies how latency is evaluated. The thresholds are those of KB 440879: 20 to 25 ms.</summary>
public sealed record LatencyRule
{
    /// <summary>Gets the mean in milliseconds from which on the verdict is Warn; 20 by default.</summary>
    public double Warn { get; init; } = PaceGate.ArticleResume;

    /// <summary>Gets the mean in milliseconds above which the verdict is Stop; 25 by default.</summary>
    public double Stop { get; init; } = PaceGate.ArticleStop;

    /// <summary>Gets the span up to now over which the mean is calculated; 5 minutes by default.</summary>
    public TimeSpan Recent { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Returns the verdict on a mean.</summary>
    /// <param name="mean">Milliseconds.</param>
    public LatencyVerdict Evaluate(double mean) =>
        mean > Stop ? LatencyVerdict.Stop
        : mean >= Warn ? LatencyVerdict.Warn
        : LatencyVerdict.Good;
}
