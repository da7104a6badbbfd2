using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads properties of objects that this module has no type for: PowerCLI's, and those that a script creates.</summary>
internal static class Properties
{
    /// <summary>Returns the value at the end of a path of properties; null if one is missing or empty.</summary>
    public static object? Get(PSObject item, params string[] path) => GetObject(item, path)?.BaseObject;

    /// <summary>Returns the object at a path of properties, with its note properties: objects that a script made have no others.</summary>
    public static PSObject? GetObject(PSObject item, params string[] path)
    {
        object? value = item;
        foreach (string name in path)
        {
            value = value is null ? null : PSObject.AsPSObject(value).Properties[name]?.Value;
        }

        return value is null ? null : PSObject.AsPSObject(value);
    }

    /// <summary>Returns the value at a path of properties if it is text.</summary>
    public static string? GetText(PSObject item, params string[] path) => Get(item, path) as string;

    /// <summary>
    /// Gets a time in each form that an object of this module has it in: itself, from another process (Import-Clixml, Start-Job), from
    /// ConvertFrom-Json or Import-Csv; null for anything else. Export-Csv writes a time in the form of the culture.
    /// </summary>
    public static DateTimeOffset? GetTime(object? value)
    {
        object? time = value is PSObject wrapped ? wrapped.BaseObject : value;
        return time switch
        {
            null => null,
            DateTimeOffset known => known,
            DateTime known => known.Kind == DateTimeKind.Unspecified ? new(known, TimeSpan.Zero) : new(known),
            string text => TimeInput.TryParse(text)?.Resolve()
                ?? (DateTimeOffset.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset read)
                    || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out read)
                        ? read
                        : null),
            _ => Get(PSObject.AsPSObject(value!), nameof(DateTimeOffset.UtcDateTime)) is DateTime utc
                ? Zoned(
                    new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
                    Get(PSObject.AsPSObject(value!), nameof(DateTimeOffset.Offset))
                )
                : null,
        };
    }

    /// <summary>Gets a duration in each form that an object of this module has it in; null for anything else.</summary>
    public static TimeSpan? GetDuration(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => null,
        TimeSpan known => known,
        string text => DurationText.TryParse(text, out TimeSpan read) ? read : null,
        _ => LanguagePrimitives.TryConvertTo(Get(PSObject.AsPSObject(value!), nameof(TimeSpan.Ticks)), out long ticks)
            && Get(PSObject.AsPSObject(value!), nameof(TimeSpan.TotalSeconds)) is not null
            ? new TimeSpan(ticks)
            : null,
    };

    private static DateTimeOffset Zoned(DateTimeOffset utc, object? offset) => offset is TimeSpan known ? utc.ToOffset(known) : utc;
}
