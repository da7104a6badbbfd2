namespace VcsaAuthGuard.QueueReplays;

/// <summary>Specifies how logged requests are replayed.</summary>
public enum ReplayScenario : long
{
    /// <summary>As they came.</summary>
    AsLogged,

    /// <summary>As they would come with the starts that a plan proposes.</summary>
    UnderPlan,

    /// <summary>In batches, with a pause between them.</summary>
    InBatches,

    /// <summary>With one session for all clients: no login but the first, and no logout.</summary>
    SharedSession,
}
