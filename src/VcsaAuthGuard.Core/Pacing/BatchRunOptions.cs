namespace VcsaAuthGuard.Pacing;

/// <summary>How items are run.</summary>
public sealed record BatchRunOptions
{
    /// <summary>How many items a batch has; 1 or more, 20 by default.</summary>
    public int Size { get; init; } = BatchSize.Least;

    /// <summary>Whether the items of a batch are run one by one.</summary>
    public bool PerItem { get; init; }
}
