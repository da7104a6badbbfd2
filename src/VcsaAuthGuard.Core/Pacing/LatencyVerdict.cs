namespace VcsaAuthGuard.Pacing;

/// <summary>Specifies what a datastore's latency means for work that is about to start.</summary>
public enum LatencyVerdict : long
{
    /// <summary>There are no recent samples, so the latency is unknown: do not start work.</summary>
    Unknown,

    /// <summary>Under the first threshold.</summary>
    Good,

    /// <summary>From the first threshold to the second: start no more than there is.</summary>
    Warn,

    /// <summary>Over the second threshold: start nothing.</summary>
    Stop,
}
