using System.Text.RegularExpressions;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Reads a file of schedules, whose format is found out from its text: iCalendar, windows (CSV or JSON), a crontab, timers of systemd,
/// scheduled tasks of Windows (CSV, XML or JSON), SLA domains of Rubrik, jobs of Veeam, plans of AWS Backup, jobs of Proxmox VE, policies
/// of NetBackup, or a job report, whose runs are added to the history. Windows and job reports may be Excel workbooks.
/// </summary>
/// <param name="template">The values that the file does not have.</param>
/// <param name="history">Receives past runs.</param>
/// <param name="onProblem">Receives everything that cannot be read or converted.</param>
/// <param name="dateOrder">The order of day and month in dates such as 02/11/2026; null to find it out.</param>
public sealed class ScheduleFile(
    WindowTemplate template,
    RunHistory history,
    Action<InputProblem> onProblem,
    ReportDateOrder? dateOrder = null
)
{
    private const string FixLine = "Correct it: it was left out.";

    /// <summary>The first line of the list of schtasks in any language, such as <c>Ordner: \</c>.</summary>
    private static readonly Regex TaskFolder = new(@"^\p{L}[^:*]*:\s+\\", RegexOptions.CultureInvariant);

    private readonly RepeatedProblems _problems = new(onProblem);

    /// <summary>Gets how job reports are read for windows: with a job's name, and with or without a status.</summary>
    /// <param name="template">The template with the time zone.</param>
    /// <param name="dateOrder">The order of day and month in dates such as 02/11/2026; null to find it out.</param>
    public static BackupJobReportOptions ReportOptions(WindowTemplate template, ReportDateOrder? dateOrder) => new()
    {
        TimeZone = (template ?? throw new ArgumentNullException(nameof(template))).TimeZone,
        DateOrder = dateOrder,
        IsStatusRequired = false,
        IsJobRequired = true,
    };

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    public IEnumerable<BackupWindow> Read(string path)
    {
        _ = path ?? throw new ArgumentNullException(nameof(path));
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            return [.. WorkbookReader.IsArchive(bytes) ? ReadWorkbook(bytes, path) : ReadText(BackupJobReport.Decode(bytes), path)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            InputProblemKind why = e is FileNotFoundException or DirectoryNotFoundException
                ? InputProblemKind.NotFound
                : InputProblemKind.Unreadable;
            _problems.Add(new(why, path, null, e.Message, "Check the path and its permissions."));
            return [];
        }
        finally
        {
            _problems.Report();
        }
    }

    /// <summary>Reads a text of schedules.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="source">The name of the text; the end of a file's name tells a calendar and a table.</param>
    public IEnumerable<BackupWindow> ReadText(string text, string source)
    {
        _ = text ?? throw new ArgumentNullException(nameof(text));
        try
        {
            return [.. ReadFormat(text, source)];
        }
        finally
        {
            _problems.Report();
        }
    }

    private IEnumerable<BackupWindow> ReadFormat(string text, string source)
    {
        string kind = Path.GetExtension(source ?? throw new ArgumentNullException(nameof(source))).ToUpperInvariant();
        using StringReader reader = new(text);
        if (kind == ".ICS" || text.TrimStart().StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase))
        {
            return CalendarReader.Read(reader, source, template, _problems.Add);
        }

        if (TaskXmlReader.IsTaskXml(text))
        {
            return new TaskXmlReader(template, source, _problems.Add).Read(text);
        }

        if (SchtasksReader.IsList(text))
        {
            return new SchtasksReader(template, source, _problems.Add, dateOrder).Read(text);
        }

        if (TimerReader.IsTimer(text))
        {
            return new TimerReader(template, source, _problems.Add).Read(text);
        }

        if (ProxmoxJobsReader.IsJobs(text))
        {
            return new ProxmoxJobsReader(template, source, _problems.Add).Read(text);
        }

        if (BaculaScheduleReader.IsResource(text))
        {
            return new BaculaScheduleReader(template, source, _problems.Add).Read(text);
        }

        if (NetBackupPolicyReader.IsList(text))
        {
            return new NetBackupPolicyReader(template, source, _problems.Add).Read(text);
        }

        if (TimerReader.IsList(text))
        {
            _problems.Add(new(
                InputProblemKind.Unreadable, source, 1,
                "It is the list of systemctl list-timers, which has the next starts but no schedules.",
                "Give the units: systemctl cat '*.timer' > timers.txt."));
            return [];
        }

        return kind is ".CSV" or ".TSV" or ".JSON" or ".JSONL" or ".NDJSON" ? ReadTable(text, source) : ReadOther(text, source);
    }

    /// <summary>Returns whether a line begins a text that is one document, and no line of a crontab.</summary>
    /// <param name="line">The first line of a text.</param>
    public static bool IsDocumentStart(string line)
    {
        string start = (line ?? throw new ArgumentNullException(nameof(line))).TrimStart();
        return start.StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase)
            || (start.Length > 0 && start[0] is '<' or '"' or '[' or '{')
            || start.StartsWith("NEXT ", StringComparison.Ordinal)
            || start.StartsWith("vzdump:", StringComparison.Ordinal)
            || BaculaScheduleReader.IsResource(start)
            || start.StartsWith("Schedule:", StringComparison.Ordinal)
            || start.StartsWith("Policy Name:", StringComparison.Ordinal)
            || start.StartsWith("-----", StringComparison.Ordinal)
            || start.StartsWith("Folder:", StringComparison.Ordinal)
            || start.StartsWith("HostName:", StringComparison.Ordinal)
            || TaskFolder.IsMatch(start)
            || (start.StartsWith("# ", StringComparison.Ordinal) && start.TrimEnd().EndsWith(".timer", StringComparison.Ordinal));
    }

    /// <summary>Reads CSV or JSON: windows where there is a recurrence, or else a job report, whose runs are added to the
    /// history.</summary>
    private List<BackupWindow> ReadTable(string text, string path)
    {
        string upper = text.TrimStart().ToUpperInvariant();
        bool isJson = upper.Length > 0 && (upper[0] is '[' or '{');
        if (isJson && JsonScheduleReader.IsSchedule(text))
        {
            return new JsonScheduleReader(template, path, _problems.Add).Read(text);
        }

        if (isJson && SlaDomainReader.IsSlaDomain(text))
        {
            return new SlaDomainReader(template, path, _problems.Add).Read(text);
        }

        if (isJson ? upper.Contains("\"RECURRENCE\"") : upper.Split('\n')[0].Contains("RECURRENCE"))
        {
            return ReadWindows(text, path);
        }

        BackupJobReportOptions options = ReportOptions(template, dateOrder);
        foreach (BackupJobRun run in BackupJobReport.Parse(text, path, options, _problems.Add).ToRuns())
        {
            history.Add(run, path);
        }

        return [];
    }

    /// <summary>Reads a workbook: the first sheet with windows, or else the sheets as a job report.</summary>
    private List<BackupWindow> ReadWorkbook(byte[] bytes, string path)
    {
        if (BackupJobReport.ReadWorkbook(bytes, path, _problems.Add) is not IReadOnlyList<ReportTableRow> rows)
        {
            return [];
        }

        IGrouping<int, ReportTableRow>? windows = rows.GroupBy(row => row.Table).FirstOrDefault(sheet => HasRecurrence(sheet.First()));
        if (windows is not null)
        {
            return ReadWindows(WorkbookReader.ToCsv(windows), path);
        }

        BackupJobReportOptions options = ReportOptions(template, dateOrder);
        foreach (BackupJobRun run in BackupJobReport.FromWorkbook(rows, path, options, _problems.Add).ToRuns())
        {
            history.Add(run, path);
        }

        return [];
    }

    /// <summary>Reads a table of windows; one without any is a note.</summary>
    private List<BackupWindow> ReadWindows(string text, string path)
    {
        bool hasProblem = false;
        List<BackupWindow> windows =
        [
            .. WindowFile.Read(new StringReader(text), path, template.TimeZone, problem =>
            {
                hasProblem = true;
                _problems.Add(problem);
            }),
        ];
        if (windows.Count == 0 && !hasProblem)
        {
            _problems.Add(
                new(InputProblemKind.Ignored, path, null, "It has the columns of windows, but no window.", "Add a row for each."));
        }

        return windows;
    }

    private static bool HasRecurrence(ReportTableRow header) =>
        header.Cells.Any(cell => string.Equals(cell, "Recurrence", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a file whose name does not tell its format: a crontab where one of its lines is one's, or else a table.</summary>
    private List<BackupWindow> ReadOther(string text, string path)
    {
        bool isTable = ReportFormat.Detect(text).Kind is not (ReportFormatKind.Csv or ReportFormatKind.Unsupported);
        using StringReader lines = new(text);
        return isTable || !ReportFormat.HasCronLine(text) ? ReadTable(text, path) : ReadCrontab(lines, path);
    }

    private List<BackupWindow> ReadCrontab(TextReader text, string path)
    {
        CrontabReader crontab = new(template, path);
        List<BackupWindow> windows = [];
        (long First, int Count) withoutZone = default;
        for (long line = 1; text.ReadLine() is string next; line++)
        {
            try
            {
                if (crontab.Read(next) is BackupWindow window)
                {
                    windows.Add(window);
                }
            }
            catch (FormatException e) when (e.Message == WindowFields.NoTimeZone)
            {
                withoutZone = (withoutZone.Count == 0 ? line : withoutZone.First, withoutZone.Count + 1);
            }
            catch (FormatException e)
            {
                _problems.Add(new(InputProblemKind.Invalid, path, line, $"'{next.Trim()}': {e.Message}", FixLine));
            }
        }

        if (withoutZone.Count > 0)
        {
            string left = withoutZone.Count == 1 ? "1 line was left out." : $"{withoutZone.Count} lines were left out.";
            _problems.Add(new(
                InputProblemKind.Invalid, path, withoutZone.First, WindowFields.NoTimeZone,
                $"A crontab runs in the zone of its machine, or in that of a line CRON_TZ= above. {left}"));
        }

        return windows;
    }
}
