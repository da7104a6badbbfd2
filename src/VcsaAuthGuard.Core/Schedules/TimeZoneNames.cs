using NodaTime;
using NodaTime.TimeZones;

namespace VcsaAuthGuard.Schedules;

/// <summary>Finds time zones by their IANA names, from the data that comes with the engine, and by their Windows names.</summary>
public static class TimeZoneNames
{
    private static readonly Lazy<Dictionary<string, string>> Known = new(Collect);

    /// <summary>Gets all IANA names, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. DateTimeZoneProviders.Tzdb.Ids];

    /// <summary>Finds the IANA name for an IANA or Windows name, upper or lower case.</summary>
    /// <param name="name">A name such as Europe/Berlin or W. Europe Standard Time.</param>
    /// <param name="ianaName">The IANA name; empty if there is none.</param>
    public static bool TryNormalize(string? name, out string ianaName)
    {
        ianaName = "";
        if (name is null)
        {
            return false;
        }

        // The provider needs no list of all names, and knows fixed offsets too (UTC+02).
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(name.Trim()) is DateTimeZone zone)
        {
            ianaName = zone.Id;
            return true;
        }

        if (Known.Value.TryGetValue(name.Trim(), out string? found))
        {
            ianaName = found;
            return true;
        }

        return false;
    }

    /// <summary>Gets a conversion of times to those of a zone, which are the same points in time with the zone's offset.</summary>
    /// <param name="name">IANA or Windows name.</param>
    /// <exception cref="ArgumentException">There is no such zone.</exception>
    public static Func<DateTimeOffset, DateTimeOffset> ConverterTo(string name)
    {
        DateTimeZone zone = Find(name);
        return time => time.ToOffset(zone.GetUtcOffset(Instant.FromDateTimeOffset(time)).ToTimeSpan());
    }

    /// <summary>Gets the zone for a name.</summary>
    /// <exception cref="ArgumentException">There is no such zone.</exception>
    internal static DateTimeZone Find(string? name) => TryNormalize(name, out string ianaName)
        ? DateTimeZoneProviders.Tzdb[ianaName]
        : throw new ArgumentException(
            $"There is no time zone '{name}'. Give an IANA name such as Europe/Berlin, or a Windows name such as W. Europe Standard Time.");

    private static Dictionary<string, string> Collect()
    {
        Dictionary<string, string> known = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> windows in TzdbDateTimeZoneSource.Default.WindowsToTzdbIds)
        {
            known[windows.Key] = windows.Value;
        }

        foreach (string id in DateTimeZoneProviders.Tzdb.Ids)
        {
            known[id] = id;
        }

        return known;
    }
}
