using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis;

/// <summary>Finds missing evidence that no single rule reports.</summary>
internal static class GeneralGaps
{
    private static readonly RefusedCallBurstRule BurstRule = new();

    /// <summary>Adds missing evidence that no single rule reports and returns its weight in points.</summary>
    public static double AddTo(List<MissingEvidence> missing, VCenterEvidence evidence)
    {
        double points = AddTimes(missing, evidence);
        int runs = BackupRuns.FailedOutsideLogs(evidence);
        if (runs > 0 && evidence.From is not null)
        {
            missing.Add(
                new(
                    "JobRuns",
                    $"What happened in {Phrases.Count(runs, "failed backup run")} outside the time that the logs cover, "
                        + $"which {(runs == 1 ? "is" : "are")} left out.",
                    "vpxd*.log of the hours in which these runs failed; check that the report's times have the right offset."
                )
            );
        }

        if (!evidence.HasOwners && !evidence.HasEvents)
        {
            missing.Add(
                new(
                    "Clients",
                    "Whose sessions these are: no log names an account.",
                    "vpxd-profiler-*.log from the same folder, or vCenter's login events (Get-VIEvent, "
                        + "or events*.log of its syslog forwarding)."
                )
            );
        }

        if (!evidence.HasAccess && evidence.UnexplainedBursts.Count > 0)
        {
            missing.Add(new(
                "Gateway",
                "What the gateway itself logged.",
                "/var/log/vmware/envoy/envoy-access*.log and /var/log/vmware/envoy-hgw/ of that night."));
        }

        if (evidence.EndedEarly > 0)
        {
            missing.Add(new(
                "Sessions",
                $"The end of {Phrases.Count(evidence.EndedEarly, "session")}: more were open at once than can be tracked.",
                "Nothing: their logins and calls up to that point are counted."));
        }

        return points;
    }

    private static double AddTimes(List<MissingEvidence> missing, VCenterEvidence evidence)
    {
        const string Collect = "vpxd*.log of the hours in which backups failed.";
        if (evidence.HasVpxd && evidence.Bursts.Count == 0 && !evidence.HasBaseline)
        {
            string statement = evidence.To - evidence.From is TimeSpan span
                ? $"What happened outside the {Phrases.Duration(TimeSpan.FromMinutes(Math.Ceiling(span.TotalMinutes)))} that the logs "
                    + "cover."
                : "When anything happened: no entry has a time.";
            missing.Add(new("Time", statement, Collect));
            return BurstRule.Weight;
        }

        long untimed = evidence.FaultsOf(AuthFaultKind.NotAuthenticated).UntimedCount;
        if (untimed > 0)
        {
            missing.Add(new("Time", $"When {Phrases.Count(untimed, "refused call")} came: the entries have no time.", Collect));
        }

        return 0;
    }
}
