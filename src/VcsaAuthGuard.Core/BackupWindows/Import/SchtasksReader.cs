using System.Globalization;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts the CSV of <c>schtasks /query /v /fo csv</c> to windows. Its quotes are not doubled in commands, its header comes again for
/// each folder, and a task has a row for each trigger.
/// </summary>
internal sealed class SchtasksReader(
    WindowTemplate template, string source, Action<InputProblem> onProblem, ReportDateOrder? dateOrder)
{
    private const string Header = "\"HostName\",\"TaskName\"";
    private const int Columns = 28;
    private const int Command = 8;
    private const string Xml = "Use schtasks /query /xml ONE, or Get-ScheduledTask, which are the same in every language.";

    private static readonly string[] MonthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] WeekNames = ["FIRST", "SECOND", "THIRD", "FOURTH", "LAST"];

    private readonly Dictionary<string, int> _seen = [];

    /// <summary>Returns whether a text is the list of schtasks in any language: quoted columns, of which the first or the second is a
    /// task's path.</summary>
    public static bool IsList(string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Take(2)];
        return lines.Length > 0
            && (lines[0].StartsWith(Header, StringComparison.OrdinalIgnoreCase)
                || (lines.Length > 1 && Cells(lines[0]) is { Length: >= 3 } && Cells(lines[1]) is [_, ['\\', ..], ..] or [['\\', ..], ..]));
    }

    /// <summary>Reads all rows.</summary>
    public List<BackupWindow> Read(string text)
    {
        List<BackupWindow> windows = [];
        string[] lines = [.. text.Split('\n').Select(line => line.Trim())];
        string[]? header = lines.Select(Cells).FirstOrDefault(cells => cells is not null);
        if (header is null || !string.Equals(header[1], "TaskName", StringComparison.OrdinalIgnoreCase) || header.Length != Columns)
        {
            onProblem(new(
                InputProblemKind.Unreadable, source, 1,
                header?.Length is null or Columns
                    ? "It is the list of schtasks in a language other than English."
                    : "It is the list of schtasks without the schedules, or without some of its columns.",
                Xml));
            return windows;
        }

        for (int i = 0; i < lines.Length; i++)
        {
            if (Cells(lines[i]) is not string[] cells || cells[1] == header[1])
            {
                continue;
            }

            string name = cells[1].Substring(cells[1].LastIndexOf('\\') + 1);
            try
            {
                if (cells.Length != Columns)
                {
                    throw new FormatException($"The row has {cells.Length} columns, not {Columns}.");
                }

                windows.Add(ToWindow(name, cells));
            }
            catch (FormatException e)
            {
                onProblem(new(InputProblemKind.Invalid, source, i + 1, $"'{name}': {e.Message}", "The others were read. " + Xml));
            }
        }

        return windows;
    }

    /// <summary>Splits a row between quotes and commas; a command with them in it is put together again.</summary>
    private static string[]? Cells(string line)
    {
        if (line.Length < 2 || line[0] != '"' || line[line.Length - 1] != '"')
        {
            return null;
        }

        List<string> cells = [.. line.Substring(1, line.Length - 2).Split(["\",\""], StringSplitOptions.None)];
        while (cells.Count > Columns && cells.Count > Command + 1)
        {
            cells[Command] += "\",\"" + cells[Command + 1];
            cells.RemoveAt(Command + 1);
        }

        return cells.Count < 3 ? null : [.. cells.Select(cell => cell.Trim())];
    }

    private BackupWindow ToWindow(string name, string[] cells)
    {
        if (string.Equals(cells[11], "Disabled", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("It is disabled, so it has no window.");
        }

        string type = cells[18];
        if (cells[19] is "N/A" or "")
        {
            throw new FormatException($"Its schedule ('{type}') has no fixed time.");
        }

        int count = _seen[cells[1]] = (_seen.TryGetValue(cells[1], out int before) ? before : 0) + 1;
        string called = count == 1 ? name : FormattableString.Invariant($"{name} (trigger {count})");
        return template.ToWindow(called, ToRecurrence(type, cells), WindowRole.Automation, "Windows task " + cells[1]);
    }

    private Recurrence ToRecurrence(string type, string[] cells)
    {
        TimeSpan at = TimeOfDay(cells[19]);
        string kind = type.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)[0].ToUpperInvariant();
        DateTime Start() => Date(cells[20]) + at;
        WindowsTaskTrigger trigger = new()
        {
            Class = "MSFT_TaskTimeTrigger",
            StartBoundary = FormattableString.Invariant($"2000-01-03T{at:hh\\:mm\\:ss}"),
            EndBoundary = cells[21] is "N/A" or "" ? null : Iso(Date(cells[21]).AddDays(1)),
            RepetitionInterval = Repetition(cells[24]),
            RepetitionDuration = Repetition(cells[26]),
        };
        string days = cells[22].ToUpperInvariant();
        string monthNames = cells[23].ToUpperInvariant();
        int[] months = [.. Enumerable.Range(1, 12).Where(month => monthNames.Contains(MonthNames[month - 1]))];
        return kind switch
        {
            "DAILY" => (WithStart(trigger, Interval(cells[22]) > 1, Start) with { DaysInterval = Interval(cells[22]) }).ToRecurrence(),
            "WEEKLY" => (WithStart(trigger, Interval(cells[23]) > 1, Start) with
            {
                WeeksInterval = Interval(cells[23]),
                DaysOfWeek = WeekDays(days).Sum(day => 1 << (int)day),
            }).ToRecurrence(),
            "MONTHLY" => (trigger with
            {
                Months = months.Length == 0 ? [.. Enumerable.Range(1, 12)] : months,
                DaysOfMonth = WeekDays(days).Length > 0 ? null : [.. days.Split(',').Select(MonthDay)],
                WeeksOfMonth = [.. WeekNames.Select((word, i) => (word, i)).Where(week => days.Contains(week.word)).Select(Week)],
                WeekDaysOfMonth = WeekDays(days),
            }).ToRecurrence(),
            "ONE" or "ONCE" or "HOURLY" or "MINUTE" => (trigger with { StartBoundary = Iso(Start()) }).ToRecurrence(),
            _ => throw new FormatException($"Its schedule type '{type}' has no fixed time, or is not known."),
        };
    }

    private static int Week((string Word, int Index) week) => week.Word == "LAST" ? -1 : week.Index + 1;

    private static WindowsTaskTrigger WithStart(WindowsTaskTrigger trigger, bool countsFromStart, Func<DateTime> start) =>
        countsFromStart ? trigger with { StartBoundary = Iso(start()) } : trigger;

    /// <summary>Gets the number in <c>Every 2 day(s)</c>; 1 without one.</summary>
    private static int Interval(string text)
    {
        string digits = new([.. text.Where(char.IsDigit)]);
        return digits.Length is > 0 and < 6 ? int.Parse(digits, CultureInfo.InvariantCulture) : 1;
    }

    private static DayOfWeek[] WeekDays(string days) =>
    [
        .. Enumerable.Range(0, 7).Select(day => (DayOfWeek)day)
            .Where(day => days.Split([',', ' ']).Contains(day.ToString().Substring(0, 3).ToUpperInvariant())),
    ];

    /// <summary>Reads a day of the month; Windows has the last one as day 32.</summary>
    private static int MonthDay(string text)
    {
        const int Last = 32;
        string day = text.Trim();
        return day is "LAST" or "LASTDAY" ? -1
            : int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= Last
                ? number == Last ? -1 : number
                : throw new FormatException($"'{text}' is not a day of the month.");
    }

    /// <summary>Reads <c>0 Hour(s), 15 Minute(s)</c> as an ISO 8601 duration; null if there is none.</summary>
    private static string? Repetition(string text)
    {
        int[] numbers =
        [
            .. text.Split(',')
                .Select(part => part.Trim().Split(' ')[0])
                .Where(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Select(word => int.Parse(word, CultureInfo.InvariantCulture)),
        ];
        return numbers.Length == 2 ? FormattableString.Invariant($"PT{numbers[0]}H{numbers[1]}M") : null;
    }

    private static TimeSpan TimeOfDay(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out DateTime time)
            ? time.TimeOfDay
            : throw new FormatException($"'{text}' is not a time of day.");

    private DateTime Date(string text)
    {
        const DateTimeStyles None = DateTimeStyles.None;
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (DateTime.TryParseExact(text, ["yyyy-MM-dd", "yyyy/MM/dd", "dd.MM.yyyy", "d.M.yyyy"], culture, None, out DateTime date))
        {
            return date;
        }

        bool isMonthFirst = DateTime.TryParseExact(text, "M/d/yyyy", culture, None, out DateTime monthFirst);
        bool isDayFirst = DateTime.TryParseExact(text, "d/M/yyyy", culture, None, out DateTime dayFirst);
        return dateOrder == ReportDateOrder.MonthFirst && isMonthFirst ? monthFirst
            : dateOrder == ReportDateOrder.DayFirst && isDayFirst ? dayFirst
            : isMonthFirst != isDayFirst || (isMonthFirst && monthFirst == dayFirst) ? (isMonthFirst ? monthFirst : dayFirst)
            : throw new FormatException(
                $"'{text}' can be read with the day or the month first. Say which with -DateFormat (--date-format).");
    }

    private static string Iso(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
