using System.Text.Json.Serialization;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs.Following;

namespace VcsaAuthGuard.Watching;

/// <summary>Represents an event as it is written as JSON. The names of its properties are a part of the public contract.</summary>
internal sealed record WatchEventDocument
{
    public WatchEventKind Event { get; init; }

    public string Server { get; init; } = "";

    public bool IsRepeat { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AuthFault? Fault { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BurstDocument? Burst { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GapDocument? Gap { get; init; }

    public static WatchEventDocument Create(WatchEvent item) => new()
    {
        Event = item.Event,
        Server = item.Server,
        IsRepeat = item.IsRepeat,
        Fault = item.Fault,
        Burst = item.Burst is null ? null : BurstDocument.Create(item.Burst),
        Gap = item.Gap is null ? null : GapDocument.Create(item.Gap),
    };

    /// <summary>Represents a burst. Its vCenter is the event's.</summary>
    internal sealed record BurstDocument
    {
        public bool IsOpen { get; init; }

        public DateTimeOffset Start { get; init; }

        public DateTimeOffset End { get; init; }

        public long Count { get; init; }

        public int Threshold { get; init; }

        public TimeSpan Period { get; init; }

        public static BurstDocument Create(WatchedBurst burst) => new()
        {
            IsOpen = burst.IsOpen,
            Start = burst.Start,
            End = burst.End,
            Count = burst.Count,
            Threshold = burst.Rule.Threshold,
            Period = burst.Rule.Period,
        };
    }

    /// <summary>Represents a gap. Its vCenter is the event's.</summary>
    internal sealed record GapDocument
    {
        public string Source { get; init; } = "";

        public LogGapReason Reason { get; init; }

        public DateTimeOffset? Start { get; init; }

        public DateTimeOffset? End { get; init; }

        public static GapDocument Create(WatchedGap gap) =>
            new() { Source = gap.Source, Reason = gap.Reason, Start = gap.Start, End = gap.End };
    }
}
