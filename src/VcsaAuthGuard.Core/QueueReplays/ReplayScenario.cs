namespace VcsaAuthGuard.QueueReplays;

/// <summary>Specifies how logged requests are replayed.</summary>
public enum ReplayScenario : long
{
    /// <summary>The requests come as logged.</summary>
    AsLogged,

    /// <summary>The requests come with the starts that a plan proposes.</summary>
    UnderPlan,

    /// <summary>The requests come in batches, with a pause between them.</summary>
    InBatches,

    /// <summary>All clients share one session: there is no login except the first, and no logout.</summary>
    SharedSession,
}
