using System.Globalization;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Converts times from and to nanoseconds since 1970.</summary>
internal static class UnixTime
{
    public const long NanosecondsPerMillisecond = 1_000_000;
    private const long NanosecondsPerTick = 100;
    private static readonly long Epoch = new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;

    public static long Nanoseconds(DateTimeOffset time) => checked((time.UtcTicks - Epoch) * NanosecondsPerTick);

    public static DateTimeOffset Time(long nanoseconds) => new(Epoch + (nanoseconds / NanosecondsPerTick), TimeSpan.Zero);

    /// <summary>Returns a time for messages.</summary>
    public static string Format(long nanoseconds) =>
        Time(nanoseconds).ToString("yyyy-MM-dd HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
