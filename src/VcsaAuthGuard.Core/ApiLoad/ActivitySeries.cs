using VcsaAuthGuard.TimeSeries;

namespace VcsaAuthGuard.ApiLoad;

/// <summary>Represents logins, logouts and calls over time, in minutes since the year 1.</summary>
internal sealed class ActivitySeries : CountSeries<ActivityCounts>
{
    public static long MinuteOf(long ticks) => ticks / TimeSpan.TicksPerMinute;

    /// <summary>Adds to a minute and returns the number of bins that adds.</summary>
    public int Add(long minute, int logins, int calls, int logouts = 0) => Add(minute, new ActivityCounts(logins, calls, logouts));

    /// <summary>Returns the logins and calls from one time to another, to the width of a bin.</summary>
    public (long Logins, long Calls) Between(DateTimeOffset from, DateTimeOffset to)
    {
        long first = MinuteOf(from.UtcTicks);
        first -= first % Width;
        long last = MinuteOf(to.UtcTicks);
        long logins = 0;
        long calls = 0;
        foreach (CountBin<ActivityCounts> bin in Bins)
        {
            if (bin.Start >= first && bin.Start <= last)
            {
                logins += bin.Counts.Logins;
                calls += bin.Counts.Calls;
            }
        }

        return (logins, calls);
    }

    /// <summary>
    /// Moves logins and calls of one session, made from one minute to another, to another series, and returns the number of bins that
    /// adds there.
    /// </summary>
    /// <remarks>
    /// It is not known in which minute each call was made: the earliest of these minutes are used, and minutes beyond only where other
    /// sessions used these.
    /// </remarks>
    public int Move(ActivitySeries target, long firstMinute, long lastMinute, int logins, int calls)
    {
        Span<CountBin<ActivityCounts>> bins = ChangeableBins;
        int first = 0;
        while (first < bins.Length && bins[first].Start < firstMinute - (firstMinute % Width))
        {
            first++;
        }

        int made = 0;
        for (int i = 0; i < bins.Length && (logins | calls) != 0; i++)
        {
            ref CountBin<ActivityCounts> bin = ref bins[(first + i) % bins.Length];
            int movedLogins = Math.Min(logins, bin.Counts.Logins);
            int movedCalls = Math.Min(calls, bin.Counts.Calls);
            if ((movedLogins | movedCalls) != 0)
            {
                bin.Counts.Add(new(-movedLogins, -movedCalls));
                made += target.Add(Math.Min(lastMinute, Math.Max(firstMinute, bin.Start)), movedLogins, movedCalls);
            }

            logins -= movedLogins;
            calls -= movedCalls;
        }

        return made;
    }
}
