using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Reads a file of schedules: iCalendar (.ics), windows (CSV or JSON), a crontab, or a job report, whose runs are added to the history.
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
    private const string Others = "Correct it; the others were read.";

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
        string kind = Path.GetExtension(path ?? throw new ArgumentNullException(nameof(path))).ToUpperInvariant();
        try
        {
            using StringReader text = new(BackupJobReport.Decode(File.ReadAllBytes(path)));
            return kind switch
            {
                ".ICS" => CalendarReader.Read(text, path, template, onProblem),
                ".CSV" or ".TSV" or ".JSON" or ".JSONL" or ".NDJSON" => ReadTable(text, path),
                _ => ReadOther(text, path),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            InputProblemKind why = e is FileNotFoundException or DirectoryNotFoundException
                ? InputProblemKind.NotFound
                : InputProblemKind.Unreadable;
            onProblem(new(why, path, null, e.Message, "Check the path and its permissions."));
            return [];
        }
    }

    /// <summary>Reads CSV or JSON: windows where there is a recurrence, or else a job report, whose runs are added to the
    /// history.</summary>
    private IReadOnlyList<BackupWindow> ReadTable(TextReader reader, string path)
    {
        string text = reader.ReadToEnd();
        string upper = text.TrimStart().ToUpperInvariant();
        bool isJson = upper.Length > 0 && (upper[0] is '[' or '{');
        string header = upper.Split('\n')[0];
        if (isJson ? upper.Contains("\"RECURRENCE\"") : header.Contains("RECURRENCE"))
        {
            return [.. WindowFile.Read(new StringReader(text), path, onProblem)];
        }

        if (header.Contains("SCHEDULE TYPE") && header.Contains("TASKNAME"))
        {
            onProblem(new(
                InputProblemKind.Unreadable, path, 1, "It is the CSV of schtasks, which has no machine-readable triggers.",
                "Give the tasks themselves: Get-ScheduledTask | ConvertTo-BackupWindow."));
            return [];
        }

        BackupJobReportOptions options = ReportOptions(template, dateOrder);
        foreach (BackupJobRun run in BackupJobReport.Parse(text, path, options, onProblem).ToRuns())
        {
            history.Add(run, path);
        }

        return [];
    }

    /// <summary>Reads a file whose name does not tell its format: a crontab where one of its lines is one's, or else a table.</summary>
    private IReadOnlyList<BackupWindow> ReadOther(TextReader reader, string path)
    {
        string text = reader.ReadToEnd();
        bool isTable = ReportFormat.Detect(text).Kind is not (ReportFormatKind.Csv or ReportFormatKind.Unsupported);
        using StringReader lines = new(text);
        return isTable || !ReportFormat.HasCronLine(text) ? ReadTable(lines, path) : ReadCrontab(lines, path);
    }

    private List<BackupWindow> ReadCrontab(TextReader text, string path)
    {
        CrontabReader crontab = new(template, path);
        List<BackupWindow> windows = [];
        for (long line = 1; text.ReadLine() is string next; line++)
        {
            try
            {
                if (crontab.Read(next) is BackupWindow window)
                {
                    windows.Add(window);
                }
            }
            catch (FormatException e)
            {
                onProblem(new(InputProblemKind.Invalid, path, line, $"'{next.Trim()}': {e.Message}", Others));
            }
        }

        return windows;
    }
}
