namespace VcsaAuthGuard.Schedules;

/// <summary>Represents a property of an event.</summary>
/// <param name="Name">The name, such as DTSTART.</param>
/// <param name="Zone">The TZID; null without one.</param>
/// <param name="IsDate">Whether the value is a date without a time.</param>
/// <param name="IsRange">Whether the property applies to all runs from one on.</param>
/// <param name="Value">The value after the colon.</param>
internal sealed record CalendarProperty(string Name, string? Zone, bool IsDate, bool IsRange, string Value);

/// <summary>Represents a VEVENT of an iCalendar.</summary>
internal sealed class CalendarEvent(long line)
{
    private readonly List<CalendarProperty> _properties = [];

    /// <summary>Gets the 1-based line of its BEGIN.</summary>
    public long Line { get; } = line;

    public CalendarProperty? this[string name] => _properties.Find(property => property.Name == name);

    public IEnumerable<CalendarProperty> All(string name) => _properties.Where(property => property.Name == name);

    /// <summary>Reads all events of a calendar, and adds the zones that it defines.</summary>
    public static List<CalendarEvent> ReadAll(TextReader text, CalendarZones zones)
    {
        List<CalendarEvent> events = [];
        CalendarEvent? open = null;
        int inner = 0; // Components within an event, such as alarms, have times of their own.
        foreach ((long number, string line) in Unfolded(text))
        {
            if (string.Equals(line, "BEGIN:VEVENT", StringComparison.OrdinalIgnoreCase))
            {
                (open, inner) = (new(number), 0);
                events.Add(open);
            }
            else if (string.Equals(line, "END:VEVENT", StringComparison.OrdinalIgnoreCase))
            {
                open = null;
            }
            else if (open is null && zones.TryProcess(line))
            {
                continue;
            }
            else if (line.StartsWith("BEGIN:", StringComparison.OrdinalIgnoreCase))
            {
                inner++;
            }
            else if (line.StartsWith("END:", StringComparison.OrdinalIgnoreCase))
            {
                inner--;
            }
            else if (open is not null && inner == 0 && Property(line) is CalendarProperty property)
            {
                open._properties.Add(property);
            }
        }

        return events;
    }

    /// <summary>Joins each line that starts with a blank to the one before it.</summary>
    private static IEnumerable<(long Number, string Line)> Unfolded(TextReader text)
    {
        string? whole = null;
        long start = 0;
        long number = 0;
        while (text.ReadLine() is string line)
        {
            number++;
            if (whole is not null && line.Length > 0 && line[0] is ' ' or '\t')
            {
                whole += line.Substring(1);
                continue;
            }

            if (whole is not null)
            {
                yield return (start, whole.Trim());
            }

            (whole, start) = (line, number);
        }

        if (whole is not null)
        {
            yield return (start, whole.Trim());
        }
    }

    /// <summary>Parses <c>NAME;PARAMETER=value;PARAMETER="value":value</c>; returns null for a line without a colon.</summary>
    private static CalendarProperty? Property(string line)
    {
        bool isQuoted = false;
        int colon = 0;
        for (; colon < line.Length && (isQuoted || line[colon] != ':'); colon++)
        {
            isQuoted ^= line[colon] == '"';
        }

        if (colon == line.Length)
        {
            return null;
        }

        string[] parts = line.Substring(0, colon).Split(';');
        string? Parameter(string name) => parts
            .FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))?
            .Substring(name.Length + 1).Trim('"');
        return new(
            parts[0].ToUpperInvariant(),
            Parameter("TZID"),
            string.Equals(Parameter("VALUE"), "DATE", StringComparison.OrdinalIgnoreCase),
            Parameter("RANGE") is not null,
            line.Substring(colon + 1));
    }
}
