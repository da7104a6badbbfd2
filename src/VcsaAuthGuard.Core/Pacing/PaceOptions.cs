namespace VcsaAuthGuard.Pacing;

/// <summary>Specifies the interval between batches and the longest hold.</summary>
public sealed record PaceOptions
{
    /// <summary>Gets the minimum time from the start of one batch to the start of the next; none by default.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>Gets the maximum time for which gates hold one batch; 30 minutes by default.</summary>
    public TimeSpan MaxHold { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets the interval at which a shut gate is checked again; 10 seconds by default.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(10);
}
