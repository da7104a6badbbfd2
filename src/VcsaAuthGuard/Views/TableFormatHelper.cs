using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Views;

/// <summary>Formats cells that join several properties or carry a colour; not meant to be called otherwise.</summary>
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public static class TableFormatHelper
{
    private const int LongestCode = 39;

    private static readonly HashSet<string> Bad = new(StringComparer.OrdinalIgnoreCase)
    {
        "Error", "Stop", "Stopped", "Degraded", "Failed", "Critical",
    };

    private static readonly HashSet<string> Doubtful = new(StringComparer.OrdinalIgnoreCase)
    {
        "Warning", "Warn", "HealthyWithWarnings", "Starting", "Stopping", "Refused", "LoginPerItem", "Leaking",
    };

    private static readonly HashSet<string> Fine = new(StringComparer.OrdinalIgnoreCase)
    {
        "Good", "Started", "Healthy", "Restarted",
    };

    /// <summary>Returns a time to the minute; one with an offset gives that instead of its year.</summary>
    /// <param name="time">A time or null.</param>
    public static string Minutes(object? time) => Properties.GetTime(time) is DateTimeOffset value
        ? value.ToString(value.Offset == TimeSpan.Zero ? "yyyy-MM-dd HH:mm'Z'" : "MM-dd HH:mmzzz", CultureInfo.InvariantCulture)
        : "";

    /// <summary>Returns an address and the program that logged in from it.</summary>
    /// <param name="address">The address or null.</param>
    /// <param name="agent">The program's user agent or null.</param>
    public static string Client(object? address, object? agent) => Client(address, agent, null);

    /// <summary>Returns an address, the program that logged in from it, and the vCenter Server's logs where there are several.</summary>
    /// <param name="address">The address or null.</param>
    /// <param name="agent">The program's user agent or null.</param>
    /// <param name="source">The logs or null.</param>
    public static string Client(object? address, object? agent, object? source)
    {
        string logs = FormatHelper.Line(source);
        return Join(", ", FormatHelper.Line(address), FormatHelper.Line(agent), logs.Substring(logs.LastIndexOfAny(['/', '\\']) + 1));
    }

    /// <summary>Returns the host and the datastore of a fault, else its account and address, else where it stands.</summary>
    /// <param name="fault">An AuthFault.</param>
    public static string HostOrClient(object? fault)
    {
        string host = FormatHelper.Host(Read(fault, "VMHost"), Read(fault, "VMHostId"));
        string client = Join(", ", Text(fault, "User"), Text(fault, "ClientAddress"));
        return host.Length > 0 ? Join(", ", host, Text(fault, "Datastore"))
            : client.Length > 0 ? client
            : FormatHelper.Where(Read(fault, "Source"), Read(fault, "LineNumber"));
    }

    /// <summary>Returns the start of some code in one line.</summary>
    /// <param name="code">The code.</param>
    public static string Code(object? code) => TerminalText.Cut(FormatHelper.Lines(code).Split('\n')[0], LongestCode);

    /// <summary>Returns how a restart ended, in a sentence.</summary>
    /// <param name="report">A RestartReport.</param>
    public static string Restart(object? report)
    {
        string reason = Text(report, "Reason");
        return (reason.Length, Text(report, "Outcome")) switch
        {
            ( > 0, _) => reason,
            (_, "Restarted") => "Each restarted service is a new process, and all services are up.",
            (_, "NothingToDo") => "There was nothing to restart.",
            (_, string outcome) => outcome,
        };
    }

    /// <summary>Returns whether a burst goes on or is over.</summary>
    /// <param name="burst">A WatchedBurst.</param>
    public static string Burst(object? burst) =>
        LanguagePrimitives.IsTrue(Read(burst, "IsOpen")) ? Colour("BURST", "Error") : Colour("BURST OVER", "Good");

    /// <summary>Returns the log that has a gap, and its reason.</summary>
    /// <param name="gap">A WatchedGap.</param>
    public static string Gap(object? gap)
    {
        string source = Text(gap, "Source");
        return $"GAP {Text(gap, "Reason")}: {source.Substring(source.LastIndexOfAny(['/', '\\', '!']) + 1)}";
    }

    /// <summary>Returns a state, severity or verdict in its colour.</summary>
    /// <param name="value">The value, or several separated by commas.</param>
    public static string Tone(object? value)
    {
        string text = FormatHelper.Line(value);
        return Colour(text, text);
    }

    /// <summary>Returns a count, in the colour of a warning where it reaches a limit.</summary>
    /// <param name="count">A count or null.</param>
    /// <param name="limit">The limit.</param>
    public static string Limit(object? count, long limit)
    {
        string text = FormatHelper.Line(count);
        return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long value) && value >= limit
            ? Colour(text, "Warning")
            : text;
    }

    private static string Colour(string text, string tone)
    {
        string[] tones = tone.Split([", "], StringSplitOptions.None);
        return tones.Any(Bad.Contains) ? ConsoleStyle.Error(text)
            : tones.Any(Doubtful.Contains) ? ConsoleStyle.Warning(text)
            : tones.Any(Fine.Contains) ? ConsoleStyle.Success(text)
            : text;
    }

    private static string Text(object? item, string property) => FormatHelper.Line(Read(item, property));

    private static object? Read(object? item, string property) =>
        item is null ? null : PSObject.AsPSObject(item).Properties[property]?.Value;

    private static string Join(string separator, params string[] parts) => string.Join(separator, parts.Where(part => part.Length > 0));
}
