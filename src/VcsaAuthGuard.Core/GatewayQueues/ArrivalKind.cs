namespace VcsaAuthGuard.GatewayQueues;

/// <summary>How requests reach the gateway queue.</summary>
public enum ArrivalKind
{
    /// <summary>All in the same moment: snapshots of every VM requested in bulk.</summary>
    AllAtOnce,

    /// <summary>So many at once, and again after an interval, until all are there.</summary>
    Batch,

    /// <summary>One by one, equally far apart over a span.</summary>
    Even,

    /// <summary>One by one at random over a span, each apart from the others (a Poisson process).</summary>
    Poisson,
}
