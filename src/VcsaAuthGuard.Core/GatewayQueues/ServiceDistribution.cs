namespace VcsaAuthGuard.GatewayQueues;

/// <summary>Specifies the distribution of the time that the gateway spends on a request.</summary>
public enum ServiceDistribution : long
{
    /// <summary>The same for every request.</summary>
    Constant,

    /// <summary>Exponential around a mean: many short times, few long ones.</summary>
    Exponential,

    /// <summary>Drawn at random from measured durations.</summary>
    Measured,
}
