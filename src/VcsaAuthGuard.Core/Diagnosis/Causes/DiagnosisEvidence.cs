using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Represents an observation and its role for a cause.</summary>
public sealed record DiagnosisEvidence
{
    /// <summary>Gets the name of the observation; see docs/diagnosis.md.</summary>
    public string Rule { get => Kind.ToString(); init => Kind = EnumName.TryParse(value, out EvidenceKind kind) ? kind : default; }

    /// <summary>Gets the cause it is about.</summary>
    public DiagnosisCause Cause { get; init; }

    /// <summary>Gets its role: whether it proves, supports or contradicts the cause.</summary>
    public EvidenceRole Role { get; init; }

    /// <summary>Gets the observation in a sentence.</summary>
    public string Statement { get; init; } = "";

    /// <summary>Gets the start of what was observed; null if it has no time.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Gets the end of what was observed; null if it has no time.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Gets how often it was observed; null if a count has no meaning.</summary>
    public long? Count { get; init; }

    /// <summary>Gets some of the log lines it rests on, as <c>source:line: text</c>. Log text is untrusted: escape it before
    /// display.</summary>
    public IReadOnlyList<string> Lines { get; init => field = new ItemList<string>(value); } = new ItemList<string>([]);

    /// <summary>Gets the ESXi host it is about, by id or name; null if it is not about one host.</summary>
    internal string? VMHost { get; init; }

    internal EvidenceKind Kind { get; init; }

    /// <summary>Returns the statement.</summary>
    public override string ToString() => Statement;
}
