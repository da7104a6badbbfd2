using System.Text.RegularExpressions;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>Specifies the format of a job report.</summary>
internal enum ReportFormatKind
{
    Csv,
    Json,
    BpdbJobs,
    Unsupported,
}

/// <summary>Finds out what a report is before its rows are read.</summary>
/// <param name="Kind">The format.</param>
/// <param name="Name">The name of an unsupported format, with its article.</param>
internal sealed record ReportFormat(ReportFormatKind Kind, string Name)
{
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

    /// <summary>Finds the format of a text.</summary>
    public static ReportFormat Detect(string text)
    {
        string start = text.Substring(0, Math.Min(text.Length, 4096)).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        string line = start.Split('\n')[0].TrimEnd('\r');
        string upper = start.ToUpperInvariant();
        return start.StartsWith("PK\u0003\u0004", StringComparison.Ordinal) ? Unsupported("an Excel workbook or another zip archive")
            : start.StartsWith("%PDF", StringComparison.Ordinal) ? Unsupported("a PDF document")
            : start.Contains('\0') ? Unsupported("a binary file, such as an old Excel workbook")
            : upper.StartsWith("BEGIN:VCALENDAR", StringComparison.Ordinal) ? Unsupported("an iCalendar")
            : start.Length > 0 && start[0] == '<'
                ? Unsupported(upper.Contains("<HTML") || upper.Contains("<TABLE") ? "an HTML page" : "an XML document")
            : start.Length > 0 && (start[0] is '[' or '{') ? new(ReportFormatKind.Json, "JSON")
            : BpdbJobs.IsMatch(line) ? new(ReportFormatKind.BpdbJobs, "NetBackup's job list")
            : IsCrontab(start) ? Unsupported("a crontab")
            : new(ReportFormatKind.Csv, "CSV");
    }

    private static ReportFormat Unsupported(string name) => new(ReportFormatKind.Unsupported, name);

    private static bool IsCrontab(string start) => start.Split('\n').Select(line => line.Trim())
        .FirstOrDefault(line => line.Length > 0 && line[0] != '#' && !Variable.IsMatch(line)) is string first && CronLine.IsMatch(first);
}
