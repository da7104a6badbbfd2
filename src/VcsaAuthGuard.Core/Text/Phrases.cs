using System.Globalization;

namespace VcsaAuthGuard.Text;

/// <summary>Formats numbers and times as parts of an English sentence, the same in every culture.</summary>
public static class Phrases
{
    /// <summary>Returns a count with its noun: <c>1 call</c>, <c>1,200 calls</c>.</summary>
    /// <param name="count">The count.</param>
    /// <param name="noun">The noun for one.</param>
    public static string Count(long count, string noun) => FormattableString.Invariant($"{count:N0} {(count == 1 ? noun : Plural(noun))}");

    /// <summary>Returns <c>once</c>, or <c>12 times</c>.</summary>
    internal static string Times(long count) => count == 1 ? "once" : FormattableString.Invariant($"{count:N0} times");

    /// <summary>Returns <c>5 minutes</c>, or <c>90 s</c> where the span is not a whole number of minutes.</summary>
    internal static string Duration(TimeSpan span) =>
        span.TotalMinutes >= 1 && span.Seconds == 0
            ? Count((long)span.TotalMinutes, "minute")
            : FormattableString.Invariant($"{span.TotalSeconds:0} s");

    /// <summary>Returns a time to the second.</summary>
    internal static string Time(DateTimeOffset time) => WithZone(TimeDisplay.Of(time), "yyyy-MM-dd HH:mm:ss");

    /// <summary>Returns a time to the minute.</summary>
    internal static string Minute(DateTimeOffset time) => WithZone(TimeDisplay.Of(time), "yyyy-MM-dd HH:mm");

    /// <summary>Returns two times to the minute, or one where they are in the same minute; the date is given once for both.</summary>
    internal static string TimeRange(DateTimeOffset from, DateTimeOffset to)
    {
        if (from.UtcTicks / TimeSpan.TicksPerMinute == to.UtcTicks / TimeSpan.TicksPerMinute)
        {
            return Minute(from);
        }

        (DateTimeOffset start, DateTimeOffset end) = (TimeDisplay.Of(from), TimeDisplay.Of(to));
        string first = start.Offset == end.Offset
            ? start.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            : WithZone(start, "yyyy-MM-dd HH:mm");
        return first + " to " + WithZone(end, start.Date == end.Date ? "HH:mm" : "yyyy-MM-dd HH:mm");
    }

    private static string WithZone(DateTimeOffset shown, string format) =>
        $"{shown.ToString(format, CultureInfo.InvariantCulture)} {TimeDisplay.Suffix(shown)}";

    private static string Plural(string noun) =>
        noun.EndsWith("ry", StringComparison.Ordinal) ? noun.TrimEnd('y') + "ies" : noun + "s";
}
