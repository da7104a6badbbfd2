using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis;

/// <summary>Finds evidence that the logs do not contain and that could change the answer, and what to collect for it.</summary>
internal static class Gaps
{
    private const string CollectHours = "vpxd*.log of the hours in which backups failed.";

    /// <summary>Returns the missing evidence.</summary>
    /// <param name="evidence">The evidence.</param>
    /// <param name="finding">The first finding.</param>
    /// <param name="counts">What was read.</param>
    public static IEnumerable<MissingEvidence> Find(VCenterEvidence evidence, DiagnosisFinding finding, LogCounts counts) =>
        ForRefusedCalls(evidence, counts).Concat(ForStorm(evidence, finding)).Concat(ForTimes(evidence, counts))
            .Concat(ForClients(evidence, finding))
            .Concat(ForSearches(evidence, finding));

    /// <summary>Returns why there is no entry of vpxd's log to judge.</summary>
    internal static string WithoutEntries(VCenterEvidence evidence, LogCounts counts) =>
        counts.OtherSubjects() is string others ? $"there is only {others}"
        : evidence.Range.IsEverything ? "no entry of vpxd's log was understood"
        : "no entry of vpxd's log is within the time asked for";

    private static IEnumerable<MissingEvidence> ForRefusedCalls(VCenterEvidence evidence, LogCounts counts)
    {
        if (!evidence.HasVpxd)
        {
            yield return new(
                nameof(EvidenceKind.NoBurst),
                counts.OtherSubjects() is null
                    ? $"Whether calls were refused: {WithoutEntries(evidence, counts)}."
                    : "Whether calls were refused, and who loads the API.",
                "vpxd*.log of the time in question, or a support bundle.");
        }

        FaultKindEvidence refused = evidence.FaultsOf(AuthFaultKind.NotAuthenticated);
        if (evidence.Bursts.Count == 0 && refused.UntimedCount > 0 && refused.Count > evidence.Options.Burst.Threshold)
        {
            string untimed =
                refused.UntimedCount == refused.Count
                    ? "none"
                    : FormattableString.Invariant($"only {refused.Count - refused.UntimedCount:N0}");
            yield return new(
                nameof(EvidenceKind.NoBurst),
                $"Whether calls were refused in a burst: {Phrases.Count(refused.Count, "call")} refused with NotAuthenticated, of "
                    + $"which {untimed} has a time.",
                "vpxd*.log with the time at the start of each entry, as vpxd writes it.");
        }
    }

    /// <summary>Returns the missing evidence to prove or describe a storm.</summary>
    private static IEnumerable<MissingEvidence> ForStorm(VCenterEvidence evidence, DiagnosisFinding finding)
    {
        if (finding.Cause != DiagnosisCause.ApiStorm)
        {
            yield break;
        }

        if (evidence.Bursts.All(run => run.IdleTokens(0, int.MaxValue).Shown == 0))
        {
            yield return new(
                nameof(EvidenceKind.IdleToken),
                "How long the refused tokens were idle.",
                "vpxd logs of the 15 minutes before the burst.");
        }

        if (!LoadVisibility.IsSufficient(evidence))
        {
            yield return new(
                nameof(EvidenceKind.Storm),
                "Who loaded the API before the burst.",
                "vpxd logs of several hours before the burst, or login events.");
        }

        FaultKindEvidence limit = evidence.FaultsOf(AuthFaultKind.SessionLimit);
        if (limit.UntimedCount > 0)
        {
            yield return new(
                nameof(EvidenceKind.Limit),
                "Whether a limit was reached around the burst: the entries that report a limit have no time.",
                "vpxd*.log with the time at the start of each entry, as vpxd writes it.");
        }

        if (evidence.Windows.Count == 0 && evidence.Options.Windows is null)
        {
            yield return new(
                nameof(EvidenceKind.WindowOverlap),
                "Whether backups and automation ran at the same time.",
                "Their schedules as windows (-Window, --windows FILE).");
        }

        if (evidence.Options.JobRuns is null)
        {
            yield return new(
                nameof(EvidenceKind.JobsExplained),
                "Which backup runs failed in the burst.",
                "The product's report of that night (-JobRun, --job-runs FILE).");
        }

        if (!evidence.HasAccess)
        {
            yield return new(
                "Gateway",
                "What the gateway itself logged.",
                "/var/log/vmware/envoy/ and envoy-hgw/ of that night.");
        }
    }

