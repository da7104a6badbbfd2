namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>What a rule found: something, nothing, or that it could not look.</summary>
/// <param name="Strength">How strongly it applies, 0 to 1; 0: not at all.</param>
internal sealed record Finding(double Strength)
{
    /// <summary>It does not apply.</summary>
    public static Finding None { get; } = new(0);

    public string Statement { get; init; } = "";

    /// <summary>The host it is about, by id or name; null when it is not about one.</summary>
    public string? VMHost { get; init; }

    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    public long? Count { get; init; }

    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>What to collect, where the rule could not look; otherwise null.</summary>
    public string? Collect { get; private init; }

    /// <summary>It could not look.</summary>
    public static Finding Unseen(string statement, string collect) => new(0) { Statement = statement, Collect = collect };
}
