namespace VcsaAuthGuard.Pacing;

/// <summary>Represents the latency of a datastore.</summary>
public sealed record DatastoreLatency
{
    /// <summary>Gets the datastore's name or id.</summary>
    public string Datastore { get; init; } = "";

    /// <summary>Gets the mean of the recent samples, in milliseconds; null if there are none.</summary>
    public double? Mean { get; init; }

    /// <summary>
    /// Gets the 95th percentile of the recent samples, in milliseconds, by nearest rank; null if there are none.
    /// </summary>
    public double? Percentile95 { get; init; }

    /// <summary>Gets the verdict.</summary>
    public LatencyVerdict Verdict { get; init; }

    /// <summary>Gets the time since which the verdict has been this one, as far back as samples go; null if it is not known.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Gets the number of recent times with a sample.</summary>
    public int Samples { get; init; }

    /// <summary>Gets the time of the newest sample; null if there is none.</summary>
    public DateTimeOffset? Newest { get; init; }

    /// <summary>Returns the datastore, the verdict and the mean.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Datastore}: {Verdict}{(Mean is null ? "" : FormattableString.Invariant($", {Mean:0.#} ms"))}");
}
