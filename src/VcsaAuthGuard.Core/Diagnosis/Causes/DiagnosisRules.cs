namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Lists the rules. Each rule's points, times the strength of its finding, are added up for its cause; see
/// docs/diagnosis.md.</summary>
internal static class DiagnosisRules
{
    public static IReadOnlyList<DiagnosisRule> All { get; } =
    [
        // KB 440879: calls refused in a burst, because a client did far more than usual just before, until a limit was reached or nearly
        // so, and tokens were idle for 300 seconds or more when they were used.
        new RefusedCallBurstRule(),
        new StormRule(),
        new LimitRule(),
        new NearLimitRule(),
        new IdleTokenRule(),

        // Usually accompanies it.
        new LoginPerItemRule(),
        new WindowOverlapRule(),
        new JobsExplainedRule(),
        new TransferFailedRule(),

        // Contradicts it.
        new NoBurstRule(),
        new NoStormRule(),
        new JobsElsewhereRule(),
        new ClockJumpRule(),

        // Other causes.
        new RestartRule(),
        new LeakRule(),
        new LeakLimitRule(),
        new LoginRefusedRule(),
        new LoginJobsRule(),
        new LoginLimitRule(),
        new UnreachableRule(),
        new OneHostRule(),
        new HostJobsRule(),
        new SessionLimitRule(),
        new ConnectionLimitRule(),
        new OtherFaultsRule(),
    ];
}
