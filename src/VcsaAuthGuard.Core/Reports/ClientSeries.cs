using VcsaAuthGuard.Sessions;

namespace VcsaAuthGuard.Reports;

/// <summary>A client's logins over time, in at most so many points.</summary>
internal sealed class ClientSeries
{
    private ClientSeries(ApiClientLoad client, int width, bool isMean, IReadOnlyList<(long Minute, long Logins, int Peak)> points) =>
        (Client, Width, IsMean, Points) = (client, width, isMean, points);

    public ApiClientLoad Client { get; }

    /// <summary>How many minutes a point stands for.</summary>
    public int Width { get; }

    /// <summary>Whether the fullest minute of a point is not known: then its mean stands there.</summary>
    public bool IsMean { get; }

    /// <summary>The minute, in minutes since the year 1, the logins, and the most in one minute.</summary>
    public IReadOnlyList<(long Minute, long Logins, int Peak)> Points { get; }

    public static ClientSeries Of(ApiClientLoad client, int mostPoints)
    {
        ActivitySeries activity = client.Activity;
        ActivityBin[] bins = [.. activity.Bins.Where(bin => bin.Logins > 0)];
        int own = activity.Width;
        int width = own;
        SortedDictionary<long, (long Logins, int Peak)> points = At(width);
        while (points.Count > mostPoints)
        {
            width *= 2;
            points = At(width);
        }

        return new(client, width, own > 1, [.. points.Select(point => (point.Key, point.Value.Logins, point.Value.Peak))]);

        SortedDictionary<long, (long Logins, int Peak)> At(int wide)
        {
            SortedDictionary<long, (long Logins, int Peak)> made = [];
            foreach (ActivityBin bin in bins)
            {
                long minute = bin.Index * (long)own;
                long start = minute - (minute % wide);
                made.TryGetValue(start, out (long Logins, int Peak) known);
                int peak = own == 1 ? bin.Logins : (bin.Logins + own - 1) / own;
                made[start] = (known.Logins + bin.Logins, Math.Max(known.Peak, peak));
            }

            return made;
        }
    }
}
