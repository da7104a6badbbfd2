namespace VcsaAuthGuard.Watching.Metrics;

/// <summary>Represents one value of a metric.</summary>
public sealed class WatchMetricSample
{
    internal WatchMetricSample(IReadOnlyList<KeyValuePair<string, string>> labels, decimal value) => (Labels, Value) = (labels, value);

    /// <summary>Gets the labels that tell it from the other values of the metric, in the order in which they are written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; }

    /// <summary>Gets the value. A time has three decimals, a count has none.</summary>
    public decimal Value { get; }
}
