using VcsaAuthGuard.Faults;
using VcsaAuthGuard.TimeSeries;

namespace VcsaAuthGuard.Tests.TimeSeries;

/// <summary>Tests the bins of counts over time, which the load, the faults and the report share.</summary>
public class CountSeriesTests
{
    [Fact]
    public void Units_in_any_order_are_kept_in_order()
    {
        CountSeries<FaultCounts> series = new();
        foreach (long unit in new long[] { 5, 9, 1, 7, 5, 3, 9 })
        {
            series.Add(unit, new(1, 0));
        }

        Assert.Equal([1, 3, 5, 7, 9], series.Bins.Select(bin => bin.Start));
        Assert.Equal([1, 1, 2, 1, 2], series.Bins.Select(bin => bin.Counts.Refused));
        Assert.Equal((5, 2), series.Peak);
    }

    [Fact]
    public void A_copy_has_as_many_bins_as_allowed_and_leaves_the_series_as_it_is()
    {
        CountSeries<FaultCounts> series = new();
        for (int unit = 0; unit < 100; unit++)
        {
            series.Add(unit, new(unit == 40 ? 8 : 1, 2));
        }

        CountSeries<FaultCounts> copy = series.WithMaxBins(13);
        Assert.Equal((8, 13), (copy.Width, copy.Bins.Count));
        Assert.Equal(
            (107, 200, 8),
            (copy.Bins.Sum(bin => bin.Counts.Refused), copy.Bins.Sum(bin => bin.Counts.Other), copy.Bins.Max(bin => bin.Counts.PeakRefused))
        );
        Assert.Equal((1, 100), (series.Width, series.Bins.Count));
    }

    [Fact]
    public void A_series_with_a_maximum_of_bins_widens_them_itself()
    {
        CountSeries<FaultCounts> series = new(maxBins: 10);
        for (int unit = 0; unit < 1000; unit++)
        {
            series.Add(unit, new(1, 0));
        }

        Assert.InRange(series.Bins.Count, 1, 10);
        Assert.Equal(1000, series.Bins.Sum(bin => bin.Counts.Refused));
    }

    [Fact]
    public void Series_of_different_width_are_added_in_the_wider_one()
    {
        CountSeries<FaultCounts> narrow = new();
        CountSeries<FaultCounts> wide = new();
        narrow.Add(3, new(2, 0));
        wide.Add(1, new(1, 0));
        wide.Coarsen(4);
        narrow.AddAll(wide);
        Assert.Equal((4, 3), (narrow.Width, Assert.Single(narrow.Bins).Counts.Refused));
    }
}
