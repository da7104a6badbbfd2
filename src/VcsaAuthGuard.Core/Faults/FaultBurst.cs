using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Faults;

/// <summary>Represents faults that exceed a <see cref="BurstRule"/>: all faults of any period with too many of them; periods that
/// share a fault are merged.</summary>
public sealed record FaultBurst
{
    /// <summary>Gets the first fault's time.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>Gets the last fault's time.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>Gets the time from the first fault to the last.</summary>
    public TimeSpan Duration => End - Start;

    /// <summary>Gets the number of faults.</summary>
    public int Count { get; init; }

    /// <summary>Gets the number of faults in the period of the rule that contains most of them.</summary>
    public int PeakCount { get; init; }

    /// <summary>Gets the start of that period; the first one if several have the same number of faults.</summary>
    public DateTimeOffset PeakStart { get; init; }

    /// <summary>Gets the ESXi hosts, by name or else by id, most faults first.</summary>
    public IReadOnlyList<FaultCount> VMHost { get; init => field = new ItemList<FaultCount>(value); } = new ItemList<FaultCount>([]);

    /// <summary>Gets the datastores, by name or else by volume uuid, most faults first.</summary>
    public IReadOnlyList<FaultCount> Datastore { get; init => field = new ItemList<FaultCount>(value); } = new ItemList<FaultCount>([]);

    /// <summary>Gets the API methods, most faults first.</summary>
    public IReadOnlyList<FaultCount> Method { get; init => field = new ItemList<FaultCount>(value); } = new ItemList<FaultCount>([]);

    /// <summary>Gets the kinds of fault, most faults first.</summary>
    public IReadOnlyList<FaultCount> Kind { get; init => field = new ItemList<FaultCount>(value); } = new ItemList<FaultCount>([]);

    /// <summary>Gets the folder, or <c>archive!folder</c>, of the logs: one vCenter's.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the vCenter Server that the faults name; null if they name none.</summary>
    public string? Server { get; init; }

    /// <summary>Gets the rule that was exceeded.</summary>
    public BurstRule Rule { get; init; } = BurstRule.Default;

    /// <summary>Returns the same burst with its times converted, such as to a time zone's offset.</summary>
    /// <param name="convert">Converts a time.</param>
    public FaultBurst WithTimes(Func<DateTimeOffset, DateTimeOffset> convert) =>
        this with { Start = convert(Start), End = convert(End), PeakStart = convert(PeakStart) };

    /// <summary>Returns the number of faults and when they were.</summary>
    public override string ToString() => $"{Phrases.Count(Count, "fault")}, {Phrases.TimeRange(Start, End)}";
}
