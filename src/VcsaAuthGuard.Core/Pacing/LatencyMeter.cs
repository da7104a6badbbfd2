namespace VcsaAuthGuard.Pacing;

/// <summary>
/// Judges datastores by samples of their latency. Where several samples of a datastore are of the same time (of several hosts, of
/// reading and writing), the highest of them is the datastore's.
/// </summary>
/// <param name="rule">How to judge.</param>
public sealed class LatencyMeter(LatencyRule rule)
{
    private readonly Dictionary<string, SortedDictionary<DateTimeOffset, double>> _datastores = new(StringComparer.Ordinal);

    /// <summary>Has a datastore in the result, though there be no sample of it.</summary>
    /// <param name="datastore">Its name.</param>
    public void Expect(string datastore) => SamplesOf(datastore);

    /// <summary>Takes a sample, in any order.</summary>
    /// <param name="sample">The sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">The latency is below zero or no number.</exception>
    public void Add(LatencySample sample)
    {
        if (!(sample.Milliseconds >= 0) || double.IsInfinity(sample.Milliseconds))
        {
            throw new ArgumentOutOfRangeException(nameof(sample), sample.Milliseconds, "A latency is zero milliseconds or more.");
        }

        SortedDictionary<DateTimeOffset, double> samples = SamplesOf(sample.Datastore);
        if (!samples.TryGetValue(sample.Time, out double known) || known < sample.Milliseconds)
        {
            samples[sample.Time] = sample.Milliseconds;
        }
    }

    /// <summary>Evaluates each datastore, the slowest first; those without recent samples come before.</summary>
    /// <param name="asOf">The end of the recent samples, which reach back by the rule's span. Later samples count as recent too: servers'
    /// clocks differ.</param>
    public IReadOnlyList<DatastoreLatency> Evaluate(DateTimeOffset asOf) =>
        [
            .. _datastores
                .Select(pair => Evaluate(pair.Key, [.. pair.Value], asOf))
                .OrderBy(result => result.Mean is not null)
                .ThenByDescending(result => result.Mean)
                .ThenBy(result => result.Datastore, StringComparer.Ordinal),
        ];

    private SortedDictionary<DateTimeOffset, double> SamplesOf(string datastore)
    {
        if (!_datastores.TryGetValue(datastore, out SortedDictionary<DateTimeOffset, double>? samples))
        {
            _datastores[datastore] = samples = [];
        }

        return samples;
    }

    private DatastoreLatency Evaluate(string datastore, KeyValuePair<DateTimeOffset, double>[] samples, DateTimeOffset asOf)
    {
        double[] recent =
        [
            .. samples.Where(sample => sample.Key > asOf - rule.Recent).Select(sample => sample.Value).OrderBy(value => value),
        ];
        DatastoreLatency result = new()
        {
            Datastore = datastore,
            Samples = recent.Length,
            Newest = samples.Length == 0 ? null : samples[samples.Length - 1].Key,
        };
        if (recent.Length == 0)
        {
            return result;
        }

        double mean = recent.Average();
        LatencyVerdict verdict = rule.Evaluate(mean);
        return result with
        {
            Mean = mean,
            Percentile95 = recent[(int)Math.Ceiling(0.95 * recent.Length) - 1],
            Verdict = verdict,
            Since = Since(samples, verdict, asOf),
        };
    }

    /// <summary>
    /// Returns the start of the unbroken stretch up to now in which the mean of the span before each sample has the same verdict. A gap
    /// in the samples that is longer than the span breaks the stretch.
    /// </summary>
    private DateTimeOffset Since(KeyValuePair<DateTimeOffset, double>[] samples, LatencyVerdict verdict, DateTimeOffset asOf)
    {
        int first = samples.Length;
        double sum = 0;
        DateTimeOffset since = samples[samples.Length - 1].Key;
        for (int last = samples.Length - 1; last >= 0; last--)
        {
            DateTimeOffset from = samples[last].Key - rule.Recent;
            while (first > 0 && samples[first - 1].Key > from)
            {
                sum += samples[--first].Value;
            }

            // The current verdict is that of all recent samples; earlier ones are evaluated as they would have been at their time.
            bool isNow = samples[last].Key > asOf || last == samples.Length - 1;
            bool isGap = last + 1 < samples.Length && samples[last + 1].Key - samples[last].Key > rule.Recent;
            if (isGap || (!isNow && rule.Evaluate(sum / (last - first + 1)) != verdict))
            {
                break;
            }

            since = samples[last].Key;
            sum -= samples[last].Value;
        }

        return since;
    }
}
