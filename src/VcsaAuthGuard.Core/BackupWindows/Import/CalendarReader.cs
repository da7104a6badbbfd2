using System.Globalization;
using System.Text;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts the events of an iCalendar (RFC 5545) to windows: one of each event, of each run that was moved and of each RDATE. It reads
/// SUMMARY, CATEGORIES, DTSTART, DTEND or DURATION, RRULE, EXDATE, RDATE, RECURRENCE-ID and STATUS, and the calendar's VTIMEZONE.
/// </summary>
public static class CalendarReader
{
    /// <summary>Reads all events.</summary>
    /// <param name="text">The calendar; it is not disposed of.</param>
    /// <param name="source">What to call it.</param>
    /// <param name="template">What an event does not say; its zone is for times without one.</param>
    /// <param name="onProblem">Receives each event that cannot be converted; the others are.</param>
    public static IReadOnlyList<BackupWindow> Read(TextReader text, string source, WindowTemplate template, Action<InputProblem> onProblem)
    {
        _ = template ?? throw new ArgumentNullException(nameof(template));
        _ = onProblem ?? throw new ArgumentNullException(nameof(onProblem));
        CalendarZones zones = new();
        List<CalendarEvent> events = CalendarEvent.ReadAll(text ?? throw new ArgumentNullException(nameof(text)), zones);
        List<BackupWindow> windows = [];
        if (events.Count == 0)
        {
            onProblem(
                new(InputProblemKind.Invalid, source, null, "There is no event (BEGIN:VEVENT) in it.", "Check that it is an iCalendar.")
            );
        }

        events = WithoutSuperseded(events);

        // An event without a UID belongs to no series.
        ILookup<string, CalendarEvent> moved = events
            .Where(one => one["RECURRENCE-ID"] is not null && one["UID"] is not null)
            .ToLookup(one => one["UID"]!.Value);
        foreach (CalendarEvent one in events)
        {
            string name = one["SUMMARY"] is { } summary ? Unescape(summary.Value) : "event without SUMMARY";
            try
            {
                windows.AddRange(new EventConverter(one, zones, template).ToWindows(name, $"{source}:{one.Line}", moved));
            }
            catch (FormatException e)
            {
                onProblem(
                    new(
                        InputProblemKind.Invalid,
                        source,
                        one.Line,
                        $"'{name}': {e.Message}",
                        "Make its window with New-BackupWindow: it was left out."
                    )
                );
            }
        }

        return windows;
    }

    /// <summary>Removes the revisions of events that a higher SEQUENCE replaces (RFC 5545, section 3.8.7.4), as exports of two overlapping
    /// ranges have them. Events without a SEQUENCE are kept.</summary>
    private static List<CalendarEvent> WithoutSuperseded(List<CalendarEvent> events)
    {
        static int? Sequence(CalendarEvent one) => int.TryParse(
            one["SEQUENCE"]?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        Dictionary<(string, string?), int> latest = [];
        foreach (CalendarEvent one in events)
        {
            if (one["UID"] is { } uid && Sequence(one) is int sequence)
            {
                (string, string?) key = (uid.Value, one["RECURRENCE-ID"]?.Value);
                latest[key] = latest.TryGetValue(key, out int before) ? Math.Max(before, sequence) : sequence;
            }
        }

        return
        [
            .. events.Where(one => one["UID"] is not { } uid
                || Sequence(one) is not int sequence
                || sequence == latest[(uid.Value, one["RECURRENCE-ID"]?.Value)]),
        ];
    }

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
