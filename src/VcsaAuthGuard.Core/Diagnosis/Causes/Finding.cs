namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Represents the result of a rule: an observation, none, or that the evidence for it is missing.</summary>
/// <param name="Strength">How strongly the rule applies, from 0 (not at all) to 1.</param>
internal sealed record Finding(double Strength)
{
    /// <summary>Gets the finding of a rule that does not apply.</summary>
    public static Finding None { get; } = new(0);

    /// <summary>Gets the observation in a sentence.</summary>
    public string Statement { get; init; } = "";

    /// <summary>Gets the ESXi host it is about, by id or name; null when it is not about one host.</summary>
    public string? VMHost { get; init; }

    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    public long? Count { get; init; }

    /// <summary>Gets some of the log lines or job runs it rests on.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Gets what to collect where the evidence is missing; otherwise null.</summary>
    public string? Collect { get; private init; }

    /// <summary>Returns a finding for a rule that could not be applied.</summary>
    /// <param name="statement">What is not known, in a sentence.</param>
    /// <param name="collect">What to collect.</param>
    public static Finding Missing(string statement, string collect) => new(0) { Statement = statement, Collect = collect };
}
