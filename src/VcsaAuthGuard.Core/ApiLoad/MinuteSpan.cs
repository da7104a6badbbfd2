namespace VcsaAuthGuard.ApiLoad;

/// <summary>A span of minutes, since the year 1; both ends are in it. Empty when it ends before it starts.</summary>
internal readonly record struct MinuteSpan(long From, long To)
{
    public static MinuteSpan None { get; } = new(0, -1);

    public bool IsEmpty => To < From;

    /// <summary>The span that sources cover, with a minute on either side: two of them write of one login at slightly different
    /// times.</summary>
    public static MinuteSpan Spanning(IEnumerable<LoadTally> tallies)
    {
        LoadTally[] timed = [.. tallies.Where(tally => tally.LastTicks > 0)];
        return timed.Length == 0
            ? None
            : new(
                ActivitySeries.MinuteOf(timed.Min(tally => tally.FirstTicks)) - 1,
                ActivitySeries.MinuteOf(timed.Max(tally => tally.LastTicks)) + 1
            );
    }

    public MinuteSpan Overlap(MinuteSpan other) =>
        IsEmpty || other.IsEmpty ? None : new(Math.Max(From, other.From), Math.Min(To, other.To));

    /// <summary>Returns whether this span overlaps the given number of minutes from <paramref name="start"/> on.</summary>
    public bool Meets(long start, int minutes) => !IsEmpty && start + minutes > From && start <= To;
}
