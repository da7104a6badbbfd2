using System.Text.RegularExpressions;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>Specifies the format of a job report.</summary>
internal enum ReportFormatKind
{
    Csv,
    Json,
    Html,
    Mail,
    SpreadsheetXml,
    Xml,
    TextTable,
    BpdbJobs,
    Unsupported,
}

/// <summary>Finds out what a report is before its rows are read.</summary>
/// <param name="Kind">The format.</param>
/// <param name="Name">The name of the format, with its article.</param>
internal sealed record ReportFormat(ReportFormatKind Kind, string Name)
{
    /// <summary>The formats that are read, for messages.</summary>
    public const string Known =
        "Job reports are read as CSV, JSON, HTML, a mail (.eml), XML, an Excel workbook (.xlsx), a table of a console, or the output of"
        + " bpdbjobs -report -all_columns.";

    /// <summary>Job id, type, state, status, policy: NetBackup's <c>bpdbjobs -report -all_columns</c> has no header.</summary>
    private static readonly Regex BpdbJobs = new(
        @"^\d+,\d+,\d+,\d*,[^,]*,[^,]*,[^,]*,[^,]*,\d{10},\d+,\d{10},",
        RegexOptions.CultureInvariant
    );

    private static readonly Regex CronLine = new(
        @"^(@\w+|[\d*/,\-]+\s+[\d*/,\-]+\s+[\d*/,\-]+\s+\S+\s+\S+)\s+\S",
        RegexOptions.CultureInvariant
    );

    private static readonly Regex Variable = new(@"^\w+\s*=", RegexOptions.CultureInvariant);

    private static readonly Regex HtmlTag = new(
        @"<(!DOCTYPE\s+HTML|HTML|HEAD|BODY|TABLE|STYLE|DIV)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Finds the format of a text.</summary>
    public static ReportFormat Detect(string text)
    {
        string start = text.Substring(0, Math.Min(text.Length, 4096)).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        string line = start.Split('\n')[0].TrimEnd('\r');
        return start.Length == 0 ? Unsupported("an empty file")
            : start.StartsWith("PK\u0003\u0004", StringComparison.Ordinal) ? Unsupported("an Excel workbook (.xlsx) or another zip archive")
            : start.StartsWith("%PDF", StringComparison.Ordinal) ? Unsupported("a PDF document")
            : start.StartsWith("ElfFile\0", StringComparison.Ordinal) ? Unsupported("a Windows event log (.evtx)")
            : start.Contains('\0')
                ? Unsupported("a binary file, such as an old or encrypted Excel workbook (.xls) or an Outlook message (.msg)")
            : start.StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase) ? Unsupported("an iCalendar")
            : start[0] == '<' ? DetectMarkup(start)
            : StartsJson(start) ? new(ReportFormatKind.Json, "JSON")
            : IsTaskList(line) ? Unsupported("a list of scheduled tasks of Windows (schtasks)")
            : MailBody.IsMail(start) ? new(ReportFormatKind.Mail, "a mail")
            : BpdbJobs.IsMatch(line) ? new(ReportFormatKind.BpdbJobs, "NetBackup's job list")
            : IsCrontab(start) ? Unsupported("a crontab")
            : start.Split('\n').Any(TextTableReader.IsRow) ? new(ReportFormatKind.TextTable, "a table of a console")
            : new(ReportFormatKind.Csv, "CSV");
    }

    /// <summary>Returns whether a text starts with an object or a list of them; a log may start with a time in brackets.</summary>
    private static bool StartsJson(string start) =>
        start[0] == '{' || (start[0] == '[' && start.Substring(1).TrimStart() is "" or ['{' or '[' or '"' or ']', ..]);

    private static ReportFormat DetectMarkup(string start) =>
        start.Contains("urn:schemas-microsoft-com:office:spreadsheet", StringComparison.Ordinal)
            && !start.Contains("<html", StringComparison.OrdinalIgnoreCase)
            ? new(ReportFormatKind.SpreadsheetXml, "an XML spreadsheet")
        : start.StartsWith("<Objs ", StringComparison.Ordinal)
            ? Unsupported("a file of Export-Clixml (pipe the objects of Import-Clixml instead)")
        : HtmlTag.IsMatch(start) ? new(ReportFormatKind.Html, "an HTML page")
        : new(ReportFormatKind.Xml, "an XML document");

    private static ReportFormat Unsupported(string name) => new(ReportFormatKind.Unsupported, name);

    /// <summary>Returns whether any line of a text is one of a crontab, so that its other lines are mistakes in it.</summary>
    public static bool HasCronLine(string text) => text.Split('\n').Any(line => CronLine.IsMatch(line.Trim()));

    /// <summary>Returns whether a line is the header of <c>schtasks /query /v /fo csv</c>.</summary>
    private static bool IsTaskList(string line) =>
        line.Contains("TaskName", StringComparison.Ordinal) && line.Contains("Schedule Type", StringComparison.Ordinal);

    private static bool IsCrontab(string start) => start.Split('\n').Select(line => line.Trim())
        .FirstOrDefault(line => line.Length > 0 && line[0] != '#' && !Variable.IsMatch(line)) is string first && CronLine.IsMatch(first);
}
