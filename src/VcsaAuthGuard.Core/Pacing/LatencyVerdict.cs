namespace VcsaAuthGuard.Pacing;

/// <summary>Specifies what a datastore's latency means for work that is about to start.</summary>
public enum LatencyVerdict : long
{
    /// <summary>There are no recent samples, so the latency is unknown: do not start work.</summary>
    Unknown,

    /// <summary>Under the first threshold.</summary>
    Good,

    /// <summary>The latency is between the thresholds: start no additional work.</summary>
    Warn,

    /// <summary>Over the second threshold: start nothing.</summary>
    Stop,
}
