using System.Globalization;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents another window that a planned window still overlaps within a year.</summary>
public sealed record RemainingOverlap
{
    /// <summary>Gets the other window.</summary>
    public required BackupWindow Window { get; init; }

    /// <summary>Gets the number of times that both run together.</summary>
    public int Occurrences { get; init; }

    /// <summary>Gets the time for which both run together, all times taken together.</summary>
    public TimeSpan TotalDuration { get; init; }

    /// <summary>Gets the dates, in the time zone of the planned window.</summary>
    public IReadOnlyList<OverlapPeriod> Periods { get; init => field = new ItemList<OverlapPeriod>(value); }
        = new ItemList<OverlapPeriod>([]);

    /// <summary>Returns the other window, the number of times and the dates.</summary>
    public override string ToString() => ToText(int.MaxValue);

    /// <summary>Returns the other window, the number of times and the first of the dates.</summary>
    internal string ToText(int maxPeriods)
    {
        string times = Occurrences == 1 ? "once" : string.Format(CultureInfo.InvariantCulture, "{0} times", Occurrences);
        string dates = Periods.Count == 1 && Periods[0].First.Date != Periods[0].Last.Date
            ? string.Format(CultureInfo.InvariantCulture, "{0:yyyy-MM-dd} to {1:yyyy-MM-dd}", Periods[0].First, Periods[0].Last)
            : string.Join(", ", Periods.Take(maxPeriods))
                + (Periods.Count > maxPeriods
                    ? string.Format(CultureInfo.InvariantCulture, " and on until {0:yyyy-MM-dd}", Periods[Periods.Count - 1].Last)
                    : "");
        return $"{Window.Name} {times}: {dates}";
    }
}
