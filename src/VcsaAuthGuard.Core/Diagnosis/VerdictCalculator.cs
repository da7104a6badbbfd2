using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Causes.Catalog;
using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Diagnosis.Signatures;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis;

/// <summary>Lets the causes compete for what the logs show, and takes the verdict from the findings.</summary>
internal static class VerdictCalculator
{
    private static readonly TimeSpan SameTime = TimeSpan.FromMinutes(30);

    /// <summary>Returns the diagnosis of one vCenter Server.</summary>
    public static VcsaDiagnosis Calculate(VCenterEvidence evidence, LogCounts counts)
    {
        Claims claims = Claims.Create(evidence, CauseCatalog.All);
        DiagnosisFinding[] findings =
        [
            .. KnownFindings(evidence, claims)
                .Concat(SignatureFindings(evidence)).Select(Clean).OrderBy(Rank)
                .ThenByDescending(finding => finding.Confidence).ThenByDescending(finding => finding.BurstCalls)
                .ThenByDescending(finding => finding.Explained),
        ];
        for (int i = 1; i < findings.Length; i++)
        {
            findings[i] = findings[i] with
            {
                Confidence = Limit(findings[i], findings[0]),
                Remedies = RemedyText.Number(findings[i].Remedies.Where(remedy => !remedy.IsRestart)),
            };
        }

        DiagnosisFinding first =
            findings.Length > 0 && (findings[0].Confidence == DiagnosisConfidence.High || !IsUncovered(evidence))
                ? findings[0]
                : Clean(WithoutFinding(evidence, counts));
        DiagnosisEvidence[] strays = findings.Any(finding => finding.Cause == DiagnosisCause.Unexplained && finding.Signature is null)
            ? []
            : [.. CauseCatalog.Unexplained.Kinds(evidence, claims).Select(kind => Clean(kind.Evidence))];
        return new()
        {
            Verdict = VerdictOf(first),
            Cause = first.Cause,
            Confidence = first.Confidence,
            Summary = first.Summary,
            Findings = findings,

            // Arrays: PowerShell cannot index the type that the compiler creates for a collection expression.
            Evidence = first.Evidence.Where(item => item.Role != EvidenceRole.Against).Concat(findings.Length == 0 ? strays : []).ToArray(),
            Against = first.Evidence.Where(item => item.Role == EvidenceRole.Against).Concat(findings.Length == 0 ? [] : strays).ToArray(),
            Clients = first.Clients,
            Remedies = first.Remedies,
            MissingEvidence = Gaps.Find(evidence, first, counts).ToArray(),
            Bursts = evidence.Bursts.Select(run => run.Burst!).ToArray(),
            Faults = evidence.Faults.OrderBy(kind => kind.Key).Select(ToCount).ToArray(),
            Load = evidence.Load.ToArray(),
            Server = evidence.ServerName,
            Version = evidence.Version,
            From = evidence.From,
            To = evidence.To,
            Source = evidence.Source,
            Counts = counts,
            Timeline = evidence.Timeline,
            HostHours = evidence.HostHours,
            Windows = evidence.Windows.ToArray(),
        };
    }

    /// <summary>Returns the findings of the causes; each lists all faults that its cause explains.</summary>
    private static IEnumerable<DiagnosisFinding> KnownFindings(VCenterEvidence evidence, Claims claims)
    {
        // Each cause sees what the ones before it explain.
        (CauseRule Cause, DiagnosisFinding? Finding)[] found =
        [
            .. CauseCatalog.All.Select(cause => (cause, cause.Find(evidence, claims))),
        ];
        foreach ((CauseRule cause, DiagnosisFinding? finding) in found)
        {
            if (finding is not null)
            {
                bool isContested = finding.Confidence == DiagnosisConfidence.High && claims.IsContested(cause) && !cause.BringsLogins;
                yield return finding with
                {
                    Confidence = isContested ? DiagnosisConfidence.Medium : finding.Confidence,
                    Evidence = [.. finding.Evidence, .. ClaimedFaults.Describe(cause, finding, evidence, claims)],
                };
            }
        }
    }

