using System.Globalization;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Reports;

/// <summary>Formats times and numbers for the report: in the zone of <see cref="TimeDisplay"/>, the same in every culture.</summary>
internal static class ReportFormat
{
    private const long MillisecondsPerMinute = 60_000;

    private static readonly long Epoch = new DateTime(1970, 1, 1).Ticks;

    public static string Time(DateTimeOffset? time) =>
        time is DateTimeOffset known ? TimeDisplay.Of(known).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";

    public static string Minute(DateTimeOffset? time) =>
        time is DateTimeOffset known ? TimeDisplay.Of(known).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>Returns a start with its weekday, in the time zone of its window.</summary>
    public static string Start(DateTimeOffset? time) => time?.ToString("ddd MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    public static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    public static string Decimal(double? number) => number?.ToString("0.#", CultureInfo.InvariantCulture) ?? "";

    public static string Percent(double share) =>
        share is > 0 and < 0.001 ? "< 0.1 %" : (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    public static string Span(TimeSpan? span) => span is not TimeSpan time ? ""
        : time.TotalDays >= 2 ? Decimal(time.TotalDays) + " days"
        : time.TotalHours >= 1 ? Decimal(time.TotalHours) + " h"
        : time.TotalMinutes >= 1 ? Decimal(time.TotalMinutes) + " min"
        : Decimal(time.TotalSeconds) + " s";

    /// <summary>Returns by how much a start is moved.</summary>
    public static string Shift(TimeSpan shift) =>
        shift == TimeSpan.Zero ? "" : (shift < TimeSpan.Zero ? "−" : "+") + shift.ToString(@"hh\:mm", CultureInfo.InvariantCulture);

    public static string Host(string? host) =>
        host is null ? "(not named)"
        : host.StartsWith("HostSystem-", StringComparison.Ordinal) ? host.Substring(11)
        : host;

    /// <summary>Returns the first of several counted names, and the number of the others.</summary>
    public static string Counts(IReadOnlyList<FaultCount> counts, Func<string?, string> name, int max = 3)
    {
        string shown = string.Join(", ", counts.Take(max).Select(count => $"{name(count.Name)} ({Number(count.Count)})"));
        return counts.Count > max ? $"{shown} and {Number(counts.Count - max)} more" : shown;
    }

    /// <summary>Returns the milliseconds since 1970 on the clock of the page's time zone, which the page's script uses for times.</summary>
    public static long Milliseconds(DateTimeOffset time) => (TimeDisplay.Of(time).Ticks - Epoch) / TimeSpan.TicksPerMillisecond;

    /// <summary>Returns the minutes on the clock of the page's time zone from one time to another, both in minutes since the
    /// year 1.</summary>
    public static long Minutes(long from, long to) => (MillisecondsOfMinute(to) - MillisecondsOfMinute(from)) / MillisecondsPerMinute;

    /// <summary>Returns the milliseconds since 1970 for minutes since the year 1.</summary>
    public static long MillisecondsOfMinute(long minute) =>
        Milliseconds(new DateTimeOffset(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero));

    public static string? Attribute(DateTimeOffset? time) =>
        time is DateTimeOffset value ? Milliseconds(value).ToString(CultureInfo.InvariantCulture) : null;
}
