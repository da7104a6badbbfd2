using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Fleets;

/// <summary>
/// Searches a log platform only where there can be a burst: the platform counts the events of each host and span of time, and spans are
/// read in full where they and the spans beside them have more events than the rule's threshold together. Every fault is at least one event
/// with a search term, so a burst lies in spans that are read, as long as the platform's time of an event is within a period of the log's.
/// </summary>
/// <param name="logs">The platform.</param>
/// <param name="rule">The rule of bursts.</param>
public sealed class BurstScreen(PlatformLogs logs, BurstRule rule) : ICollectedLogs
{
    /// <summary>More hosts than these are not named in a query; the hosts of the options are read instead.</summary>
    private const int MaxHosts = 100;

    /// <summary>Gets the reason why the platform did not count, so that everything was read; null if it counted.</summary>
    public string? NotCounted { get; private set; }

    /// <summary>Gets the number of events with a search term that the platform counted.</summary>
    public long Counted { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<CollectedEntry> Search(IReadOnlyList<SearchPhrase> phrases, CancellationToken cancellation)
    {
        IReadOnlyList<PlatformCount> counts;
        TimeSpan span = SpanOf(rule);
        try
        {
            counts = logs.Count(phrases, span, cancellation);
        }
        catch (PlatformException e) when (e.Problem is PlatformProblem.Refused or PlatformProblem.UnexpectedAnswer)
        {
            NotCounted = e.Detail;
            return logs.Search(phrases, cancellation);
        }

        Counted += counts.Sum(count => count.Count);
        PlatformFilter all = logs.FilterFor(phrases);
        return Ranges(counts, (long)span.TotalMilliseconds * UnixTime.NanosecondsPerMillisecond).SelectMany(range => logs.Search(
            all with { From = Math.Max(all.From, range.From), To = Math.Min(all.To, range.To), Hosts = range.Hosts },
            cancellation));
    }

    /// <inheritdoc/>
    public string NameOf(string? server) => logs.NameOf(server);

    /// <summary>Returns the length of the spans that are counted: the rule's period, at least a minute, in whole seconds.</summary>
    internal static TimeSpan SpanOf(BurstRule rule) =>
        TimeSpan.FromSeconds(Math.Ceiling(Math.Max(rule.Period.TotalSeconds, TimeSpan.FromMinutes(1).TotalSeconds)));

    /// <summary>Returns the ranges to read, in order of time, with the hosts to read there; null for all hosts.</summary>
    private IEnumerable<(long From, long To, IReadOnlyList<string>? Hosts)> Ranges(IReadOnlyList<PlatformCount> counts, long span)
    {
        (string? Host, long Start)[] spans =
        [
            .. counts.GroupBy(count => count.Host).SelectMany(host => BusySpans(host, span)).OrderBy(busy => busy.Start),
        ];
        for (int first = 0; first < spans.Length;)
        {
            int end = first + 1;
            while (end < spans.Length && spans[end].Start <= spans[end - 1].Start + span)
            {
                end++;
            }

            HashSet<string?> hosts = [.. spans.Skip(first).Take(end - first).Select(busy => busy.Host)];
            bool isNamed = hosts.Count <= MaxHosts && !hosts.Contains(null);
            yield return (spans[first].Start, spans[end - 1].Start + span, isNamed ? [.. hosts.OfType<string>()] : null);
            first = end;
        }
    }

    /// <summary>Returns the spans of a host that have, with two beside each other, more events than the threshold.</summary>
    private IEnumerable<(string? Host, long Start)> BusySpans(IGrouping<string?, PlatformCount> host, long span)
    {
        Dictionary<long, long> counts = host
            .GroupBy(count => count.Start)
            .ToDictionary(same => same.Key, same => same.Sum(count => count.Count));
        long At(long start) => counts.TryGetValue(start, out long count) ? count : 0;
        HashSet<long> busy = [];
        foreach (long middle in counts.Keys.SelectMany(start => (long[])[start - span, start, start + span]).Distinct())
        {
            if (At(middle - span) + At(middle) + At(middle + span) > rule.Threshold)
            {
                busy.UnionWith([middle - span, middle, middle + span]);
            }
        }

        return busy.Where(counts.ContainsKey).Select(start => (host.Key, start));
    }
}
