using System.Globalization;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows;

/// <summary>
/// Represents the times of day, in the window's time zone, between which its start may be moved, both included. A range may cross
/// midnight: 20:00-04:00.
/// </summary>
public sealed record StartRange
{
    /// <summary>Creates a range.</summary>
    /// <param name="earliest">The earliest start: a time of day.</param>
    /// <param name="latest">The latest start: another time of day; before the earliest, it is on the next day.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not a time of day, or both are the same.</exception>
    public StartRange(TimeSpan earliest, TimeSpan latest)
    {
        Earliest = TimeOfDay(earliest, nameof(earliest));
        Latest = TimeOfDay(latest, nameof(latest));
        if (earliest == latest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(latest), latest, "A start range of one time moves nothing. Leave it out for a fixed start.");
        }
    }

    /// <summary>Gets the earliest start, as a time of day.</summary>
    public TimeSpan Earliest { get; }

    /// <summary>Gets the latest start, as a time of day; before <see cref="Earliest"/>, it is on the next day.</summary>
    public TimeSpan Latest { get; }

    /// <summary>Gets the length of the range: over zero, under a day.</summary>
    public TimeSpan Length => Latest > Earliest ? Latest - Earliest : Latest - Earliest + TimeSpan.FromDays(1);

    /// <summary>Returns whether a start at a time of day is in the range.</summary>
    /// <param name="timeOfDay">A time from 0:00 to 24:00.</param>
    public bool Contains(TimeSpan timeOfDay) => Earliest < Latest
        ? timeOfDay >= Earliest && timeOfDay <= Latest
        : timeOfDay >= Earliest || timeOfDay <= Latest;

    /// <summary>Reads a range: <c>20:00-04:00</c>.</summary>
    /// <param name="text">Two times of day with a hyphen between.</param>
    /// <exception cref="FormatException">The text is not a valid range; the message says why.</exception>
    public static StartRange Parse(string text)
    {
        string[] ends = (text ?? throw new ArgumentNullException(nameof(text))).Split('-');
        if (ends.Length != 2
            || !ClockText.TryTimeOfDay(ends[0].Trim(), out TimeSpan earliest)
            || !ClockText.TryTimeOfDay(ends[1].Trim(), out TimeSpan latest))
        {
            throw new FormatException($"'{text}' is not a range of starts. Write it like 20:00-04:00.");
        }

        try
        {
            return new(earliest, latest);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new FormatException($"'{text}': {e.Message}", e);
        }
    }

    /// <summary>Returns the range in the form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => $"{ClockText.FormatTimeOfDay(Earliest)}-{ClockText.FormatTimeOfDay(Latest)}";

    private static TimeSpan TimeOfDay(TimeSpan value, string name) => value >= TimeSpan.Zero && value < TimeSpan.FromDays(1)
        ? value
        : throw new ArgumentOutOfRangeException(
            name, value, string.Format(CultureInfo.InvariantCulture, "{0} is not a time of day.", value));
}
