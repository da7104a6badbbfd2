namespace VcsaAuthGuard.Pacing;

/// <summary>Specifies how items are run.</summary>
public sealed record BatchRunOptions
{
    /// <summary>Gets the number of items in a batch; 1 or more, 20 by default.</summary>
    public int Size { get; init; } = BatchSize.Min;

    /// <summary>Gets the number of batches in a row that may be refused as a whole before the run ends; 1 by default, 0 for no
    /// limit.</summary>
    public int MaxRefused { get; init; } = 1;

    /// <summary>Gets a value indicating whether the items of a batch are run one by one.</summary>
    public bool PerItem { get; init; }
}
