using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Observations;

/// <summary>Describes refused calls that belong together.</summary>
internal static class RunSentences
{
    /// <summary>Returns the observation of refused calls: how many, how close, and of how many hosts.</summary>
    public static DiagnosisEvidence Describe(DiagnosisCause cause, VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs)
    {
        string[] hosts = [.. runs.SelectMany(run => run.Hosts).Select(host => host.Name).Distinct()];
        RefusedRun[] bursts = [.. runs.Where(run => run.IsBurst)];
        long calls = runs.Sum(run => run.Count);
        RefusedRun largest = runs.OrderByDescending(run => run.Count).First();
        string peak =
            bursts.Length == 0
                ? ""
                : FormattableString.Invariant($" in {Phrases.Count(bursts.Length, "burst")} (up to ")
                    + FormattableString.Invariant($"{bursts.Max(run => run.Burst!.PeakCount):N0} in ")
                    + FormattableString.Invariant($"{Phrases.Duration(evidence.Options.Burst.Period)})");
        string places = hosts.Length == 0 ? "" : $" for {Phrases.Count(hosts.Length, "host")}";
        return new()
        {
            Kind = bursts.Length > 0 ? EvidenceKind.Burst : EvidenceKind.RefusedCalls,
            Cause = cause,
            Role = EvidenceRole.Support,
            Statement = $"{Phrases.Count(calls, "call")} refused with NotAuthenticated{peak}{places}.",
            Start = runs.Min(run => run.Start),
            End = runs.Max(run => run.End),
            Count = calls,
            Lines = evidence.FaultsOf(AuthFaultKind.NotAuthenticated).LinesBetween(largest.Start, largest.End),
        };
    }

    /// <summary>Returns the first and the last time of some runs, as <c>, 2026-02-11 02:14 to 02:21 UTC</c>.</summary>
    public static string When(IReadOnlyList<RefusedRun> runs) =>
        runs.Count == 0 ? "" : ", " + Phrases.TimeRange(runs.Min(run => run.Start), runs.Max(run => run.End));

    /// <summary>Returns the refused calls of some runs that are in bursts.</summary>
    public static long BurstCalls(IReadOnlyList<RefusedRun> runs) => runs.Where(run => run.IsBurst).Sum(run => run.Count);
}
