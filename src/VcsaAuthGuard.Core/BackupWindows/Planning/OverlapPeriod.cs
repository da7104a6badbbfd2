using System.Globalization;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents days in which two windows overlap again and again: no two overlaps in it are more than a week apart.</summary>
/// <param name="First">The start of the first overlap.</param>
/// <param name="Last">The start of the last overlap.</param>
/// <param name="Occurrences">The number of overlaps.</param>
public sealed record OverlapPeriod(DateTimeOffset First, DateTimeOffset Last, int Occurrences)
{
    /// <summary>Returns the dates: <c>2026-03-09 to 2026-03-28 (20 times)</c>.</summary>
    public override string ToString()
    {
        string form = Occurrences == 1 ? "{0:yyyy-MM-dd}"
            : First.Date == Last.Date ? "{0:yyyy-MM-dd} ({2} times)"
            : "{0:yyyy-MM-dd} to {1:yyyy-MM-dd} ({2} times)";
        return string.Format(CultureInfo.InvariantCulture, form, First, Last, Occurrences);
    }
}
