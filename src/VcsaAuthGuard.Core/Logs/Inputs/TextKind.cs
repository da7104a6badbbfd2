using System.Text.RegularExpressions;

namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>Represents what a file seems to be of which no line is a log entry.</summary>
/// <param name="Name">The name with its article, for messages.</param>
/// <param name="Remedy">The action to take.</param>
internal sealed record TextKind(string Name, string Remedy)
{
    private const string NameLog = "Name a log or a support bundle of vCenter Server.";
    private const string NameSchedule = "Schedules are read by ConvertTo-BackupWindow; "
        + "name a log or a support bundle of vCenter Server here.";

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private static readonly TextKind Binary = new("binary data", NameLog);
    private static readonly TextKind Prose = new("prose", NameLog);
    private static readonly TextKind Csv = new(
        "CSV",
        "Job reports are read with --job-runs (-JobRun), schedules by ConvertTo-BackupWindow; name a log or a support bundle here."
    );

    /// <summary>Patterns of the start of a file, without blank lines and comments in front, the first that fits first.</summary>
    private static readonly (string Pattern, TextKind Kind)[] Starts =
    [
        (@"\A\s*(<!DOCTYPE\s+html|<html|<head|<body)", new("an HTML page", "Download the file itself; "
            + "this is a page about it or an error.")),
        (@"\A\s*<(\?xml|[A-Za-z][\w:.-]*[\s>/])", new("XML", NameLog)),
        (@"\A\s*BEGIN:VCALENDAR", new("an iCalendar file", NameSchedule)),
        (@"\A\s*-----BEGIN ", new("a certificate or key", NameLog)),
        (@"\A\s*(\{\s*(""|\}|\r?$)|\[\s*([\{\[""\]]|-?\d[\d.]*\s*[,\]]))", new("JSON", NameLog)),
        (@"\A#!.*\b(pwsh|powershell)\b", new("a PowerShell script", "Scripts are checked by Test-VcsaScript.")),
        (@"\A#!", new("a script", NameLog)),
        (
            @"^\s*(@(reboot|hourly|daily|weekly|monthly|yearly)|([\d*][\d*/,-]*[ \t]+){4}[\d*A-Za-z][\w*/,-]*)[ \t]+\S",
            new("a crontab", NameSchedule)
        ),
        (
            @"^\s*(#requires\b|param\s*\(|function\s+\w+-\w+|\[CmdletBinding|\$[\w:]+\s*=|(Get|Set|Import|Connect|New|Write|Add|"
                + @"Remove)-\w+)",
            new("a PowerShell script", "Scripts are checked by Test-VcsaScript.")
        ),
    ];

    /// <summary>The forms that lines of logs start with which are not read, most of them a time.</summary>
    private static readonly string[] Times =
    [
        @"^\W?\d{4}[-/.]\d\d[-/.]\d\d[T ,]",
        @"^\W?\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}[T ,]",
        @"^(<\d+>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d ",
        @"^\S+ \S+ \S+ \[\d\d/[A-Z][a-z]{2}/\d{4}:",
        @"^\[?([A-Z][a-z]{2},? )?\d{1,2} [A-Z][a-z]{2} \d{4} ",
        @"^[\[<(]?\d\d:\d\d:\d\d\b",
        @"^\s*\[[0-9A-F]{8,16} \w+ '", // An entry of vCenter 5 without its time.
    ];

    /// <summary>Finds out what a file seems to be.</summary>
    /// <param name="head">Its first bytes, as UTF-8 where they are text.</param>
    public static TextKind Find(ReadOnlySpan<byte> head)
    {
        if (IsBinary(head))
        {
            return Binary;
        }

        string text = Bytes.ToText(head);
        string[] lines = [.. text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Trim().Length > 0)];
        string[] whole = lines.Length > 1 ? [.. lines.Take(lines.Length - 1)] : lines; // The last may be cut.
        string[] plain = [.. whole.Where(line => line[0] is not ('#' or ';'))];
        if (Array.Find(Starts, start => IsMatch(text, start.Pattern)).Kind is TextKind found && !HasTimes(plain))
        {
            return found;
        }

        return HasTimes(plain) ? new("a log of another product, or in a form that is not known", NameLog)
            : IsCsv(plain) ? Csv
            : Prose;
    }

    private static bool HasTimes(string[] lines) =>
        lines.Length > 0 && lines.Count(line => Array.Exists(Times, time => IsMatch(line, time))) * 2 >= lines.Length;

    /// <summary>Determines whether all lines have the same number of one separator outside quotes.</summary>
    private static bool IsCsv(string[] lines)
    {
        const int MinSeparators = 2;
        foreach (char separator in ",;\t|")
        {
            int[] counts = [.. lines.Select(line => WithoutQuoted(line).Count(letter => letter == separator))];
            if (counts.Length > 0 && counts[0] >= MinSeparators && counts.Count(count => count == counts[0]) * 2 > counts.Length)
            {
                return true;
            }
        }

        return false;
    }

    private static string WithoutQuoted(string line) => Regex.Replace(line, "\"[^\"]*\"", "", RegexOptions.None, MatchTimeout);

    private static bool IsBinary(ReadOnlySpan<byte> head)
    {
        const int MaxControlsPercent = 5;
        int controls = 0;
        foreach (byte value in head)
        {
            controls += value is < (byte)' ' and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1B) ? 1 : 0;
        }

        return controls * 100 > head.Length * MaxControlsPercent;
    }

    private static bool IsMatch(string text, string pattern) =>
        Regex.IsMatch(text, pattern, RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchTimeout);
}
