using System.Globalization;
using NodaTime;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Schedules;

/// <summary>
/// Represents the starts of a window, in local times of the window's zone. It has one text form, which <see cref="Parse"/> reads and
/// <see cref="ToString"/> returns: <c>once 2026-02-11T02:00</c>, <c>every 6 hours from 01:00</c>, <c>daily 02:00</c>,
/// <c>weekly Mon,Wed 02:00</c>, <c>monthly 15 02:00</c>, <c>monthly second Sunday 02:00</c>, <c>monthly last 02:00</c>, five-field
/// cron (<c>0 2 * * *</c>), and RFC 5545 (<c>RRULE:FREQ=DAILY;BYHOUR=2</c>, with <c>DTSTART:20260211T020000</c> before it where
/// the rule counts from its start). A shifted recurrence that its own form cannot express ends with <c>shifted +03:00</c>.
/// </summary>
/// <remarks>
/// Where clocks change, one rule holds for every form (RFC 5545, section 3.3.5): a start at a time that clocks skip is taken with the
/// offset before the change, so it runs later by as much as clocks are put forward; a start at a time that clocks show twice runs once,
/// the first time. Two starts at the same moment are one.
/// </remarks>
public sealed class Recurrence : IEquatable<Recurrence>
{
    // Between these, sums with any duration and offset stay within DateTime.
    private static readonly long FirstTick = new DateTime(2, 1, 1).Ticks;
    private static readonly long LastTick = new DateTime(9998, 1, 1).Ticks;

    private readonly string _text;

    private Recurrence(ParsedRecurrence parsed) => (_text, Rule) = (parsed.Text, parsed.Rule);

    internal IStartRule Rule { get; }

    /// <summary>Gets the text form, which <see cref="Parse"/> reads.</summary>
    public string Text => _text;

    /// <summary>Reads a recurrence in any of its text forms.</summary>
    /// <param name="text">The text; upper or lower case.</param>
    /// <exception cref="FormatException">The text is not a recurrence; the message says why.</exception>
    public static Recurrence Parse(string text) =>
        new(RecurrenceText.Parse(text ?? throw new ArgumentNullException(nameof(text))));

    /// <summary>Creates a recurrence with one start.</summary>
    /// <param name="at">The local time.</param>
    public static Recurrence Once(DateTime at) => Parse("once " + ClockText.FormatLocalTime(at));

    /// <summary>Creates a recurrence with a start every N hours of each day.</summary>
    /// <param name="hours">1, 2, 3, 4, 6, 8, 12 or 24; with other numbers the days would differ.</param>
    /// <param name="from">The time of day that one of the starts is at.</param>
    /// <exception cref="FormatException">24 cannot be divided by the hours.</exception>
    public static Recurrence EveryHours(int hours, TimeSpan from = default) =>
        Parse(string.Format(CultureInfo.InvariantCulture, "every {0} hours from {1}", hours, ClockText.FormatTimeOfDay(from)));

    /// <summary>Creates a recurrence with a start every N hours from a first one on, counted in local time.</summary>
    /// <param name="hours">1 or more.</param>
    /// <param name="from">The first start, a local time.</param>
    /// <exception cref="FormatException">The hours are below 1.</exception>
    public static Recurrence EveryHours(int hours, DateTime from) =>
        Parse(string.Format(CultureInfo.InvariantCulture, "every {0} hours from {1}", hours, ClockText.FormatLocalTime(from)));

    /// <summary>Creates a recurrence with starts at one or more times of every day.</summary>
    /// <param name="at">The times of day.</param>
    public static Recurrence Daily(params TimeSpan[] at) => Parse("daily " + Times(at));

    /// <summary>Creates a recurrence with starts on days of the week.</summary>
    /// <param name="days">The days.</param>
    /// <param name="at">The times of day.</param>
    public static Recurrence Weekly(IEnumerable<DayOfWeek> days, params TimeSpan[] at) =>
        Parse($"weekly {string.Join(",", days)} {Times(at)}");

    /// <summary>Creates a recurrence with starts on a day of the month; a month without that day is skipped.</summary>
    /// <param name="day">1 to 31.</param>
    /// <param name="at">The times of day.</param>
    /// <exception cref="FormatException">There is no such day.</exception>
    public static Recurrence Monthly(int day, params TimeSpan[] at) =>
        Parse(string.Format(CultureInfo.InvariantCulture, "monthly {0} {1}", day, Times(at)));

    /// <summary>Creates a recurrence with starts on a day of the week in the month, such as the second Sunday.</summary>
    /// <param name="week">The week of the month.</param>
    /// <param name="day">The day of the week.</param>
    /// <param name="at">The times of day.</param>
    public static Recurrence Monthly(WeekOfMonth week, DayOfWeek day, params TimeSpan[] at) => Parse($"monthly {week} {day} {Times(at)}");

    /// <summary>Creates a recurrence from five-field cron.</summary>
    /// <remarks>As in crontab(5), a day of the month and a day of the week both given mean either.</remarks>
    /// <param name="expression">Minute, hour, day of the month, month, day of the week.</param>
    /// <exception cref="FormatException">The expression is not valid.</exception>
    public static Recurrence Cron(string expression) =>
        new(CronRule.Parse(expression ?? throw new ArgumentNullException(nameof(expression))));

    /// <summary>Creates a recurrence from an RFC 5545 rule.</summary>
    /// <param name="rule">The rule, with or without <c>RRULE:</c>.</param>
    /// <param name="start">The DTSTART, a local time; null if the starts of the rule do not depend on it.</param>
    /// <exception cref="FormatException">The rule is not valid, or needs a start.</exception>
    public static Recurrence RRule(string rule, DateTime? start = null) =>
        new(RRuleText.Parse(rule ?? throw new ArgumentNullException(nameof(rule)), start));

    /// <summary>Returns the recurrence with all starts moved in local time: later, or earlier where the time is negative.</summary>
    /// <param name="by">A whole number of seconds, at most 7 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is not a whole number of seconds, or is longer than 7 days.</exception>
    public Recurrence Shift(TimeSpan by) => Parse(RecurrenceShift.Shift(_text, by));

    /// <summary>
    /// Returns the recurrence as people say it. It is the text form, but of a recurrence that ends with <c>shifted</c>: there it is the
    /// times of day after the shift, such as <c>01:00 on the day after monthly second Sunday</c>.
    /// </summary>
    public string ToPlainText() => RecurrenceShift.ToPlainText(_text);

    /// <summary>Returns the text form.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(Recurrence? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Recurrence);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    /// <summary>Gets the starts in a zone from one time to before another, all in ticks of UTC, in order, each once.</summary>
    internal IEnumerable<long> Starts(DateTimeZone zone, long from, long to)
    {
        // Local times are at most 18 hours from UTC (NodaTime's bound), and a gap can be a day (Samoa, 2011).
        const long Margin = 2 * TimeSpan.TicksPerDay;
        long localFrom = Math.Max(FirstTick, from - Margin);
        long localTo = Math.Min(LastTick, to + Margin);
        foreach (long start in new ZoneClock(zone).ToUtc(Rule.LocalStarts(localFrom, localTo)))
        {
            if (start >= to || start > Rule.UntilUtc)
            {
                yield break;
            }

            if (start >= from)
            {
                yield return start;
            }
        }
    }

    private static string Times(TimeSpan[] at) => string.Join(",", at.Select(ClockText.FormatTimeOfDay));
}
