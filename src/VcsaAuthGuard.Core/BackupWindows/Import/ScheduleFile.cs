using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Reads a file of schedules of any kind that is known: iCalendar (.ics), windows (.csv, .json, .jsonl), past runs (.csv), or a crontab (other names).</summary>
/// <param name="template">What the file does not say.</param>
/// <param name="history">Is given past runs.</param>
/// <param name="onProblem">Told of whatever cannot be read or converted.</param>
public sealed class ScheduleFile(WindowTemplate template, RunHistory history, Action<InputProblem> onProblem)
{
    private const string Others = "Correct it; the others were read.";

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    public IEnumerable<BackupWindow> Read(string path)
    {
        string kind = Path.GetExtension(path ?? throw new ArgumentNullException(nameof(path))).ToUpperInvariant();
        try
        {
            using StreamReader text = new(path);
            return kind switch
            {
                ".ICS" => CalendarReader.Read(text, path, template, onProblem),
                ".JSON" or ".JSONL" or ".NDJSON" => [.. WindowFile.Read(text, path, onProblem)],
                ".CSV" => OfCsv(text, path),
                _ => OfCrontab(text, path),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            InputProblemKind why = e is FileNotFoundException or DirectoryNotFoundException ? InputProblemKind.NotFound : InputProblemKind.Unreadable;
            onProblem(new(why, path, null, e.Message, "Check the path and who may read it."));
            return [];
        }
    }

    private List<BackupWindow> OfCsv(TextReader text, string path)
    {
        string whole = text.ReadToEnd();
        Csv csv = new(new StringReader(whole), (line, why) => onProblem(new(InputProblemKind.Invalid, path, line, why, Others)));
        if (csv.Columns.Contains(nameof(Recurrence), StringComparer.OrdinalIgnoreCase))
        {
            return [.. WindowFile.Read(new StringReader(whole), path, onProblem)];
        }

        foreach (CsvRow row in csv.Rows())
        {
            try
            {
                history.Add(PastRun.Read(name => row[name], template.TimeZone));
            }
            catch (FormatException e)
            {
                onProblem(new(InputProblemKind.Invalid, path, row.Line, e.Message, Others));
            }
        }

        return [];
    }

    private List<BackupWindow> OfCrontab(TextReader text, string path)
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
