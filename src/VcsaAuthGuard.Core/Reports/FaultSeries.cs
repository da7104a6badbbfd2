using VcsaAuthGuard.Diagnosis.Evidence;


namespace VcsaAuthGuard.Reports;

/// <summary>A diagnosis' faults over time, in at most so many points.</summary>
internal sealed class FaultSeries
{
    private FaultSeries(int width, IReadOnlyList<FaultMinutes> points) => (Width, Points) = (width, points);

    /// <summary>How many minutes a point stands for.</summary>
    public int Width { get; }

    public IReadOnlyList<FaultMinutes> Points { get; }

    public static FaultSeries Of(FaultTimeline timeline, int mostPoints)
    {
        int width = timeline.Width;
        IReadOnlyList<FaultMinutes> points = timeline.Bins;
        while (points.Count > mostPoints)
        {
            width *= 2;
            points = InSpansOf(points, width);
        }

        return new(width, points);
    }

    /// <summary>Points, which are in order of time, in spans of so many minutes.</summary>
    public static IReadOnlyList<FaultMinutes> InSpansOf(IReadOnlyList<FaultMinutes> points, int width)
    {
        List<FaultMinutes> wide = [];
        foreach (FaultMinutes point in points)
        {
            long start = point.Minute - (point.Minute % width);
            if (wide.Count > 0 && wide[wide.Count - 1].Minute == start)
            {
                wide[wide.Count - 1] = wide[wide.Count - 1].With(point, start);
            }
            else
            {
                wide.Add(point with { Minute = start });
            }
        }

        return wide;
    }
}
