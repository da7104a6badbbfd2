using VcsaAuthGuard.Diagnosis.Causes;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Something that was seen, and what it speaks for.</summary>
public sealed record DiagnosisEvidence
{
    /// <summary>The rule that found it.</summary>
    public string Rule { get; init; } = "";

    /// <summary>What it speaks for, or against where <see cref="Weight"/> is negative.</summary>
    public DiagnosisCause Cause { get; init; }

    /// <summary>How much, in points of the rules' table.</summary>
    public double Weight { get; init; }

    /// <summary>What was seen, in a sentence.</summary>
    public string Statement { get; init; } = "";

    /// <summary>The host it is about, by id or name; null when it is not about one.</summary>
    internal string? VMHost { get; init; }

    /// <summary>When it began; null when it has no time.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>When it ended; null when it has no time.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>How often it was seen; null where that says nothing.</summary>
    public long? Count { get; init; }

    /// <summary>Some of the log lines it stands on, as <c>source:line: text</c>. Log text: hostile until escaped.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}
