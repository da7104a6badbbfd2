namespace VcsaAuthGuard.ApiLoad;

/// <summary>Represents the counters that one source keeps for a client.</summary>
/// <param name="Logins">Logins.</param>
/// <param name="Logouts">Logouts.</param>
/// <param name="Calls">Calls.</param>
/// <param name="Refused">Refused logins.</param>
/// <param name="Ended">Sessions whose number of calls is known.</param>
/// <param name="EndedShort">Those of them with few calls.</param>
internal readonly record struct LoadFigures(long Logins, long Logouts, long Calls, long Refused = 0, long Ended = 0, long EndedShort = 0)
{
    public static LoadFigures operator +(in LoadFigures left, in LoadFigures right) => Combine(left, right, (x, y) => x + y);

    public static LoadFigures operator -(in LoadFigures left, in LoadFigures right) => Combine(left, right, (x, y) => x - y);

    /// <summary>Returns the larger of each figure; the number of short sessions is that of the source with more sessions.</summary>
    public static LoadFigures Larger(in LoadFigures left, in LoadFigures right) => Combine(left, right, Math.Max) with
    {
        EndedShort = left.Ended >= right.Ended ? left.EndedShort : right.EndedShort,
    };

    public static LoadFigures Smaller(in LoadFigures left, in LoadFigures right) => Combine(left, right, Math.Min);

    /// <summary>Returns the amount by which each counter exceeds that of <paramref name="other"/>, at least 0.</summary>
    public LoadFigures Excess(in LoadFigures other) => Combine(this, other, (x, y) => Math.Max(0, x - y));

    private static LoadFigures Combine(in LoadFigures left, in LoadFigures right, Func<long, long, long> with) => new(
        with(left.Logins, right.Logins),
        with(left.Logouts, right.Logouts),
        with(left.Calls, right.Calls),
        with(left.Refused, right.Refused),
        with(left.Ended, right.Ended),
        with(left.EndedShort, right.EndedShort));
}
