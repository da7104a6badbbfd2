using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Fleets;

/// <summary>
/// Represents what a log platform counted for one vCenter Server. The counts are of events, by the platform's time: a refused call that
/// several events report counts several times, because a platform cannot tell that they belong together.
/// </summary>
public sealed record FleetServer
{
    /// <summary>Gets the vCenter Server, as the platform names it; null if events name none.</summary>
    public string? Server { get; init; }

    /// <summary>Gets the number of events that report a refused call. An operation that is refused in two forms has two.</summary>
    public long Events { get; init; }

    /// <summary>Gets the number of spans of time with more of these events than the rule's threshold.</summary>
    public int BusySpans { get; init; }

    /// <summary>Gets the number of these events in the span that has most of them.</summary>
    public long PeakCount { get; init; }

    /// <summary>Gets the start of that span, or null if no call was refused.</summary>
    public DateTimeOffset? PeakStart { get; init; }

    /// <summary>Gets the number of events that report that a limit of sessions or connections was reached.</summary>
    public long Limits { get; init; }

    /// <summary>Gets the number of events that report a refused login.</summary>
    public long RefusedLogins { get; init; }

    /// <summary>Gets the start of the last span with a refused call, or null if no call was refused.</summary>
    public DateTimeOffset? LastEvent { get; init; }

    /// <summary>Gets the rule. The spans have the length of its period and start at multiples of it (UTC).</summary>
    public BurstRule Rule { get; init; } = BurstRule.Default;

    /// <summary>Gets the platform.</summary>
    public LogPlatform Platform { get; init; }

    /// <summary>Gets platform, vCenter Server and address.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the start of the range that was counted.</summary>
    public DateTimeOffset After { get; init; }

    /// <summary>Gets the end of the range that was counted.</summary>
    public DateTimeOffset Before { get; init; }

    /// <summary>Returns the same row with its times converted, such as to a time zone's offset.</summary>
    /// <param name="convert">Converts a time.</param>
    public FleetServer WithTimes(Func<DateTimeOffset, DateTimeOffset> convert) => this with
    {
        PeakStart = PeakStart is DateTimeOffset peak ? convert(peak) : null,
        LastEvent = LastEvent is DateTimeOffset last ? convert(last) : null,
        After = convert(After),
        Before = convert(Before),
    };

    /// <summary>Returns the server and its counts.</summary>
    public override string ToString() => $"{Server ?? "-"}: {Phrases.Count(Events, "event")}, {Phrases.Count(BusySpans, "busy span")}";
}