    /// <summary>Returns the confidence of a finding beside a weightier one: what happens at the same time can be its consequence.</summary>
    private static DiagnosisConfidence Limit(DiagnosisFinding finding, DiagnosisFinding first)
    {
        bool isSame = finding.First <= first.Last + SameTime && finding.Last >= first.First - SameTime;
        return finding.Confidence == DiagnosisConfidence.High && (isSame || finding.First is null || first.First is null)
            ? DiagnosisConfidence.Medium
            : finding.Confidence;
    }

    private static DiagnosisVerdict VerdictOf(DiagnosisFinding finding) => finding.Cause switch
    {
        DiagnosisCause.ApiStorm => finding.Confidence == DiagnosisConfidence.High ? DiagnosisVerdict.Confirmed : DiagnosisVerdict.Likely,
        DiagnosisCause.Unexplained => DiagnosisVerdict.Unexplained,
        DiagnosisCause.Unknown => DiagnosisVerdict.Unknown,
        DiagnosisCause.None => DiagnosisVerdict.Unlikely,
        _ => DiagnosisVerdict.OtherCause,
    };

    /// <summary>Returns the place of a finding: sure explanations of bursts, other sure ones, bursts, others, the rest,
    /// and last those that are neither sure nor frequent.</summary>
    private static int Rank(DiagnosisFinding finding)
    {
        bool isSure = finding.Confidence == DiagnosisConfidence.High;
        bool isLimit = finding.Cause is DiagnosisCause.SessionLimit or DiagnosisCause.ConnectionLimit;
        bool isWeak = !isSure && (isLimit || (finding.BurstCalls == 0 && finding.Explained < UnexplainedCause.MinFaults));
        return isWeak && finding.Signature is null && finding.Cause != DiagnosisCause.Unexplained ? 6
            : finding.Cause == DiagnosisCause.Unexplained && finding.Signature is null ? 5
            : finding.Signature is not null ? 4
            : isSure && finding.BurstCalls > 0 ? 0
            : isSure ? 1
            : finding.BurstCalls > 0 ? 2
            : 3;
    }

    /// <summary>
    /// Returns whether the logs are of another time than what is asked for, the failed backups, or the windows of backups.
    /// </summary>
    private static bool IsUncovered(VCenterEvidence evidence) =>
        !evidence.CoversRange || BackupRuns.AreOutsideLogs(evidence) || !BackupRuns.HasWindow(evidence);

    /// <summary>Returns the result if no cause was found: nothing is wrong, or the logs are not sufficient.</summary>
    private static DiagnosisFinding WithoutFinding(VCenterEvidence evidence, LogCounts counts)
    {
        FaultKindEvidence refused = evidence.FaultsOf(AuthFaultKind.NotAuthenticated);
        bool isUntimed = refused.UntimedCount > 0 && refused.Count > evidence.Options.Burst.Threshold;
        if (!evidence.HasVpxd || isUntimed || IsUncovered(evidence))
        {
            return new()
            {
                Cause = DiagnosisCause.Unknown,
                Confidence = DiagnosisConfidence.Low,
                Summary =
                    !evidence.HasVpxd ? $"No verdict is possible: {Gaps.WithoutEntries(evidence, counts)}."
                    : isUntimed
                        ? "No verdict is possible: the refused calls have no time, so the logs do not show whether they came in a burst."
                    : BackupRuns.AreOutsideLogs(evidence) ? "No verdict is possible: the logs do not cover the time of the failed "
                        + "backup runs."
                    : !evidence.CoversRange ? "No verdict is possible: the logs do not cover the time that is asked for."
                    : "No verdict is possible: the logs cover no window of a backup.",
            };
        }

        long faults = evidence.Faults.Values.Concat(evidence.FailedTasks.Values)
            .Append(evidence.SymptomsOf(SymptomKind.RequestFailed)).Sum(kind => kind.Count);
        DiagnosisEvidence none = new()
        {
            Kind = EvidenceKind.NoBurst,
            Cause = DiagnosisCause.None,
            Role = EvidenceRole.Support,
            Statement = NoBurst(evidence.Options.Burst, refused.Count),
            Count = refused.Count,
            Lines = refused.Lines,
        };
        return new()
        {
            Cause = DiagnosisCause.None,
            Confidence = evidence.HasBaseline ? DiagnosisConfidence.High : DiagnosisConfidence.Medium,
            Summary = faults == 0
                ? "Nothing points to a problem: no call, no login and no task failed."
                : "Nothing points to the problem of KB 440879: there are a few faults, as on any day, and no burst.",
            Evidence = [none, .. JobDetails.Elsewhere(DiagnosisCause.None, EvidenceRole.Detail, evidence)],
        };
    }

