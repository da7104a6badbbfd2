using VcsaAuthGuard.ApiLoad;


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
        int width = activity.Width;
        List<(long Minute, long Logins, int Peak)> points =
        [
            .. activity.Bins.Where(bin => bin.Logins > 0)
                .Select(bin => (bin.Index * (long)width, (long)bin.Logins, width == 1 ? bin.Logins : (bin.Logins + width - 1) / width)),
        ];
        while (points.Count > mostPoints)
        {
            width *= 2;
            points = InSpansOf(points, width);
        }

        return new(client, width, activity.Width > 1, points);
    }

    /// <summary>Points, which are in order of time, in wider spans.</summary>
    private static List<(long Minute, long Logins, int Peak)> InSpansOf(List<(long Minute, long Logins, int Peak)> points, int width)
    {
        List<(long Minute, long Logins, int Peak)> wide = [];
        foreach ((long minute, long logins, int peak) in points)
        {
            long start = minute - (minute % width);
            if (wide.Count > 0 && wide[wide.Count - 1].Minute == start)
            {
                (_, long before, int most) = wide[wide.Count - 1];
                wide[wide.Count - 1] = (start, before + logins, Math.Max(most, peak));
            }
            else
            {
                wide.Add((start, logins, peak));
            }
        }

        return wide;
    }
}
