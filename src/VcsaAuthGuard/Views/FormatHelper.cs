using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Views;

/// <summary>Formats values for the views of VcsaAuthGuard.Format.ps1xml; not meant to be called otherwise.</summary>
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public static class FormatHelper
{
    /// <summary>A time to the second, for a table.</summary>
    /// <param name="time">A DateTimeOffset or null.</param>
    public static string Time(object? time) =>
        Value(time) is DateTimeOffset value ? value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "";

    /// <summary>A time to the minute without its year, for a narrow table.</summary>
    /// <param name="time">A DateTimeOffset or null.</param>
    public static string Minute(object? time) =>
        Value(time) is DateTimeOffset value ? value.UtcDateTime.ToString("MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "";

    /// <summary>A time in full, for a list.</summary>
    /// <param name="time">A DateTimeOffset or null.</param>
    public static string FullTime(object? time) =>
        Value(time) is DateTimeOffset value ? value.ToString("yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture) : "";

    /// <summary>Log text in one line, safe to show.</summary>
    /// <param name="text">The text or null.</param>
    public static string Line(object? text) => TerminalText.OneLine(Value(text)?.ToString());

    /// <summary>Log text with its lines, safe to show.</summary>
    /// <param name="text">The text or null.</param>
    public static string Lines(object? text) => TerminalText.Lines(Value(text)?.ToString());

    /// <summary>A host's name, or its id without PowerCLI's prefix.</summary>
    /// <param name="name">The name or null.</param>
    /// <param name="id">The id or null.</param>
    public static string Host(object? name, object? id) => Line(Value(name) ?? Value(id)?.ToString()?.Replace("HostSystem-", ""));

    /// <summary>A file's name and a line in it.</summary>
    /// <param name="source">The file, or archive!entry.</param>
    /// <param name="line">The line.</param>
    public static string Where(object? source, object? line)
    {
        string text = Line(source);
        return text.Substring(text.LastIndexOfAny(['/', '\\', '!']) + 1) + ":" + Value(line);
    }

    /// <summary>The first of some counted names, and how many more there are.</summary>
    /// <param name="counts">FaultCount objects.</param>
    public static string Counts(object? counts)
    {
        FaultCount[] all = [.. (Value(counts) as IEnumerable<FaultCount>) ?? []];
        if (all.Length == 0)
        {
            return "";
        }

        string first = Line(all[0].ToString().Replace("HostSystem-", ""));
        return all.Length == 1 ? first : $"{first} +{all.Length - 1}";
    }

    /// <summary>A duration in seconds, for a table; tenths up to 100 s.</summary>
    /// <param name="duration">A TimeSpan or null.</param>
    public static string Seconds(object? duration) => Value(duration) is TimeSpan span
        ? span.TotalSeconds.ToString(span.TotalSeconds < 100 ? "0.0' s'" : "0' s'", CultureInfo.InvariantCulture)
        : "";

    /// <summary>A start in its week, for a table.</summary>
    /// <param name="start">A DateTimeOffset or null.</param>
    public static string WeekTime(object? start) =>
        Value(start) is DateTimeOffset value
            ? value.ToString("ddd HH:mm", CultureInfo.InvariantCulture)
                + (value.Offset == TimeSpan.Zero ? "Z" : value.ToString("zzz", CultureInfo.InvariantCulture))
            : "";

    /// <summary>Returns how far a start is moved; empty where it is not.</summary>
    /// <param name="shift">A TimeSpan or null.</param>
    public static string Shift(object? shift) => Value(shift) is TimeSpan value && value != TimeSpan.Zero
        ? (value < TimeSpan.Zero ? "-" : "+") + value.ToString(@"hh\:mm", CultureInfo.InvariantCulture)
        : "";

    /// <summary>Returns the effect of a plan, shown above the table of its windows.</summary>
    /// <param name="plan">A WindowPlan or null.</param>
    public static string PlanHeading(object? plan) => Value(plan) is not WindowPlan value ? "" : string.Join(
        Environment.NewLine,
        "",
        $"  before: {value.Before}",
        $"  after:  {value.After}",
        value.IsOptimal ? "  no plan on this grid is better" : $"  bound:  {value.LowerBound}");

    private static object? Value(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
