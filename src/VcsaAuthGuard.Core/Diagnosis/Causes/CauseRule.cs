using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Represents a cause: its evidence, its conditions, its remedies and its sources.</summary>
internal abstract class CauseRule
{
    public abstract DiagnosisCause Cause { get; }

    /// <summary>Gets the cause in a few words, as they follow <c>OTHER CAUSE: </c>.</summary>
    public abstract string Title { get; }

    /// <summary>Gets the evidence and the conditions, for the table in docs/diagnosis.md.</summary>
    public abstract string Conditions { get; }

    /// <summary>Gets where the conditions and their figures are from.</summary>
    public abstract string Sources { get; }

    /// <summary>Gets the known articles about it.</summary>
    public virtual IReadOnlyList<KnownArticle> Articles => [];

    /// <summary>Gets whether all clients log in again because of it, so that a surge of logins speaks for no other cause.</summary>
    public virtual bool BringsLogins => false;

    /// <summary>Returns how well the cause explains refused calls that belong together.</summary>
    public virtual RunFit Explain(VCenterEvidence evidence, RefusedRun run) => RunFit.None;

    /// <summary>Returns the finding; null if the cause does not apply.</summary>
    /// <param name="evidence">The evidence.</param>
    /// <param name="claims">The refused calls that the cause explains best, and what causes before it explain.</param>
    public abstract DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims);

    /// <summary>Creates an observation for this cause.</summary>
    protected DiagnosisEvidence Observe(EvidenceKind kind, EvidenceRole role, string statement) => new()
    {
        Kind = kind,
        Cause = Cause,
        Role = role,
        Statement = statement,
    };

    /// <summary>Creates an observation of faults, with their times and lines.</summary>
    protected DiagnosisEvidence Observe(EvidenceKind kind, EvidenceRole role, string statement, FaultKindEvidence faults) =>
        Observe(kind, role, statement) with { Start = faults.First, End = faults.Last, Count = faults.Count, Lines = faults.Lines };
}
