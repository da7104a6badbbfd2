using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace VcsaAuthGuard.Schedules;

/// <summary>
/// Finds the zones that the TZIDs of a calendar name: IANA and Windows names, names with a prefix of the program that wrote them
/// (<c>/mozilla.org/20050126_1/Europe/Berlin</c>), and names of the calendar's own, which its VTIMEZONE defines.
/// </summary>
internal sealed class CalendarZones
{
    private readonly Dictionary<string, Definition> _definitions = new(StringComparer.OrdinalIgnoreCase);
    private Definition? _open;
    private Observance? _observance;

    /// <summary>Processes a line; returns false if it belongs to no VTIMEZONE.</summary>
    public bool TryProcess(string line)
    {
        string upper = line.ToUpperInvariant();
        if (upper == "BEGIN:VTIMEZONE")
        {
            _open = new();
            return true;
        }

        if (_open is null)
        {
            return false;
        }

        if (upper == "END:VTIMEZONE")
        {
            _definitions[_open.Id] = _open;
            _open = null;
        }
        else if (upper is "BEGIN:STANDARD" or "BEGIN:DAYLIGHT")
        {
            _observance = new();
            _open.Observances.Add(_observance);
        }
        else if (upper is "END:STANDARD" or "END:DAYLIGHT")
        {
            _observance = null;
        }
        else
        {
            ProcessProperty(line);
        }

        return true;
    }

    /// <summary>Finds the zone of a TZID for times of a year.</summary>
    /// <exception cref="FormatException">There is no such zone.</exception>
    public string Find(string id, int year)
    {
        if (TimeZoneNames.TryNormalize(id, out string zone) || TryWithoutPrefix(id, out zone))
        {
            return zone;
        }

        if (!_definitions.TryGetValue(id, out Definition? definition))
        {
            throw new FormatException($"There is no time zone '{id}', and the calendar does not define it (VTIMEZONE).");
        }

        return (definition.Location is string location && TimeZoneNames.TryNormalize(location, out zone) ? zone : null)
            ?? FindSame(definition, year)
            ?? throw new FormatException($"The calendar defines the time zone '{id}' with rules that no known zone has in {year}.");
    }

    /// <summary>Tries the parts of a name after each slash: the makers of programs put their own in front.</summary>
    private static bool TryWithoutPrefix(string id, out string zone)
    {
        zone = "";
        for (int slash = id.IndexOf('/'); slash >= 0; slash = id.IndexOf('/', slash + 1))
        {
            if (TimeZoneNames.TryNormalize(id.Substring(slash + 1), out zone))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds a zone whose offset changes in a year are those of a definition.</summary>
    private static string? FindSame(Definition definition, int year)
    {
        (long, TimeSpan)[] changes = [.. definition.ChangesIn(year)];
        if (changes.Length == 0)
        {
            TimeSpan? fixedOffset = definition.Observances.Select(observance => observance.To).FirstOrDefault(offset => offset is not null);
            return fixedOffset is TimeSpan offset && definition.Observances.Count == 1 ? FixedZone(offset) : null;
        }

        return TzdbDateTimeZoneSource.Default.WindowsToTzdbIds.Values.Distinct().OrderBy(id => id, StringComparer.Ordinal)
            .FirstOrDefault(id => ChangesIn(DateTimeZoneProviders.Tzdb[id], year).SequenceEqual(changes));
    }

    private static string FixedZone(TimeSpan offset)
    {
        string sign = offset < TimeSpan.Zero ? "-" : "+";
        string text = offset.ToString(offset.Minutes == 0 ? "hh" : @"hh\:mm", CultureInfo.InvariantCulture);
        return offset == TimeSpan.Zero ? "UTC" : $"UTC{sign}{text}";
    }

    /// <summary>Gets the changes of a zone in a year: when, in local time before the change, and the offset after it.</summary>
    private static IEnumerable<(long Local, TimeSpan Offset)> ChangesIn(DateTimeZone zone, int year)
    {
        Instant from = Instant.FromUtc(year, 1, 1, 0, 0);
        Instant to = Instant.FromUtc(year + 1, 1, 1, 0, 0);
        foreach (ZoneInterval interval in zone.GetZoneIntervals(from, to).Skip(1))
        {
            Offset before = zone.GetUtcOffset(interval.Start - NodaTime.Duration.Epsilon);
            yield return ((interval.Start.ToDateTimeUtc() + before.ToTimeSpan()).Ticks, interval.WallOffset.ToTimeSpan());
        }
    }

    private void ProcessProperty(string line)
    {
        int colon = line.IndexOf(':');
        string name = colon < 0 ? "" : line.Substring(0, colon).Split(';')[0].ToUpperInvariant();
        string value = colon < 0 ? "" : line.Substring(colon + 1).Trim();
        switch (name)
        {
            case "TZID":
                _open!.Id = value.Trim('"');
                break;
            case "X-LIC-LOCATION":
                _open!.Location = value;
                break;
            case "DTSTART" when _observance is not null:
                _observance.Start = value.TrimEnd('Z');
                break;
            case "RRULE" when _observance is not null:
                _observance.Rule = value;
                break;
            case "TZOFFSETTO" when _observance is not null:
                _observance.To = OffsetOf(value);
                break;
            default:
                break;
        }
    }

    private static TimeSpan? OffsetOf(string text) =>
        text.Length >= 5
        && text[0] is '+' or '-'
        && TimeSpan.TryParseExact(text.Remove(5).Remove(0, 1), "hhmm", CultureInfo.InvariantCulture, out TimeSpan offset)
            ? text[0] == '-' ? -offset : offset
            : null;

    /// <summary>Represents a VTIMEZONE.</summary>
    private sealed class Definition
    {
        public string Id { get; set; } = "";

        public string? Location { get; set; }

        public List<Observance> Observances { get; } = [];

        public IEnumerable<(long Local, TimeSpan Offset)> ChangesIn(int year)
        {
            long from = new DateTime(year, 1, 1).Ticks;
            long to = new DateTime(year + 1, 1, 1).Ticks;
            return Observances
                .Where(observance => observance.To is not null && observance.Rule is not null)
                .SelectMany(observance => Recurrence.Parse($"DTSTART:{observance.Start} RRULE:{observance.Rule}").Rule
                    .LocalStarts(from, to)
                    .Select(start => (start, observance.To!.Value)))
                .OrderBy(change => change.start);
        }
    }

    /// <summary>Represents a STANDARD or DAYLIGHT of a VTIMEZONE.</summary>
    private sealed class Observance
    {
        public string Start { get; set; } = "";

        public string? Rule { get; set; }

        public TimeSpan? To { get; set; }
    }
}
