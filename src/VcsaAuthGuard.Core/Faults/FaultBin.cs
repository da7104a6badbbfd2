namespace VcsaAuthGuard.Faults;

/// <summary>Represents the faults in one span of a histogram.</summary>
/// <param name="Start">Where the span starts, in it.</param>
/// <param name="End">Where it ends, not in it.</param>
/// <param name="Count">How many faults.</param>
public sealed record FaultBin(DateTimeOffset Start, DateTimeOffset End, int Count)
{
    /// <summary>Returns the same span with its times converted, such as to a time zone's offset.</summary>
    /// <param name="convert">Converts a time.</param>
    public FaultBin WithTimes(Func<DateTimeOffset, DateTimeOffset> convert) => this with { Start = convert(Start), End = convert(End) };

    /// <summary>Returns the start of the span and the number of faults.</summary>
    public override string ToString() => FormattableString.Invariant($"{Start:yyyy-MM-dd HH:mm:sszzz} ({Count})");
}
