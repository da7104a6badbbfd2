using System.Globalization;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Watching;

/// <summary>Represents what a webhook tells its receiver at one time.</summary>
/// <param name="events">The events, oldest first.</param>
/// <param name="unlisted">The number of faults that are not among the events, by vCenter.</param>
/// <param name="now">The time.</param>
internal sealed class WebhookBundle(IReadOnlyList<WatchEvent> events, IReadOnlyDictionary<string, long> unlisted, DateTimeOffset now)
{
    private const int MaxLines = 20;
    private const int MaxLineLength = 300;

    /// <summary>Gets the events, oldest first.</summary>
    public IReadOnlyList<WatchEvent> Events { get; } = events;

    /// <summary>Gets the time.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>Gets the number of events, with those that are not listed.</summary>
    public long Count => Events.Count + unlisted.Values.Sum();

    /// <summary>Gets whether there is nothing but the end of bursts.</summary>
    public bool IsAllClear => Events.All(item => item.Event == WatchEventKind.BurstCleared) && unlisted.Count == 0;

    /// <summary>Gets whether a burst began.</summary>
    public bool HasBurst => Events.Any(item => item.Event == WatchEventKind.BurstOpened);

    /// <summary>Gets the vCenters with faults, and the number of their faults.</summary>
    public IReadOnlyDictionary<string, long> FaultCounts
    {
        get
        {
            Dictionary<string, long> counts = unlisted.ToDictionary(pair => pair.Key, pair => pair.Value);
            foreach (WatchEvent item in Events.Where(item => item.Fault is not null))
            {
                counts[item.Server] = (counts.TryGetValue(item.Server, out long count) ? count : 0) + 1;
            }

            return counts;
        }
    }

    /// <summary>Gets a sentence with all counts, for a title.</summary>
    public string Title
    {
        get
        {
            string[] servers = [.. Events.Select(item => item.Server).Concat(unlisted.Keys).Distinct()];
            string where = servers.Length == 1 ? Clean(servers[0], 100) : Phrases.Count(servers.Length, "vCenter Server");
            string[] parts =
            [
                .. Part(CountOf(WatchEventKind.BurstOpened), "burst", " of faults began"),
                .. Part(CountOf(WatchEventKind.BurstCleared), "burst", " of faults ended"),
                .. Part(CountOf(WatchEventKind.Gap), "gap", " in the logs"),
                .. Part(CountOf(WatchEventKind.Fault), "fault", ""),
            ];
            return $"{where}: {string.Join(", ", parts)}";
        }
    }

    /// <summary>Gets a sentence for each event, the most urgent first, and one for those that are left out.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            WatchEvent[] urgent = [.. Events.OrderBy(item => item.Event == WatchEventKind.Fault)];
            long left = Count - Math.Min(urgent.Length, MaxLines);
            IEnumerable<string> lines = urgent.Take(MaxLines).Select(Describe);
            return [.. lines, .. left > 0 ? (string[])[$"And {Phrases.Count(left, "more event")}."] : []];
        }
    }

    /// <summary>Returns the number of events of a kind.</summary>
    public long CountOf(WatchEventKind kind) =>
        Events.Count(item => item.Event == kind) + (kind == WatchEventKind.Fault ? unlisted.Values.Sum() : 0);

    /// <summary>Returns an event as a sentence, without characters that could change how it is shown.</summary>
    public static string Describe(WatchEvent item) => Clean(
        item switch
        {
            { Burst: { IsOpen: true } burst } => FormattableString.Invariant(
                $"{item.Server}: more than {burst.Rule.Threshold} faults within {Phrases.Duration(burst.Rule.Period)}: ")
                + $"{Phrases.Count(burst.Count, "fault")} since {Time(burst.Start)}.",
            { Burst: WatchedBurst burst } =>
                $"{item.Server}: the burst is over: {Phrases.Count(burst.Count, "fault")} from {Time(burst.Start)} to {Time(burst.End)}.",
            { Gap: WatchedGap gap } =>
                $"{item.Server}: a part of {Path.GetFileName(gap.Source)} was gone before it could be read ({gap.Reason}).",
            { Fault: AuthFault fault } => $"{item.Server}: {fault.Kind} {fault.Method} at {Time(fault.Time)}.",
            _ => $"{item.Server}: {item.Event}.",
        },
        MaxLineLength);

    /// <summary>Returns a text in one line of limited length, without control characters.</summary>
    public static string Clean(string text, int length) => TerminalText.Cut(text, length);

    private static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "an unknown time";

    private static string[] Part(long count, string noun, string rest) => count == 0 ? [] : [Phrases.Count(count, noun) + rest];
}
