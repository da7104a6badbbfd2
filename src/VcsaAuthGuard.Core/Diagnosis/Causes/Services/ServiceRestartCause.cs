using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Services;

/// <summary>Explains refused calls by a start of vpxd, which drops all sessions.</summary>
internal class ServiceRestartCause : CauseRule
{
    public override DiagnosisCause Cause => DiagnosisCause.ServiceRestart;

    public override string Title => "vpxd was restarted";

    public override string Conditions =>
        "a section line that names a start, or whose process id differs from the one before; the calls begin at most 10 minutes after "
            + "it and 9 of 10 come within 30 minutes, or 9 of 10 are of sessions that were seen before it, hours later too";

    public override string Sources => "30 minutes: vCenter Server's session idle timeout; the others chosen here";

    public override bool BringsLogins => true;

    public override RunFit Explain(VCenterEvidence evidence, RefusedRun run) =>
        RestartMatch.Find(evidence, run) is DateTimeOffset start && IsMine(evidence, start) ? RunFit.Proven : RunFit.None;

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        IReadOnlyList<RefusedRun> runs = claims.RunsOf(this);
        if (runs.Count == 0)
        {
            return null;
        }

        DateTimeOffset start = RestartMatch.Find(evidence, runs[0])!.Value;
        RemedyLibrary remedies = new(evidence);
        return new()
        {
            Cause = Cause,
            Confidence = DiagnosisConfidence.High,
            Summary = Summary(start),
            First = start,
            Last = runs.Max(run => run.End),
            Evidence =
            [
                Observe(evidence, start, runs),
                RunSentences.Describe(Cause, evidence, runs),
                .. JobDetails.Describe(Cause, evidence, runs),
            ],
            Remedies = RemedyText.Number(
                Remedies(remedies).Prepend(
                    remedies.NewLogin("Tools that still hold a session from before it are refused until they log in again.")
                )
            ),
            BurstCalls = RunSentences.BurstCalls(runs),
            Explained = runs.Sum(run => run.Count),
        };
    }

    protected virtual bool IsMine(VCenterEvidence evidence, DateTimeOffset start) => !RestartMatch.IsCrash(evidence, start);

    protected virtual string Summary(DateTimeOffset start) =>
        $"vpxd was restarted at {Phrases.Minute(start)}. That dropped all sessions, and calls with the old sessions were refused.";

    protected virtual IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library) => [];

    protected virtual DiagnosisEvidence Observe(VCenterEvidence evidence, DateTimeOffset start, IReadOnlyList<RefusedRun> runs)
    {
        int older = runs.Sum(run => RestartMatch.CountOlder(run, start));
        string sessions = older > 0 ? $" {Phrases.Count(older, "refused call")} used a session from before it." : "";
        VpxdStart? section = evidence.Starts.FirstOrDefault(known => known.Time == start);
        return Observe(
            EvidenceKind.Restart,
            EvidenceRole.Proof,
            $"vpxd was started at {Phrases.Time(start)}, which drops all sessions.{sessions}"
        ) with
        {
            Start = start,
            Count = runs.Sum(run => run.Count),
            Lines = section is null
                ? []
                :
                [
                    EvidenceLine.Format(
                        section.Section.Source,
                        section.Section.Line,
                        FormattableString.Invariant(
                            $"vpxd started {start.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, version {section.Section.Version}"
                        )
                    ),
                ],
        };
    }
}
