namespace VcsaAuthGuard.Benchmarks.Reporting;

/// <summary>Seconds of both sides in one turn.</summary>
internal readonly record struct PairTime(double Ours, double Peer)
{
    public double Ratio => Ours / Peer;
}

/// <summary>All turns of a pair.</summary>
internal sealed record PairTimes(IReadOnlyList<PairTime> Runs)
{
    public Figure ToFigure() => new(
        Median(Runs.Select(run => run.Ratio)),
        Runs.Min(run => run.Ratio),
        Runs.Max(run => run.Ratio),
        Runs.Count,
        Seconds(Median(Runs.Select(run => run.Ours))),
        Seconds(Median(Runs.Select(run => run.Peer))));

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public static string Seconds(double seconds) => FormattableString.Invariant($"{seconds:0.000} s");
}
