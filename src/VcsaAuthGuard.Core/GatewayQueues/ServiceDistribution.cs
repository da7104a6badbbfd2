namespace VcsaAuthGuard.GatewayQueues;

/// <summary>How the time differs that the gateway spends on a request.</summary>
public enum ServiceDistribution
{
    /// <summary>Not at all.</summary>
    Constant,

    /// <summary>At random around a mean, exponentially: many short ones, few long.</summary>
    Exponential,

    /// <summary>As in durations that were measured: each request takes one of them, drawn at random.</summary>
    Measured,
}
