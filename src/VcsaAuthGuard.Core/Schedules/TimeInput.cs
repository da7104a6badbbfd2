using System.Globalization;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Schedules;

/// <summary>
/// Represents a time as a user gives it: a point in time, a clock time of a time zone that is given elsewhere, or a time relative to
/// now. The same text has the same meaning in every culture.
/// </summary>
public sealed class TimeInput
{
    private const string Forms =
        "Write it like 2026-02-11T02:14:07Z, 2026-02-11 02:14, 2026-02-11, 'yesterday 22:00', 'today 06:00', -2h or now.";

    private static readonly Regex Iso = new(
        @"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})"
            + @"(?:(?:[Tt]|\s+)(?<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?|[0-9]{6}|[0-9]{4}))?"
            + @"\s*(?<offset>[Zz]|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?$",
        RegexOptions.CultureInvariant);

    private static readonly Regex Day = new(
        @"^(?<day>today|yesterday|tomorrow)(?:\s+(?<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?))?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private readonly string _text;
    private readonly Func<ZoneClock, DateTimeOffset, DateTimeOffset> _resolve;

    private TimeInput(string text, Func<ZoneClock, DateTimeOffset, DateTimeOffset> resolve)
    {
        _text = text;
        _resolve = resolve;
    }

    /// <summary>Gets the current time.</summary>
    public static TimeInput Now { get; } = new("now", (_, now) => now);

    /// <summary>Creates the input of a point in time.</summary>
    /// <param name="time">The time.</param>
    public static TimeInput From(DateTimeOffset time) => new(time.ToString("o", CultureInfo.InvariantCulture), (_, _) => time);

    /// <summary>Creates the input of a time by its kind; one of no kind is a clock time of the zone.</summary>
    /// <param name="time">The time.</param>
    public static TimeInput From(DateTime time) => time.Kind == DateTimeKind.Unspecified
        ? new(time.ToString("o", CultureInfo.InvariantCulture), (zone, _) => Utc(zone.ToUtc(time.Ticks)))
        : From(new DateTimeOffset(time));

    /// <summary>
    /// Parses a time: ISO 8601, <c>yyyy-MM-dd HH:mm</c>, a date, <c>now</c>, <c>today 06:00</c>, <c>yesterday 22:00</c>, or a
    /// duration before or after now (<c>-2h</c>, <c>+1d</c>).
    /// </summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a valid time; the message names the forms.</exception>
    public static TimeInput Parse(string text)
    {
        _ = text ?? throw new ArgumentNullException(nameof(text));
        return TryParse(text) ?? throw new FormatException($"'{text}' is not a valid time. {Forms}");
    }

    /// <summary>Parses a time; null for a text that is not a valid one.</summary>
    /// <param name="text">The text.</param>
    public static TimeInput? TryParse(string? text)
    {
        string given = text?.Trim() ?? "";
        return string.Equals(given, "now", StringComparison.OrdinalIgnoreCase) ? Now
            : FromIso(given) ?? FromDay(given) ?? FromDuration(given);
    }

    /// <summary>Gets the point in time.</summary>
    /// <param name="timeZone">IANA or Windows name of the zone of clock times; null for UTC.</param>
    /// <param name="clock">The clock for relative times; null for the system's.</param>
    /// <returns>The time, with the offset that was given; a clock time in UTC.</returns>
    public DateTimeOffset Resolve(string? timeZone = null, TimeProvider? clock = null) =>
        _resolve(new(TimeZoneNames.Find(timeZone ?? "UTC")), (clock ?? TimeProvider.System).GetUtcNow());

    /// <summary>Returns the time as it was given.</summary>
    public override string ToString() => _text;

    private static TimeInput? FromIso(string text)
    {
        Match match = Iso.Match(text);
        if (!match.Success
            || !DateTime.TryParseExact(
                match.Groups["date"].Value.Replace("-", ""), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None,
                out DateTime date)
            || !TryTimeOfDay(match.Groups["time"].Value, out TimeSpan timeOfDay))
        {
            return null;
        }

        DateTime clock = date + timeOfDay;
        if (!match.Groups["offset"].Success)
        {
            return new(text, (zone, _) => Utc(zone.ToUtc(clock.Ticks)));
        }

        return TryOffset(match.Groups["offset"].Value, out TimeSpan offset)
            && clock.Ticks - offset.Ticks is >= 0 and long utc && utc <= DateTime.MaxValue.Ticks
            ? new(text, (_, _) => new DateTimeOffset(clock, offset))
            : null;
    }

    private static TimeInput? FromDay(string text)
    {
        Match match = Day.Match(text);
        if (!match.Success || !TryTimeOfDay(match.Groups["time"].Value, out TimeSpan timeOfDay))
        {
            return null;
        }

        int days = match.Groups["day"].Value.ToUpperInvariant() switch { "YESTERDAY" => -1, "TOMORROW" => 1, _ => 0 };
        return new(text, (zone, now) =>
            Utc(zone.ToUtc((new DateTime(zone.ToLocal(now.UtcTicks)).Date.AddDays(days) + timeOfDay).Ticks)));
    }

    private static TimeInput? FromDuration(string text) =>
        text.Length > 1 && text[0] is '-' or '+'
        && DurationText.TryParse(text.TrimStart('+'), out TimeSpan duration)
        && duration.Duration() <= TimeSpan.FromDays(366 * 100)
            ? new(text, (_, now) => now + duration)
            : null;

    /// <summary>Parses a time of day; an empty one is midnight.</summary>
    private static bool TryTimeOfDay(string text, out TimeSpan time)
    {
        string digits = text.Length is 4 or 6 && !text.Contains(':')
            ? string.Join(":", Enumerable.Range(0, text.Length / 2).Select(i => text.Substring(2 * i, 2)))
            : text.Replace(',', '.');
        int fraction = digits.IndexOf('.');
        time = default;
        return digits.Length == 0
            || (TimeSpan.TryParse(
                    fraction < 0 ? digits : digits.Substring(0, Math.Min(digits.Length, fraction + 8)), CultureInfo.InvariantCulture,
                    out time)
                && time < TimeSpan.FromDays(1));
    }

    private static bool TryOffset(string text, out TimeSpan offset)
    {
        offset = default;
        if (text is "Z" or "z" or "UTC")
        {
            return true;
        }

        int[] parts =
        [
            .. text.Substring(1).Replace(":", "").PadRight(4, '0').Select(digit => digit - '0'),
        ];
        int minutes = (10 * parts[2]) + parts[3];
        offset = new TimeSpan((10 * parts[0]) + parts[1], minutes, 0);
        offset = text[0] == '-' ? -offset : offset;
        return minutes < 60 && offset.Duration() <= TimeSpan.FromHours(14);
    }

    private static DateTimeOffset Utc(long ticks) => new(Math.Min(Math.Max(ticks, 0), DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
