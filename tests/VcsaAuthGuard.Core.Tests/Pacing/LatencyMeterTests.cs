using VcsaAuthGuard.Pacing;


namespace VcsaAuthGuard.Tests.Pacing;

public class LatencyMeterTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 11, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(19.99, LatencyVerdict.Good)]
    [InlineData(20, LatencyVerdict.Warn)]
    [InlineData(25, LatencyVerdict.Warn)]
    [InlineData(25.01, LatencyVerdict.Stop)]
    public void The_thresholds_are_the_articles(double milliseconds, LatencyVerdict verdict) =>
        Assert.Equal(verdict, Assert.Single(Evaluate([(10, milliseconds)])).Verdict);

    [Fact]
    public void Mean_and_percentile_are_of_the_span_up_to_now()
    {
        DatastoreLatency result = Assert.Single(Evaluate([(300, 1000), .. Enumerable.Range(1, 14).Select(i => (i * 20.0, (double)i))]));
        Assert.Equal((7.5, 14, 14), (result.Mean, result.Percentile95, result.Samples));
    }

    [Fact]
    public void Of_samples_at_one_time_the_highest_counts() =>
        Assert.Equal((8, 1), Evaluate([(10, 3), (10, 8), (10, 5)]).Select(result => (result.Mean, result.Samples)).Single());

    [Fact]
    public void Since_is_the_start_of_the_unbroken_stretch()
    {
        // An hour at 30 ms behind one at 5 ms: the mean of 5 minutes passes 25 ms with the 12th of 15 samples (12 x 30 + 3 x 5 = 375).
        double[] ages = [.. Enumerable.Range(0, 360).Select(i => i * 20.0)];
        DatastoreLatency result = Assert.Single(Evaluate([.. ages.Select(age => (age, age < 3600 ? 30.0 : 5.0))]));
        Assert.Equal(LatencyVerdict.Stop, result.Verdict);
        Assert.Equal(Now.AddSeconds(-(3580 - (12 * 20))), result.Since);
    }

    [Fact]
    public void A_gap_breaks_the_stretch() =>
        Assert.Equal(Now.AddSeconds(-60), Assert.Single(Evaluate([(10, 1), (60, 1), (600, 1)])).Since);

    [Fact]
    public void Old_samples_and_none_are_unknown_and_never_good()
    {
        Assert.Equal(
            (LatencyVerdict.Unknown, null, Now.AddSeconds(-300)),
            Evaluate([(300, 1)]).Select(result => (result.Verdict, result.Mean, result.Newest!.Value)).Single()
        );
        LatencyMeter meter = new(new());
        meter.Expect("ds1");
        Assert.Equal(LatencyVerdict.Unknown, Assert.Single(meter.Evaluate(Now)).Verdict);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_latency_below_zero_is_refused(double value) => Assert.Throws<ArgumentOutOfRangeException>(() => Evaluate([(1, value)]));

    private static IReadOnlyList<DatastoreLatency> Evaluate((double Age, double Value)[] samples)
    {
        LatencyMeter meter = new(new());
        foreach ((double age, double value) in samples)
        {
            meter.Add(new("ds1", Now.AddSeconds(-age), value));
        }

        return meter.Evaluate(Now);
    }
}