    private static string NoBurst(BurstRule rule, long refused) =>
        refused == 0 ? "No call was refused with NotAuthenticated."
        : refused <= rule.Threshold
            ? FormattableString.Invariant($"Only {Phrases.Count(refused, "call")} refused with NotAuthenticated; more than ")
                + FormattableString.Invariant($"{rule.Threshold:N0} in ")
                + FormattableString.Invariant($"{Phrases.Duration(rule.Period)} would be a burst.")
        : FormattableString.Invariant($"{Phrases.Count(refused, "call")} refused with NotAuthenticated, but never more than ")
            + FormattableString.Invariant($"{rule.Threshold:N0} in ")
            + FormattableString.Invariant($"{Phrases.Duration(rule.Period)}.");

    /// <summary>Returns the user's signatures that match often enough.</summary>
    private static IEnumerable<DiagnosisFinding> SignatureFindings(VCenterEvidence evidence)
    {
        foreach (Signature signature in evidence.Options.Signatures)
        {
            if (!evidence.Signatures.TryGetValue(signature.Name, out FaultKindEvidence? matches) || matches.Count < signature.Threshold)
            {
                continue;
            }

            string link = signature.Link is null ? "" : $" See {signature.Link}";
            yield return new()
            {
                Cause = DiagnosisCause.Unexplained,
                Signature = signature.Name,
                Confidence = DiagnosisConfidence.Medium,
                Summary = signature.Explanation,
                First = matches.First,
                Last = matches.Last,
                Evidence =
                [
                    new()
                    {
                        Kind = EvidenceKind.Signature,
                        Cause = DiagnosisCause.Unexplained,
                        Role = EvidenceRole.Support,
                        Statement = $"The signature '{signature.Name}' matches {Phrases.Times(matches.Count)}{FaultTimes.Phrase(matches)}.",
                        Start = matches.First,
                        End = matches.Last,
                        Count = matches.Count,
                        Lines = matches.Lines,
                    },
                ],
                Remedies = signature.Remedy.Length == 0 && signature.Link is null
                    ? []
                    : RemedyText.Number([RemedyLibrary.Create(signature.Name, signature.Explanation + link, signature.Remedy)]),
                Explained = matches.Count,
            };
        }
    }

    /// <summary>Makes the text of a finding safe to show: names in it are from logs.</summary>
    private static DiagnosisFinding Clean(DiagnosisFinding finding) => finding with
    {
        Summary = TerminalText.OneLine(finding.Summary),
        Evidence = finding.Evidence.Select(Clean).ToArray(),
        Clients = finding.Clients.ToArray(),
        Accounts = finding.Accounts.Select(TerminalText.OneLine).ToArray(),
        Hosts = finding.Hosts.Select(TerminalText.OneLine).ToArray(),
    };

    private static DiagnosisEvidence Clean(DiagnosisEvidence item) => item with
    {
        Statement = TerminalText.OneLine(item.Statement),
        Lines = item.Lines.ToArray(),
    };

    private static FaultCount ToCount(KeyValuePair<AuthFaultKind, FaultKindEvidence> kind) =>
        new(kind.Key.ToString(), (int)Math.Min(int.MaxValue, kind.Value.Count));
}
