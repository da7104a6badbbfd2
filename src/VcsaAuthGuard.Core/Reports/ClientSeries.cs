using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.TimeSeries;

namespace VcsaAuthGuard.Reports;

/// <summary>Represents a client's logins over time with a bounded number of points.</summary>
internal sealed class ClientSeries
{
    private readonly CountSeries<LoginCounts> _series;

    private ClientSeries(ApiClientLoad client, bool isMean, CountSeries<LoginCounts> series) =>
        (Client, IsMean, _series) = (client, isMean, series);

    public ApiClientLoad Client { get; }

    /// <summary>Gets the number of minutes of a point.</summary>
    public int Width => _series.Width;

    /// <summary>Gets whether the fullest minute of a point is not known; the peak is then the mean of a minute.</summary>
    public bool IsMean { get; }

    /// <summary>Gets the points.</summary>
    public IReadOnlyList<CountBin<LoginCounts>> Points => _series.Bins;

    public static ClientSeries Create(ApiClientLoad client, int maxPoints)
    {
        ActivitySeries activity = client.Activity;
        CountSeries<LoginCounts> series = new();
        series.Coarsen(activity.Width);
        foreach (CountBin<ActivityCounts> bin in activity.Bins)
        {
            if (bin.Counts.Logins > 0)
            {
                series.Add(bin.Start, new(bin.Counts.Logins, (bin.Counts.Logins + activity.Width - 1) / activity.Width));
            }
        }

        return new(client, activity.Width > 1, series.WithMaxBins(maxPoints));
    }
}

/// <summary>Represents the logins in a span of time.</summary>
/// <param name="Logins">The logins.</param>
/// <param name="Peak">The most logins in one minute.</param>
internal record struct LoginCounts(int Logins, int Peak) : ICounts<LoginCounts>
{
    public readonly bool IsEmpty => Logins == 0;

    public readonly int Size => Peak;

    public void Add(in LoginCounts other)
    {
        Logins += other.Logins;
        Peak = Math.Max(Peak, other.Peak);
    }

    public readonly void RaisePeak(in LoginCounts unit)
    {
    }
}
