namespace VcsaAuthGuard.GatewayQueues;

/// <summary>Specifies where the number of requests that the gateway serves at a time comes from.</summary>
public enum ConcurrencySource : long
{
    /// <summary>It is assumed: no public source gives the figure.</summary>
    Assumed,

    /// <summary>It was given.</summary>
    Given,

    /// <summary>It was estimated from logs.</summary>
    Estimated,
}
