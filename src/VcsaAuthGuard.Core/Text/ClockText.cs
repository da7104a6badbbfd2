using System.Globalization;

namespace VcsaAuthGuard.Text;

/// <summary>Parses and formats times of day and local times as schedules have them, in the same way in every culture.</summary>
internal static class ClockText
{
    private static readonly string[] TimesOfDay = [@"h\:mm", @"hh\:mm", @"h\:mm\:ss", @"hh\:mm\:ss"];

    private static readonly string[] LocalTimes =
    [
        "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss",
        "yyyyMMdd'T'HHmmss",
    ];

    public static bool TryTimeOfDay(string text, out TimeSpan time) =>
        TimeSpan.TryParseExact(text, TimesOfDay, CultureInfo.InvariantCulture, out time);

    public static string FormatTimeOfDay(TimeSpan time) =>
        time.ToString(time.Seconds == 0 ? @"hh\:mm" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    public static bool TryLocalTime(string text, out DateTime time) =>
        DateTime.TryParseExact(text, LocalTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    public static string FormatLocalTime(DateTime time) =>
        time.ToString(time.Second == 0 ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
