namespace VcsaAuthGuard.Watching.Metrics;

/// <summary>Represents one of a watcher's metrics with its values at one moment, for every way in which metrics leave a watcher.</summary>
public sealed class WatchMetric
{
    internal WatchMetric(string name, bool isCounter, string help, IReadOnlyList<WatchMetricSample> samples) =>
        (Name, IsCounter, Help, Samples) = (name, isCounter, help, samples);

    /// <summary>Gets the name, one of <see cref="Alerts.WatchMetrics"/>.</summary>
    public string Name { get; }

    /// <summary>Gets whether the metric only grows, and by whole numbers; otherwise it is a gauge.</summary>
    public bool IsCounter { get; }

    /// <summary>Gets the meaning, in a sentence.</summary>
    public string Help { get; }

    /// <summary>Gets the values.</summary>
    public IReadOnlyList<WatchMetricSample> Samples { get; }
}
