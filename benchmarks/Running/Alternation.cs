using VcsaAuthGuard.Benchmarks.Reporting;


namespace VcsaAuthGuard.Benchmarks.Running;

/// <summary>Measures two sides in turn, so that whatever else the machine does touches both.</summary>
internal static class Alternation
{
    public const int Runs = 7;
    public const int LongRuns = 3;

    /// <summary>Seconds a pair may take and still be measured often.</summary>
    public const double LongPair = 10;

    /// <param name="what">What is measured, for whoever waits.</param>
    /// <param name="ours">Does the work and returns its seconds.</param>
    /// <param name="peer">The other side.</param>
    public static PairTimes Measure(string what, Func<double> ours, Func<double> peer)
    {
        // The first pair fills the page cache and is not counted.
        int runs = ours() + peer() > LongPair ? LongRuns : Runs;
        List<PairTime> times = [];
        for (int run = 1; run <= runs; run++)
        {
            Console.Error.WriteLine($"{what}: {run}/{runs}");
            times.Add(new(ours(), peer()));
        }

        return new(times);
    }
}
