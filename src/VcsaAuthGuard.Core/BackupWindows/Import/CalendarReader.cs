using System.Globalization;
using System.Text;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Turns the events of an iCalendar (RFC 5545) into windows: one of each event, and one of each run that was moved. Of an event
/// count SUMMARY, DTSTART, DTEND or DURATION, RRULE, EXDATE, RECURRENCE-ID and STATUS.
/// </summary>
public static class CalendarReader
{
    private static readonly string[] TimeForms = ["yyyyMMdd'T'HHmmss", "yyyyMMdd"];

    /// <summary>Reads all events.</summary>
    /// <param name="text">The calendar; it is not disposed of.</param>
    /// <param name="source">What to call it.</param>
    /// <param name="template">What an event does not say; its zone is for times without one.</param>
    /// <param name="onProblem">Receives each event that cannot be converted; the others are.</param>
    public static IReadOnlyList<BackupWindow> Read(TextReader text, string source, WindowTemplate template, Action<InputProblem> onProblem)
    {
        _ = template ?? throw new ArgumentNullException(nameof(template));
        _ = onProblem ?? throw new ArgumentNullException(nameof(onProblem));
        List<CalendarEvent> events = CalendarEvent.ReadAll(text ?? throw new ArgumentNullException(nameof(text)));
        List<BackupWindow> windows = [];
        if (events.Count == 0)
        {
            onProblem(
                new(InputProblemKind.Invalid, source, null, "There is no event (BEGIN:VEVENT) in it.", "Check that it is an iCalendar.")
            );
        }

        // An event without a UID belongs to no series.
        ILookup<string, CalendarEvent> moved = events
            .Where(one => one["RECURRENCE-ID"] is not null && one["UID"] is not null)
            .ToLookup(one => one["UID"]!.Value);
        foreach (CalendarEvent one in events)
        {
            string name = one["SUMMARY"] is { } summary ? Unescape(summary.Value) : "event without SUMMARY";
            try
            {
                if (ToWindow(one, name, $"{source}:{one.Line}", template, moved) is BackupWindow window)
                {
                    windows.Add(window);
                }
            }
            catch (FormatException e)
            {
                onProblem(
                    new(
                        InputProblemKind.Invalid,
                        source,
                        one.Line,
                        $"'{name}': {e.Message}",
                        "Make its window with New-BackupWindow; the others were read."
                    )
                );
            }
        }

        return windows;
    }

    /// <returns>Null for a run that was called off: its series leaves it out.</returns>
    private static BackupWindow? ToWindow(
        CalendarEvent one,
        string name,
        string source,
        WindowTemplate template,
        ILookup<string, CalendarEvent> moved
    )
    {
        bool isMoved = one["RECURRENCE-ID"] is not null;
        if (string.Equals(one["STATUS"]?.Value, "CANCELLED", StringComparison.OrdinalIgnoreCase))
        {
            return isMoved ? null : throw new FormatException("It is cancelled, so it has no window.");
        }

        if (one["RECURRENCE-ID"]?.IsRange == true)
        {
            throw new FormatException("It changes a series from one run on (RANGE=THISANDFUTURE), which no window has.");
        }

        if (one["RDATE"] is not null || one["EXRULE"] is not null)
        {
            throw new FormatException("It has RDATE or EXRULE, which no window has.");
        }

        CalendarProperty begin = one["DTSTART"] ?? throw new FormatException("It has no DTSTART.");
        string zone = ZoneOf(begin, template);
        DateTime start = Local(begin);
        TimeSpan? duration = Duration(one, begin, start, zone, template);
        if (one["RRULE"] is not CalendarProperty rule || isMoved)
        {
            return template.ToWindow(name, Recurrence.Once(start), WindowRole.Maintenance, source, zone, duration);
        }

        IEnumerable<CalendarProperty> left = one.All("EXDATE").Concat(moved[one["UID"]?.Value ?? ""].Select(run => run["RECURRENCE-ID"]!));
        IEnumerable<DateTime> excluded = left.SelectMany(date =>
            date.Value.Split(',').Select(value => Excluded(date with { Value = value }, zone, start, template))
        );
        string exceptions = string.Join(",", excluded.Distinct().Select(date => Form(date)));
        string text = $"DTSTART:{Form(start)} RRULE:{rule.Value}" + (exceptions.Length == 0 ? "" : " EXDATE:" + exceptions);
        return template.ToWindow(name, Recurrence.Parse(text), WindowRole.Maintenance, source, zone, duration);
    }

    private static TimeSpan? Duration(CalendarEvent one, CalendarProperty begin, DateTime start, string zone, WindowTemplate template)
    {
        if (one["DTEND"] is CalendarProperty end)
        {
            // Counted on the clock that never changes, for the span may have a change in it.
            ZoneClock clock = new(TimeZoneNames.Find(zone)), endClock = new(TimeZoneNames.Find(ZoneOf(end, template)));
            return new(endClock.ToUtc(Local(end).Ticks) - clock.ToUtc(start.Ticks));
        }

        return one["DURATION"] is CalendarProperty given ? DurationText.Parse(given.Value) : begin.IsDate ? TimeSpan.FromDays(1) : null;
    }

    private static string ZoneOf(CalendarProperty time, WindowTemplate template) =>
        time.Value.EndsWith("Z", StringComparison.OrdinalIgnoreCase) ? "UTC"
        : time.Zone is not string given ? template.TimeZone
        : TimeZoneNames.TryNormalize(given, out string zone) ? zone
        : throw new FormatException($"There is no time zone '{given}'.");

    private static DateTime Local(CalendarProperty time) =>
        DateTime.TryParseExact(
            time.Value.TrimEnd('Z', 'z'),
            TimeForms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out DateTime local
        )
            ? local
            : throw new FormatException($"{time.Name} '{time.Value}' is not a valid time.");

    /// <summary>A date that is left out, as a local time of the event's zone; a date alone means the start on that day.</summary>
    private static DateTime Excluded(CalendarProperty date, string zone, DateTime start, WindowTemplate template)
    {
        DateTime local = Local(date);
        if (date.Value.Length == "20260211".Length)
        {
            return local + start.TimeOfDay;
        }

        string own = ZoneOf(date, template);
        return own == zone
            ? local
            : new(new ZoneClock(TimeZoneNames.Find(zone)).ToLocal(new ZoneClock(TimeZoneNames.Find(own)).ToUtc(local.Ticks)));
    }

    private static string Form(DateTime time) => time.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    private static string Unescape(string text)
    {
        StringBuilder plain = new();
        for (int i = 0; i < text.Length; i++)
        {
            bool isEscaped = text[i] == '\\' && i + 1 < text.Length;
            i += isEscaped ? 1 : 0;
            plain.Append(isEscaped && (text[i] is 'n' or 'N') ? ' ' : text[i]);
        }

        return plain.ToString().Trim();
    }
}
