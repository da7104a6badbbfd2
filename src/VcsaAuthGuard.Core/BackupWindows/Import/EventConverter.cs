using System.Globalization;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Converts an event of a calendar to windows.</summary>
/// <param name="one">The event.</param>
/// <param name="zones">The zones of its calendar.</param>
/// <param name="template">The values that the event does not have.</param>
internal sealed class EventConverter(CalendarEvent one, CalendarZones zones, WindowTemplate template)
{
    private static readonly string[] TimeForms = ["yyyyMMdd'T'HHmmss", "yyyyMMdd"];

    /// <summary>Gets the windows of the event; none of a run that was called off, for its series leaves it out.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="source">The place of the event.</param>
    /// <param name="moved">The events that replace single runs, by the UID of their series.</param>
    public IEnumerable<BackupWindow> ToWindows(string name, string source, ILookup<string, CalendarEvent> moved)
    {
        bool isMoved = one["RECURRENCE-ID"] is not null;
        if (string.Equals(one["STATUS"]?.Value, "CANCELLED", StringComparison.OrdinalIgnoreCase))
        {
            return isMoved ? [] : throw new FormatException("It is cancelled, so it has no window.");
        }

        if (one["RECURRENCE-ID"]?.IsRange == true)
        {
            throw new FormatException("It changes a series from one run on (RANGE=THISANDFUTURE), which no window has.");
        }

        if (one["EXRULE"] is not null)
        {
            throw new FormatException("It has EXRULE, which no window has.");
        }

        CalendarProperty begin = one["DTSTART"] ?? throw new FormatException("It has no DTSTART.");
        string zone = ZoneOf(begin);
        DateTime start = Local(begin);
        TimeSpan? duration = Duration(begin, start, zone);
        WindowRole role = Role();
        BackupWindow ToWindow(string called, Recurrence recurrence) =>
            template.ToWindow(called, recurrence, role, source, zone, duration);
        if (isMoved)
        {
            return [ToWindow(name, Recurrence.Once(start))];
        }

        CalendarEvent[] replaced = [.. moved[one["UID"]?.Value ?? ""]];
        DateTime[] excluded =
        [
            .. one.All("EXDATE").Concat(replaced.Select(run => run["RECURRENCE-ID"]!))
                .SelectMany(dates => Times(dates, zone, start))
                .Distinct(),
        ];
        List<BackupWindow> windows = [];
        if (one["RRULE"] is CalendarProperty rule)
        {
            string exceptions = string.Join(",", excluded.Select(Form));
            string text = $"DTSTART:{Form(start)} RRULE:{rule.Value}" + (exceptions.Length == 0 ? "" : " EXDATE:" + exceptions);
            windows.Add(ToWindow(name, Recurrence.Parse(text)));
        }
        else
        {
            windows.AddRange(excluded.Contains(start) ? [] : [ToWindow(name, Recurrence.Once(start))]);
        }

        foreach (DateTime more in one.All("RDATE").SelectMany(dates => Times(dates, zone, start)).Distinct().Except(excluded))
        {
            string called = windows.Count == 0 ? name : FormattableString.Invariant($"{name} (RDATE {more:yyyy-MM-dd})");
            windows.Add(ToWindow(called, Recurrence.Once(more)));
        }

        return windows;
    }

    /// <summary>Gets the role that one of the categories names; the template's has precedence.</summary>
    private WindowRole Role()
    {
        if (template.Role is WindowRole given)
        {
            return given;
        }

        string[] categories =
        [
            .. one.All("CATEGORIES").SelectMany(property => property.Value.Split(',')).Select(category => category.Trim()),
        ];
        foreach (string category in categories)
        {
            if (EnumName.TryParse(category, out WindowRole role))
            {
                return role;
            }
        }

        throw new FormatException(
            "Nothing says its role. Give one with -Role (--role), or set Backup, Automation or Maintenance as a category of the event.");
    }

    private TimeSpan? Duration(CalendarProperty begin, DateTime start, string zone)
    {
        if (one["DTEND"] is CalendarProperty end)
        {
            // Counted on the clock that never changes, for the span may have a change in it.
            ZoneClock clock = new(TimeZoneNames.Find(zone));
            ZoneClock endClock = new(TimeZoneNames.Find(ZoneOf(end)));
            TimeSpan span = new(endClock.ToUtc(Local(end).Ticks) - clock.ToUtc(start.Ticks));
            return span == TimeSpan.Zero ? null : span; // A point in time says nothing of the duration (RFC 5545, section 3.8.2.2).
        }

        return one["DURATION"] is CalendarProperty given ? DurationText.Parse(given.Value) : begin.IsDate ? TimeSpan.FromDays(1) : null;
    }

    private string ZoneOf(CalendarProperty time) =>
        time.Value.EndsWith("Z", StringComparison.OrdinalIgnoreCase) ? "UTC"
        : time.Zone is string given ? zones.Find(given, Local(time).Year)
        : template.TimeZone is null ? throw new FormatException(WindowFields.NoTimeZone)
        : TimeZoneNames.Find(template.TimeZone).Id;

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

    private IEnumerable<DateTime> Times(CalendarProperty dates, string zone, DateTime start) =>
        dates.Value.Split(',').Select(value => ToZone(dates with { Value = value.Split('/')[0] }, zone, start));

    /// <summary>Converts a date to a local time of the event's zone; a date alone means the start on that day.</summary>
    private DateTime ToZone(CalendarProperty date, string zone, DateTime start)
    {
        DateTime local = Local(date);
        if (date.Value.Length == "20260211".Length)
        {
            return local + start.TimeOfDay;
        }

        string own = ZoneOf(date);
        return own == zone
            ? local
            : new(new ZoneClock(TimeZoneNames.Find(zone)).ToLocal(new ZoneClock(TimeZoneNames.Find(own)).ToUtc(local.Ticks)));
    }

    private static string Form(DateTime time) => time.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
}
