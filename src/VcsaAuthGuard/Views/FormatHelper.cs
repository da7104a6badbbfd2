using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Views;

/// <summary>Formats values for the views of Faults.Format.ps1xml and others; not meant to be called otherwise.</summary>
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public static class FormatHelper
{
    // What is left of 80 columns for the last column of the tables of plans and overlaps, and for a heading.
    private const int LastColumnWidth = 32;
    private const int HeadingWidth = 78;

    private const int DefaultWidth = 80;
    private const int MinLastColumnWidth = 12;

    /// <summary>Returns a time to the second, for a table; one with an offset gives that instead of its year.</summary>
    /// <param name="time">A time or null.</param>
    public static string Time(object? time) => Format(time, "yyyy-MM-dd HH:mm:ss'Z'", "MM-dd HH:mm:sszzz");

    /// <summary>Returns a time in full, for a list.</summary>
    /// <param name="time">A time or null.</param>
    public static string FullTime(object? time) => Format(time, "yyyy-MM-dd HH:mm:ss.fff'Z'", "yyyy-MM-dd HH:mm:ss.fff zzz");

    /// <summary>Returns log text in one line, safe to show.</summary>
    /// <param name="text">The text or null.</param>
    public static string Line(object? text) => TerminalText.OneLine(Value(text)?.ToString());

    /// <summary>Returns log text with its lines, safe to show.</summary>
    /// <param name="text">The text or null.</param>
    public static string Lines(object? text) => TerminalText.Lines(Value(text)?.ToString());

    /// <summary>Formats a host's name, or its id without PowerCLI's prefix.</summary>
    /// <param name="name">The name or null.</param>
    /// <param name="id">The id or null.</param>
    public static string Host(object? name, object? id) => Line(Value(name) ?? Value(id)?.ToString()?.Replace("HostSystem-", ""));

    /// <summary>Formats a file's name and a line in it.</summary>
    /// <param name="source">The file, or archive!entry.</param>
    /// <param name="line">The line.</param>
    public static string Where(object? source, object? line)
    {
        string text = Line(source);
        return text.Substring(text.LastIndexOfAny(['/', '\\', '!']) + 1) + ":" + Value(line);
    }

    /// <summary>Formats the first of some counted names, and how many more there are.</summary>
    /// <param name="counts">FaultCount objects.</param>
    public static string Counts(object? counts)
    {
        string[] all = Value(counts) is System.Collections.IEnumerable list and not string
            ? [.. list.Cast<object>().Select(item => Line(item.ToString()?.Replace("HostSystem-", "")))]
            : [];
        return all.Length switch { 0 => "", 1 => all[0], _ => FormattableString.Invariant($"{all[0]} +{all.Length - 1}") };
    }

    /// <summary>Formats a duration in seconds, for a table; tenths up to 100 s.</summary>
    /// <param name="duration">A TimeSpan or null.</param>
    public static string Seconds(object? duration) => Properties.GetDuration(duration) is TimeSpan span
        ? span.TotalSeconds.ToString(span.TotalSeconds < 100 ? "0.0' s'" : "0' s'", CultureInfo.InvariantCulture)
        : "";

    /// <summary>Formats a start in its week, for a table.</summary>
    /// <param name="start">A DateTimeOffset or null.</param>
    public static string WeekTime(object? start) =>
        Properties.GetTime(start) is DateTimeOffset value
            ? value.ToString("ddd HH:mm", CultureInfo.InvariantCulture)
                + (value.Offset == TimeSpan.Zero ? "Z" : value.ToString("zzz", CultureInfo.InvariantCulture))
            : "";

    /// <summary>Returns how far a start is moved; empty if it is not.</summary>
    /// <param name="shift">A TimeSpan or null.</param>
    public static string Shift(object? shift) => Properties.GetDuration(shift) is TimeSpan value && value != TimeSpan.Zero
        ? (value < TimeSpan.Zero ? "-" : "+") + value.ToString(@"hh\:mm", CultureInfo.InvariantCulture)
        : "";

    /// <summary>Breaks texts into lines at blanks, for the last column of a table; each text begins a line of its own.</summary>
    /// <param name="texts">The texts.</param>
    public static string Wrap(params object?[] texts) => string.Join(
        Environment.NewLine, texts.SelectMany(text => WrapLine(Line(text), LastColumnWidth)));

    /// <summary>Breaks a text into lines at blanks, for a column of a table.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The column's width.</param>
    public static string Words(object? text, int width) => string.Join(Environment.NewLine, WrapLine(Line(text), width));

    /// <summary>Breaks a command into lines that can be copied, for an item of a list.</summary>
    /// <param name="host">The PowerShell host whose screen it is, or null.</param>
    /// <param name="used">The width of the labels.</param>
    /// <param name="command">The command.</param>
    public static string Command(object? host, int used, object? command)
    {
        string text = Line(command);
        return text.Length == 0 ? text : string.Join(Environment.NewLine, CommandLines.Break(text, WidthOf(host) - 1 - used));
    }

    /// <summary>Breaks texts into lines at blanks, for the last column of a table or an item of a list.</summary>
    /// <param name="host">The PowerShell host whose screen it is, or null.</param>
    /// <param name="used">The width of the other columns, each with the blank behind it, or of the labels.</param>
    /// <param name="texts">The texts; each begins a line of its own.</param>
    public static string LastColumn(object? host, int used, params object?[] texts)
    {
        // PowerShell leaves the last character of a line free.
        int width = Math.Max(WidthOf(host) - 1 - used, MinLastColumnWidth);
        return string.Join(Environment.NewLine, texts.SelectMany(text => WrapLine(Line(text), width)));
    }

    /// <summary>Returns the effect of a plan, shown above the table of its windows.</summary>
    /// <param name="plan">A WindowPlan or null.</param>
    public static string PlanHeading(object? plan) => Value(plan) is not WindowPlan value ? "" : string.Join(
        Environment.NewLine,
        ((string[])
        [
            FormattableString.Invariant($"{value.Options.Days} days from {value.Options.From.UtcDateTime:yyyy-MM-dd HH:mm'Z'}, ")
                + FormattableString.Invariant($"checked for {value.Options.CheckedDays} days"),
            $"  before: {value.Before}",
            $"  after:  {value.After}",
            $"  year:   {value.YearSummary}",
            $"  queue:  {value.Assumptions}",
            "  " + value.Quality,
        ]).SelectMany(line => WrapLine(line, HeadingWidth)));

    /// <summary>Returns the width of a host's screen. A host without one has none, and may throw.</summary>
    private static int WidthOf(object? host)
    {
        try
        {
            int width = (Value(host) as PSHost)?.UI?.RawUI?.BufferSize.Width ?? 0;
            return width > 0 ? width : DefaultWidth;
        }
        catch (Exception e) when (e is HostException or NotImplementedException or InvalidOperationException)
        {
            return DefaultWidth;
        }
    }

    private static IEnumerable<string> WrapLine(string text, int width)
    {
        string indent = text.Substring(0, text.Length - text.TrimStart().Length);
        string line = "";
        foreach (string word in text.Split([' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && indent.Length + line.Length + 1 + word.Length > width)
            {
                yield return indent + line;
                line = "  " + word;
            }
            else
            {
                line = line.Length == 0 ? word : line + " " + word;
            }
        }

        yield return indent + line;
    }

    private static string Format(object? time, string utc, string other) => Properties.GetTime(time) is DateTimeOffset value
        ? value.ToString(value.Offset == TimeSpan.Zero ? utc : other, CultureInfo.InvariantCulture)
        : "";

    /// <summary>Returns what is wrapped. An object of another process has no value but the text that it had.</summary>
    private static object? Value(object? value) =>
        value is not PSObject wrapped ? value
        : wrapped.BaseObject is PSCustomObject ? wrapped.ToString()
        : wrapped.BaseObject;
}
