namespace VcsaAuthGuard.Pacing;

/// <summary>Specifies how latency is judged. The thresholds are those of KB 440879: 20 to 25 ms.</summary>
public sealed record LatencyRule
{
    /// <summary>From this mean on, in milliseconds, the verdict is Warn; 20 by default.</summary>
    public double Warn { get; init; } = PaceGate.ArticleResume;

    /// <summary>Over this mean, in milliseconds, the verdict is Stop; 25 by default.</summary>
    public double Stop { get; init; } = PaceGate.ArticleStop;

    /// <summary>The span up to now that the mean is taken over; 5 minutes by default.</summary>
    public TimeSpan Recent { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The verdict on a mean.</summary>
    /// <param name="mean">Milliseconds.</param>
    public LatencyVerdict Evaluate(double mean) =>
        mean > Stop ? LatencyVerdict.Stop
        : mean >= Warn ? LatencyVerdict.Warn
        : LatencyVerdict.Good;
}
