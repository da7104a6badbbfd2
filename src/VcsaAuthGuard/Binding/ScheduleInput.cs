using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Learning;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Binding;

/// <summary>Tells what kind of schedule comes down the pipeline and hands it to the engine.</summary>
internal sealed class ScheduleInput(
    WindowTemplate template, ReportDateOrder? dateOrder, Action<object> write, Action<ErrorRecord> error, Action<string> warn,
    Func<string, string?> findFile)
{
    private const string Pipeline = "pipeline";
    private const string CalendarBegin = "BEGIN:VCALENDAR";
    private const string CalendarEnd = "END:VCALENDAR";

    private readonly RunHistory _history = new();
    private readonly List<IReadOnlyDictionary<string, object?>> _rows = [];
    private readonly CrontabReader _crontab = new(template, Pipeline);
    private readonly List<ApiClientLoad> _load = [];
    private StringBuilder? _calendar;
    private StringBuilder? _document;
    private StringBuilder? _tasks;
    private bool _hasLines;

    /// <summary>Reads a window, that of a plan, or one made of an object with a window's columns; null, with an error told, for anything
    /// else.</summary>
    public static BackupWindow? TryWindow(PSObject input, string? timeZone, Action<ErrorRecord> error)
    {
        if ((input.BaseObject as BackupWindow ?? (input.BaseObject as PlannedWindow)?.Window) is BackupWindow window)
        {
            return window;
        }

        if (!IsWindow(input))
        {
            error(ErrorRecords.NotSchedule(input.BaseObject));
            return null;
        }

        string name = Text(input, nameof(BackupWindow.Name)) ?? "window";
        try
        {
            return WindowFields.ToWindow(field => Text(input, field), null, timeZone);
        }
        catch (FormatException e)
        {
            error(ErrorRecords.WindowInvalid(name, e));
            return null;
        }
    }

    public void Process(PSObject? input)
    {
        switch (input?.BaseObject)
        {
            case null:
                break;
            case string text when findFile(text) is string path:
                ReadFile(path);
                break;
            case string text:
                foreach (string line in text.Split('\n'))
                {
                    ProcessLine(line.TrimEnd('\r'));
                }

                break;
            case FileInfo file:
                ReadFile(file.FullName);
                break;
            case ApiClientLoad load:
                _load.Add(load);
                break;
            default:
                ProcessObject(input);
                break;
        }
    }

    /// <summary>Reads a file of schedules, of any kind.</summary>
    public void ReadFile(string path)
    {
        WriteAll(new ScheduleFile(template, _history, Report, dateOrder).Read(path));
    }

    /// <summary>Reads the inputs that are complete only at the end: calendars without an end, and past runs.</summary>
    public void Complete()
    {
        if (_calendar is not null)
        {
            ReadCalendar();
        }

        foreach (StringBuilder text in new[] { _document, _tasks }.OfType<StringBuilder>())
        {
            WriteAll(new ScheduleFile(template, _history, Report, dateOrder).ReadText(text.ToString(), Pipeline));
        }

        if (_load.Count > 0)
        {
            WriteAll(LearnedWindows.From(_load, template, Report));
        }

        BackupJobReportOptions options = ScheduleFile.ReportOptions(template, dateOrder);
        foreach (BackupJobRun run in BackupJobReport.FromRows(_rows, "past runs", options, Report).ToRuns())
        {
            _history.Add(run);
        }

        WriteAll(_history.ToWindows(template, "past runs", Report));
    }

    private static bool IsWindow(PSObject input) => input.Properties[nameof(BackupWindow.Recurrence)] is not null;

    /// <summary>Gets a property of a window as the text that its columns have.</summary>
    internal static string? Text(PSObject input, string name)
    {
        PSObject? value = Properties.GetObject(input, name) ?? Properties.GetObject(input, nameof(BackupWindow.Load), name);
        return value?.BaseObject switch
        {
            null => null,
            string text => text,
            _ when name == nameof(BackupWindow.Duration) && Properties.GetDuration(value) is TimeSpan span =>
                span.ToString("c", CultureInfo.InvariantCulture),
            _ when name == nameof(BackupWindow.Role) => SavedObject.Enum<WindowRole>(input, name)?.ToString() ?? value.ToString(),
            // ConvertFrom-Json gives these as objects with their properties.
            _ when Properties.GetText(value, nameof(Recurrence.Text)) is string text => text,
            _ when Properties.GetDuration(value.Properties[nameof(StartRange.Earliest)]?.Value) is TimeSpan earliest
                && Properties.GetDuration(value.Properties[nameof(StartRange.Latest)]?.Value) is TimeSpan latest =>
                new StartRange(earliest, latest).ToString(),
            IEnumerable list => string.Join(";", list.Cast<object>()),
            _ => LanguagePrimitives.ConvertTo<string>(value),
        };
    }

    private void Report(InputProblem problem)
    {
        if (problem.Kind == InputProblemKind.Ignored)
        {
            warn(problem.ToString());
        }
        else
        {
            error(ErrorRecords.From(problem));
        }
    }

    private void WriteAll(IEnumerable<BackupWindow> windows)
    {
        foreach (BackupWindow window in windows)
        {
            write(window);
        }
    }

    private void ProcessLine(string line)
    {
        string word = line.Trim();
        bool isFirst = !_hasLines;
        _hasLines |= word.Length > 0;
        if (_calendar is null && string.Equals(word, CalendarBegin, StringComparison.OrdinalIgnoreCase))
        {
            _calendar = new();
        }

        if (_calendar is null && (_document is not null || (isFirst && ScheduleFile.IsDocumentStart(line))))
        {
            (_document ??= new()).Append(line).Append('\n');
            return;
        }

        if (_calendar is null)
        {
            Convert(word, line, () => _crontab.Read(line));
            return;
        }

        _calendar.Append(line).Append('\n');
        if (string.Equals(word, CalendarEnd, StringComparison.OrdinalIgnoreCase))
        {
            ReadCalendar();
        }
    }

    private void ReadCalendar()
    {
        using StringReader text = new(_calendar!.ToString());
        _calendar = null;
        WriteAll(CalendarReader.Read(text, Pipeline, template, Report));
    }

    private void ProcessObject(PSObject input)
    {
        if (IsWindow(input))
        {
            if (TryWindow(input, template.TimeZone, error) is BackupWindow window)
            {
                write(window);
            }
        }
        else if (Properties.Get(input, "ScheduledTask") is IEnumerable tasks and not string)
        {
            foreach (object task in tasks)
            {
                ProcessObject(PSObject.AsPSObject(task));
            }
        }
        else if (VSphereTask.IsReference(input))
        {
            error(ErrorRecords.ScheduledTaskReference(input.BaseObject));
        }
        else if (VSphereTask.Info(input) is PSObject info)
        {
            string name = Properties.GetText(info, "Name") ?? "scheduled task";
            Convert(name, input.BaseObject, () => VSphereTask.ToWindow(input, info, name, template));
        }
        else if (input.Properties["TaskName"] is not null && input.Properties["Schedule Type"] is not null)
        {
            AddTask(input);
        }
        else if (input.Properties["ScheduleOptions"] is not null)
        {
            string name = Properties.GetText(input, "Name") ?? "Veeam job";
            try
            {
                WriteAll(VeeamSchedule.ToWindows(path => OptionText(input, path), template, Pipeline));
            }
            catch (Exception e) when (e is FormatException or PSInvalidCastException)
            {
                error(ErrorRecords.NotConverted(name, e.Message, input.BaseObject));
            }
        }
        else if (input.Properties["Triggers"] is not null)
        {
            WindowsTask.Convert(input, template, (name, make) => Convert(name, input.BaseObject, make));
        }
        else
        {
            ProcessRun(input);
        }
    }

    /// <summary>Gets a property of a job of Veeam as text, by its path.</summary>
    private static string? OptionText(PSObject input, string path) => Properties.Get(input, path.Split('.')) switch
    {
        null => null,
        string text => text,
        DateTime time => time.ToString("s", CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(",", list.Cast<object>()),
        object other => LanguagePrimitives.ConvertTo<string>(other),
    };

    /// <summary>Adds a row of schtasks that ConvertFrom-Csv or Import-Csv has read, as the line that it was.</summary>
    private void AddTask(PSObject input)
    {
        string ToLine(Func<PSPropertyInfo, object?> cell) => $"\"{string.Join("\",\"", input.Properties.Select(cell))}\"\n";
        (_tasks ??= new StringBuilder(ToLine(property => property.Name))).Append(ToLine(property => property.Value));
    }

    private void ProcessRun(PSObject input)
    {
        if (!BackupJobReport.HasStart(input.Properties.Select(property => property.Name)))
        {
            error(ErrorRecords.NotSchedule(input.BaseObject));
            return;
        }

        _rows.Add(JobRunInput.ToRow(input));
    }

    private void Convert(string name, object target, Func<BackupWindow?> make)
    {
        try
        {
            if (make() is BackupWindow window)
            {
                write(window);
            }
        }
        catch (Exception e) when (e is FormatException or PSInvalidCastException)
        {
            error(ErrorRecords.NotConverted(name, e.Message, target));
        }
    }
}
