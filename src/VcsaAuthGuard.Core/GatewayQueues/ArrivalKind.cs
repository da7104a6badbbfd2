namespace VcsaAuthGuard.GatewayQueues;

/// <summary>Specifies how requests reach the gateway queue.</summary>
public enum ArrivalKind : long
{
    /// <summary>All requests at the same moment, as when snapshots of every VM are requested in bulk.</summary>
    AllAtOnce,

    /// <summary>A batch at once, and the next after an interval, until all have come.</summary>
    Batch,

    /// <summary>One by one, at equal distances over a time span.</summary>
    Even,

    /// <summary>One by one at random over a time span, independent of each other (a Poisson process).</summary>
    Poisson,
}
