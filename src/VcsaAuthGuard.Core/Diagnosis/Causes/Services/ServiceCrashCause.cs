using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Services;

/// <summary>Explains refused calls by a crash of vpxd, which drops all sessions.</summary>
internal sealed class ServiceCrashCause : ServiceRestartCause
{
    public override DiagnosisCause Cause => DiagnosisCause.ServiceCrash;

    public override string Title => "vpxd crashed";

    public override string Conditions =>
        "an entry of the memory limit, a panic or an unexpected end, at most 30 minutes before a start of vpxd; with or without "
            + "refused calls as for ServiceRestart; medium where neither such calls nor a start follow";

    public override string Sources => "KB 421028; 30 minutes: chosen here";

    public override IReadOnlyList<KnownArticle> Articles =>
        [new("KB 421028", "Current value N exceeds hard limit N. Shutting down process.")];

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        FaultKindEvidence crash = evidence.SymptomsOf(SymptomKind.Crash);
        if (crash.Count == 0)
        {
            return null;
        }

        DiagnosisFinding finding = base.Find(evidence, claims) ?? new()
        {
            Cause = Cause,
            Confidence = RestartMatch.HasStartAfter(evidence, crash) ? DiagnosisConfidence.High : DiagnosisConfidence.Medium,
            Summary = "vpxd crashed. That dropped all sessions.",
            Evidence = [Crashed(crash)],
            Remedies = RemedyText.Number(Remedies(new(evidence))),
        };
        return finding with
        {
            First = crash.First ?? finding.First,
            Last = finding.Last ?? crash.Last,
            Explained = finding.Explained + crash.Count,
        };
    }

    protected override bool IsMine(VCenterEvidence evidence, DateTimeOffset start) => RestartMatch.IsCrash(evidence, start);

    protected override string Summary(DateTimeOffset start) =>
        $"vpxd crashed before {Phrases.Minute(start)}. That dropped all sessions, and calls with the old sessions were refused.";

    protected override IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library)
    {
        yield return RemedyLibrary.Create(
            "Find out why vpxd crashed",
            "Its core dump and a support bundle tell; the memory limit is reached by too many open views or too small an appliance "
                + "(KB 421028).",
            $"ssh {library.Root} ls -l /storage/core; ssh {library.Root} vc-support");
    }

    protected override DiagnosisEvidence Observe(VCenterEvidence evidence, DateTimeOffset start, IReadOnlyList<RefusedRun> runs) =>
        Crashed(evidence.SymptomsOf(SymptomKind.Crash));

    private DiagnosisEvidence Crashed(FaultKindEvidence crash) =>
        Observe(
            EvidenceKind.Crash,
            EvidenceRole.Proof,
            $"vpxd reached its memory limit, panicked or ended unexpectedly{FaultTimes.Phrase(crash)} "
                + $"({Phrases.Count(crash.Count, "entry").Replace("entrys", "entries")}).",
            crash
        );
}
