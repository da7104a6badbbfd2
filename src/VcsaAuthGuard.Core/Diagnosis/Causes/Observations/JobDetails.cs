using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Observations;

/// <summary>Describes the failed backup runs. Any trouble in a backup window makes runs fail, so they decide nothing.</summary>
internal static class JobDetails
{
    /// <summary>Returns what the job reports say about some refused calls.</summary>
    public static IEnumerable<DiagnosisEvidence> Describe(DiagnosisCause cause, VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs)
    {
        BackupJobRun[] failed = BackupRuns.Failed(evidence);
        BackupJobRun[] inside = [.. failed.Where(run => BackupRuns.IsIn(runs, run))];
        if (inside.Length == 0)
        {
            yield break;
        }

        int succeeded = BackupRuns.Succeeded(evidence).Count(run => !BackupRuns.IsIn(runs, run));
        yield return new()
        {
            Kind = EvidenceKind.JobsExplained,
            Cause = cause,
            Role = EvidenceRole.Detail,
            Statement = FormattableString.Invariant($"{inside.Length:N0} of {Phrases.Count(failed.Length, "failed backup run")} ran ")
                + "in a burst; "
                + FormattableString.Invariant($"{Phrases.Count(succeeded, "run")} outside of it succeeded."),
            Count = inside.Length,
            Start = inside.Min(run => run.Start),
            End = inside.Max(run => run.End),
            Lines = BackupRuns.Lines(inside),
        };
        BackupJobRun[] matching = [.. inside.Where(run => run.IsRefreshFailure || run.IsTransferFailure)];
        if (matching.Length > 0)
        {
            yield return new()
            {
                Kind = EvidenceKind.TransferFailed,
                Cause = cause,
                Role = EvidenceRole.Detail,
                Statement = FormattableString.Invariant($"{matching.Length:N0} of them could not refresh vCenter, or lost the ")
                    + "transfer after the snapshot: "
                    + FormattableString.Invariant($"{BackupRuns.CommonMessage(matching)}."),
                Count = matching.Length,
                Lines = BackupRuns.Lines(matching),
            };
        }
    }

    /// <summary>Returns the message that at least half of the failed runs have, if it points to a cause.</summary>
    public static IEnumerable<DiagnosisEvidence> Matching(
        EvidenceKind kind, DiagnosisCause cause, VCenterEvidence evidence, Func<BackupJobRun, bool> isMatch, string failure)
    {
        BackupJobRun[] failed = BackupRuns.Failed(evidence);
        BackupJobRun[] matching = [.. failed.Where(isMatch)];
        if (matching.Length > 0 && matching.Length * 2 >= failed.Length)
        {
            yield return new()
            {
                Kind = kind,
                Cause = cause,
                Role = EvidenceRole.Support,
                Statement = FormattableString.Invariant($"{matching.Length:N0} of {Phrases.Count(failed.Length, "failed backup run")} ")
                    + FormattableString.Invariant($"{failure}: ")
                    + FormattableString.Invariant($"{BackupRuns.CommonMessage(matching)}."),
                Count = matching.Length,
                Lines = BackupRuns.Lines(matching),
            };
        }
    }

    /// <summary>Returns that half or more of the failed runs have no burst near them.</summary>
    public static IEnumerable<DiagnosisEvidence> Elsewhere(DiagnosisCause cause, EvidenceRole role, VCenterEvidence evidence)
    {
        // A refused call without a time may have come at any time, also in one of these runs.
        long untimed = evidence.FaultsOf(Faults.AuthFaultKind.NotAuthenticated).UntimedCount;
        BackupJobRun[] failed = BackupRuns.Failed(evidence);
        BackupJobRun[] outside = [.. failed.Where(run => !BackupRuns.IsIn(evidence.Bursts, run))];
        if (untimed <= evidence.Options.Burst.Threshold && failed.Length > 0 && outside.Length * 2 >= failed.Length)
        {
            yield return new()
            {
                Kind = EvidenceKind.JobsElsewhere,
                Cause = cause,
                Role = role,
                Statement = FormattableString.Invariant($"{outside.Length:N0} of {Phrases.Count(failed.Length, "failed backup run")} ")
                    + "failed with no burst near: "
                    + FormattableString.Invariant($"{BackupRuns.CommonMessage(outside)}."),
                Count = outside.Length,
                Lines = BackupRuns.Lines(outside),
            };
        }
    }
}
