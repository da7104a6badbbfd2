using System.Globalization;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Formats values as cells of a table.</summary>
internal static class Cells
{
    /// <summary>Returns a time to the second in 20 characters; one with an offset gives that instead of its year.</summary>
    public static string Time(DateTimeOffset? time) => time is not DateTimeOffset known ? "-" : known.ToString(
        known.Offset == TimeSpan.Zero ? "yyyy-MM-dd HH:mm:ss'Z'" : "MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Returns a time to the minute in 17 characters; one with an offset gives that instead of its year.</summary>
    public static string Minute(DateTimeOffset time) => time.ToString(
        time.Offset == TimeSpan.Zero ? "yyyy-MM-dd HH:mm'Z'" : "MM-dd HH:mmzzz", CultureInfo.InvariantCulture);

    /// <summary>Returns a span of time to the second in 11 characters, days included.</summary>
    public static string Span(TimeSpan? span) =>
        span is TimeSpan value
            ? value.ToString(value.Days > 0 ? @"d\d\ hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture)
            : "-";
}
