namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>
/// The rules and their weights: the one place to read and to change what the verdict stands on. A rule looks for one thing; its
/// points, times how strongly it applies, are added up for each cause. <see cref="Judge"/> says what they come to.
/// </summary>
internal static class DiagnosisRules
{
    /// <summary>For and against each cause.</summary>
    public static IReadOnlyList<DiagnosisRule> All { get; } =
    [
        // The article's problem: calls refused in a burst over the gateway ...
        new("Burst", DiagnosisCause.ApiStorm, 3, StormRules.Burst),
        //    ... because a client did far more than usual just before,
        new("Storm", DiagnosisCause.ApiStorm, 3, StormRules.Storm),
        //    ... until a limit was hit, or nearly,
        new("Limit", DiagnosisCause.ApiStorm, 2, StormRules.Limit),
        new("NearLimit", DiagnosisCause.ApiStorm, 1, StormRules.NearLimit),
        //    ... and tokens were idle for 300 seconds or more when they were used.
        new("IdleToken", DiagnosisCause.ApiStorm, 3, StormRules.IdleToken),
        //    What usually goes with it.
        new("LoginPerItem", DiagnosisCause.ApiStorm, 1, StormRules.LoginPerItem),
        new("WindowOverlap", DiagnosisCause.ApiStorm, 1.5, JobRules.WindowOverlap),
        new("JobsExplained", DiagnosisCause.ApiStorm, 2, JobRules.JobsExplained),
        new("TransferFailed", DiagnosisCause.ApiStorm, 1, JobRules.TransferFailed),
        //    What speaks against it.
        new("NoBurst", DiagnosisCause.ApiStorm, -4, StormRules.NoBurst),
        new("NoStorm", DiagnosisCause.ApiStorm, -2, StormRules.NoStorm),
        new("JobsElsewhere", DiagnosisCause.ApiStorm, -2, JobRules.JobsElsewhere),
        new("ClockJump", DiagnosisCause.ApiStorm, -1.5, StormRules.ClockJump),

        // Other causes of refused calls.
        new("Restart", DiagnosisCause.ServiceRestart, 6, OtherRules.Restart),
        new("Leak", DiagnosisCause.SessionLeak, 4, OtherRules.Leak),
        new("LeakLimit", DiagnosisCause.SessionLeak, 2, OtherRules.LeakLimit),
        new("LoginRefused", DiagnosisCause.LoginRefused, 4, OtherRules.LoginRefused),
        new("LoginJobs", DiagnosisCause.LoginRefused, 1.5, OtherRules.LoginJobs),
        new("Unreachable", DiagnosisCause.HostUnreachable, 4, OtherRules.Unreachable),
        new("OneHost", DiagnosisCause.HostUnreachable, 3, OtherRules.OneHost),
        new("HostJobs", DiagnosisCause.HostUnreachable, 1.5, OtherRules.HostJobs),
    ];
}
