namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>Represents a span of minutes since year 1, both ends included. It is empty if it ends before it starts.</summary>
internal readonly record struct MinuteSpan(long From, long To)
{
    public static MinuteSpan None { get; } = new(0, -1);

    public bool IsEmpty => To < From;

    public MinuteSpan Overlap(MinuteSpan other) =>
        IsEmpty || other.IsEmpty ? None : new(Math.Max(From, other.From), Math.Min(To, other.To));

    /// <summary>Returns whether this span overlaps the given number of minutes from <paramref name="start"/> on.</summary>
    public bool Meets(long start, int minutes) => !IsEmpty && start + minutes > From && start <= To;
}