    /// <summary>Returns what a log platform could not be asked for.</summary>
    private static IEnumerable<MissingEvidence> ForSearches(VCenterEvidence evidence, DiagnosisFinding finding)
    {
        if (!evidence.IsSearched)
        {
            yield break;
        }

        string[] unsearched = [.. evidence.Options.Signatures.Where(signature => signature.Phrase is null).Select(item => item.Name)];
        if (unsearched.Length > 0)
        {
            yield return new(
                nameof(EvidenceKind.Signature),
                $"Whether {(unsearched.Length == 1 ? "the signature" : "the signatures")} {NameList.Join(unsearched)} "
                    + $"{(unsearched.Length == 1 ? "matches" : "match")}: a platform is searched for words, and no words are in every "
                    + "match.",
                "The log files, or give the pattern whole words that every match has.");
        }

        if (finding.Cause is DiagnosisCause.None or DiagnosisCause.Unknown or DiagnosisCause.Unexplained)
        {
            yield return new(
                nameof(EvidenceKind.OtherFaults),
                "What else the logs have: a platform gives only the messages that it is asked for.",
                "The log files of that time, or a support bundle.");
        }
    }

    /// <summary>Returns what the logs do not cover. They can cover more time than the entries that were read.</summary>
    private static IEnumerable<MissingEvidence> ForTimes(VCenterEvidence evidence, LogCounts counts)
    {
        bool isCovered = evidence.Range.IsEverything && LoadSpikeFinder.IsBaseline(counts.FirstTime, counts.LastTime);
        long untimed = evidence.FaultsOf(AuthFaultKind.NotAuthenticated).UntimedCount;
        if (evidence.HasVpxd && evidence.Bursts.Count == 0 && !evidence.HasBaseline && !isCovered)
        {
            string statement = evidence.To - evidence.From is TimeSpan span
                ? $"What happened outside the {Phrases.Duration(TimeSpan.FromMinutes(Math.Ceiling(span.TotalMinutes)))} that the logs "
                    + "cover."
                : "When anything happened: no entry has a time.";
            yield return new("Time", statement, CollectHours);
        }
        else if (untimed > 0)
        {
            yield return new("Time", $"When {Phrases.Count(untimed, "refused call")} came: the entries have no time.", CollectHours);
        }

        int runs = BackupRuns.FailedOutsideLogs(evidence);
        if (runs > 0 && evidence.From is not null)
        {
            yield return new(
                "JobRuns",
                $"What happened in {Phrases.Count(runs, "failed backup run")} outside the time that the logs cover, which "
                    + $"{(runs == 1 ? "is" : "are")} left out.",
                "vpxd*.log of the hours in which these runs failed; check that the report's times have the right offset.");
        }
    }

    private static IEnumerable<MissingEvidence> ForClients(VCenterEvidence evidence, DiagnosisFinding finding)
    {
        bool isNamed = finding.Clients.Count + finding.Accounts.Count > 0;
        bool isOfClients = finding.Cause is DiagnosisCause.ApiStorm or DiagnosisCause.SessionLimit or DiagnosisCause.StaleSession
            or DiagnosisCause.ConnectionLimit or DiagnosisCause.Unexplained
            || (finding.Cause == DiagnosisCause.None && evidence.FaultsOf(AuthFaultKind.NotAuthenticated).Count > 0);
        if (!evidence.HasOwners && !evidence.HasEvents && isOfClients && !isNamed)
        {
            yield return new(
                "Clients",
                "Whose sessions these are.",
                "vpxd-profiler-*.log of the same folder, or login events (Get-VIEvent, or events*.log).");
        }

        if (evidence.EndedEarly > 0)
        {
            yield return new(
                "Sessions",
                $"The end of {Phrases.Count(evidence.EndedEarly, "session")}: more were open at once than can be tracked.",
                "Nothing: their logins and calls up to that point are counted.");
        }
    }
}
