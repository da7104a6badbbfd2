using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Faults;

/// <summary>Faults that exceed a <see cref="BurstRule"/>: all that lie in any window with too many, windows that share a fault taken
/// together.</summary>
public sealed record FaultBurst
{
    /// <summary>The first fault's time.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>The last fault's time.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>From the first fault to the last.</summary>
    public TimeSpan Duration => End - Start;

    /// <summary>Gets the number of faults.</summary>
    public int Count { get; init; }

    /// <summary>Gets the number of faults in the period of the rule that contains most of them.</summary>
    public int PeakCount { get; init; }

    /// <summary>When that window starts: the first of them, where several are as full.</summary>
    public DateTimeOffset PeakStart { get; init; }

    /// <summary>The ESXi hosts, by name or else by id, most faults first.</summary>
    public IReadOnlyList<FaultCount> VMHost { get; init => field = new ItemList<FaultCount>(value); } = new ItemList<FaultCount>([]);

    /// <summary>The datastores, by name or else by volume uuid, most faults first.</summary>
    public IReadOnlyList<FaultCount> Datastore { get; init => field = new ItemList<FaultCount>(value); } = new ItemList<FaultCount>([]);

    /// <summary>The API methods, most faults first.</summary>
    public IReadOnlyList<FaultCount> Method { get; init => field = new ItemList<FaultCount>(value); } = new ItemList<FaultCount>([]);

    /// <summary>The kinds of fault, most faults first.</summary>
    public IReadOnlyList<FaultCount> Kind { get; init => field = new ItemList<FaultCount>(value); } = new ItemList<FaultCount>([]);

    /// <summary>The folder, or <c>archive!folder</c>, of the logs: one vCenter's.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the vCenter Server that the faults name; null where they name none.</summary>
    public string? Server { get; init; }

    /// <summary>The rule that was exceeded.</summary>
    public BurstRule Rule { get; init; } = BurstRule.Default;

    /// <summary>Returns the same burst with its times converted, such as to a time zone's offset.</summary>
    /// <param name="convert">Converts a time.</param>
    public FaultBurst WithTimes(Func<DateTimeOffset, DateTimeOffset> convert) =>
        this with { Start = convert(Start), End = convert(End), PeakStart = convert(PeakStart) };

    /// <summary>Returns the number of faults and when they were.</summary>
    public override string ToString() => $"{Phrases.Count(Count, "fault")}, {Phrases.TimeRange(Start, End)}";
}
