namespace VcsaAuthGuard.Pacing;

/// <summary>How far apart batches are, and how long one may be held.</summary>
public sealed record PaceOptions
{
    /// <summary>The least time from the start of one batch to the start of the next; none by default.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>The longest time one batch is held by gates; 30 minutes by default.</summary>
    public TimeSpan MaxHold { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often a shut gate is asked again; 10 seconds by default.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(10);
}
