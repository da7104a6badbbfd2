using System.Globalization;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts the lists of <c>schtasks /query /v</c>, as CSV (<c>/fo csv</c>) or as a block of lines for each task (<c>/fo list</c>), to
/// windows, in any language. The CSV's quotes are not doubled in commands, its header comes again for each folder, and a task has a row
/// for each trigger.
/// </summary>
internal sealed class SchtasksReader(
    WindowTemplate template, string source, Action<InputProblem> onProblem, ReportDateOrder? dateOrder)
{
    private const string Header = "\"HostName\",\"TaskName\"";
    private const string Xml = "Use schtasks /query /xml ONE, or Get-ScheduledTask, which are the same in every language.";

    /// <summary>The columns that a schedule is made of.</summary>
    private static readonly string[] Needed =
    [
        SchtasksRow.Name, SchtasksRow.Command, SchtasksRow.State, SchtasksRow.ScheduleType, SchtasksRow.StartTime, SchtasksRow.StartDate,
        SchtasksRow.EndDate, SchtasksRow.Days, SchtasksRow.Months, SchtasksRow.RepeatEvery, SchtasksRow.RepeatDuration,
    ];

    /// <summary>The English names of a list's lines; <c>Scheduled Type</c> is Windows Server 2003's.</summary>
    private static readonly string[] ListNames = [.. SchtasksRow.Columns, "Creator", "Scheduled Type"];

    private static readonly string[] MonthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] WeekNames = ["FIRST", "SECOND", "THIRD", "FOURTH", "LAST"];

    private readonly Dictionary<string, int> _seen = [];
    private ReportDateOrder? _dateOrder = dateOrder;

    /// <summary>Returns whether a text is the list of schtasks: quoted columns in any language, of which the first or the second is a
    /// task's path, or lines of which one names a host and a later one a task.</summary>
    public static bool IsList(string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Take(2)];
        return lines.Length > 0
            && (lines[0].StartsWith(Header, StringComparison.OrdinalIgnoreCase)
                || IsBlocks(text)
                || SchtasksTranslation.IsBlocks(text)
                || (lines.Length > 1 && Cells(lines[0]) is { Length: >= 3 } && Cells(lines[1]) is [_, ['\\', ..], ..] or [['\\', ..], ..]));
    }

    /// <summary>Reads all tasks.</summary>
    public List<BackupWindow> Read(string text)
    {
        List<BackupWindow> windows = [];
        IReadOnlyList<SchtasksRow> rows = IsBlocks(text) ? ReadBlocks(text)
            : SchtasksTranslation.IsBlocks(text) ? ReadTranslatedBlocks(text)
            : ReadCsv(text);
        SettleDateOrder(rows);
        foreach (SchtasksRow row in rows)
        {
            string name = row[SchtasksRow.Name].Substring(row[SchtasksRow.Name].LastIndexOf('\\') + 1);
            try
            {
                if (row.Error is not null)
                {
                    throw new FormatException(row.Error);
                }

                windows.Add(ToWindow(name, row));
            }
            catch (FormatException e)
            {
                onProblem(new(InputProblemKind.Invalid, source, row.Line, $"'{name}': {e.Message}", "It was left out. " + Xml));
            }
        }

        return windows;
    }

    /// <summary>Returns whether the first lines are a task's block.</summary>
    private static bool IsBlocks(string text)
    {
        const int LinesInFront = 4; // A blank line and the folder's.
        string[] lines = [.. text.Split('\n').Take(LinesInFront).Select(line => line.Trim())];
        int host = Array.FindIndex(lines, line => line.StartsWith("HostName:", StringComparison.OrdinalIgnoreCase));
        return host >= 0 && host + 1 < lines.Length
            && lines[host + 1].StartsWith(SchtasksRow.Name + ":", StringComparison.OrdinalIgnoreCase);
    }

    private List<SchtasksRow> ReadBlocks(string text)
    {
        List<SchtasksRow> rows = [];
        SchtasksRow? row = null;
        string? last = null;
        string[] lines = [.. text.Split('\n').Select(line => line.Trim())];
        for (int i = 0; i < lines.Length; i++)
        {
            string? name = ListNames.Where(known => lines[i].StartsWith(known + ":", StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(known => known.Length)
                .FirstOrDefault();
            if (name is null)
            {
                // A value that was wrapped goes on in the next line.
                last = lines[i].Length == 0 || lines[i].StartsWith("Folder:", StringComparison.OrdinalIgnoreCase) ? null : last;
                row?.Append(last, lines[i]);
                continue;
            }

            last = name == "Scheduled Type" ? SchtasksRow.ScheduleType : name;
            if (row is null || name == "HostName")
            {
                row = new(i + 1);
                rows.Add(row);
            }

            row.Append(last, lines[i].Substring(name.Length + 1).Trim());
        }

        if (rows.Count > 0 && rows.TrueForAll(one => one[SchtasksRow.ScheduleType].Length == 0))
        {
            ReportIncomplete();
            return [];
        }

        return rows;
    }

    private List<SchtasksRow> ReadCsv(string text)
    {
        List<SchtasksRow> rows = [];
        string[] lines = [.. text.Split('\n').Select(line => line.Trim())];
        string[]? header = lines.Select(line => Cells(line)).FirstOrDefault(cells => cells is not null);
        bool isEnglish = header is not null && header.Contains(SchtasksRow.Name, StringComparer.OrdinalIgnoreCase);
        bool isTranslated = header is not null && !isEnglish && header.Length == SchtasksRow.Columns.Count;
        IReadOnlyList<string> names = isTranslated ? SchtasksRow.Columns : header ?? [];
        if (header is null || !Needed.All(name => names.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            ReportIncomplete();
            return rows;
        }

        int command = names.ToList().FindIndex(name => string.Equals(name, SchtasksRow.Command, StringComparison.OrdinalIgnoreCase));
        for (int i = 0; i < lines.Length; i++)
        {
            if (Cells(lines[i], header.Length, command) is not string[] cells || cells[1] == header[1])
            {
                continue;
            }

            SchtasksRow row = new(i + 1)
            {
                Error = cells.Length == header.Length ? null
                    : FormattableString.Invariant($"The row has {cells.Length} columns, not {header.Length}."),
            };
            for (int column = 0; column < Math.Min(cells.Length, header.Length); column++)
            {
                row.Append(names[column], cells[column]);
            }

            rows.Add(row);
        }

        if (isTranslated)
        {
            new SchtasksTranslation(header[1]).Translate(rows);
        }

        return rows;
    }

    private static List<SchtasksRow> ReadTranslatedBlocks(string text)
    {
        List<SchtasksRow> rows = SchtasksTranslation.ReadBlocks(text);
        new SchtasksTranslation(SchtasksTranslation.TaskHeader(text)).Translate(rows);
        return rows;
    }

    /// <summary>Settles the order of day and month by all dates of the list, as for a job report; its rows are in no order.</summary>
    private void SettleDateOrder(IReadOnlyList<SchtasksRow> rows)
    {
        string[] columns = [SchtasksRow.NextRun, SchtasksRow.LastRun, SchtasksRow.StartDate, SchtasksRow.EndDate];
        IEnumerable<string> dates = rows.SelectMany(row => columns.Select(column => row[column]));
        _dateOrder ??= new ReportTimes([], dates, given: null, timeZone: null).Order;
    }

    private void ReportIncomplete() => onProblem(new(
        InputProblemKind.Unreadable, source, 1,
        "It is the list of schtasks without the schedules, or without some of its columns.", Xml));

    /// <summary>Splits a row between quotes and commas; a command with them in it is put together again.</summary>
    private static string[]? Cells(string line, int columns = int.MaxValue, int command = 0)
    {
        if (line.Length < 2 || line[0] != '"' || line[line.Length - 1] != '"')
        {
            return null;
        }

        List<string> cells = [.. line.Substring(1, line.Length - 2).Split(["\",\""], StringSplitOptions.None)];
        while (cells.Count > columns && cells.Count > command + 1)
        {
            cells[command] += "\",\"" + cells[command + 1];
            cells.RemoveAt(command + 1);
        }

        return cells.Count < 3 ? null : [.. cells.Select(cell => cell.Trim())];
    }

    private BackupWindow ToWindow(string name, SchtasksRow row)
    {
        if (string.Equals(row[SchtasksRow.State], "Disabled", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("It is disabled, so it has no window.");
        }

        string type = row[SchtasksRow.ScheduleType];
        if (row[SchtasksRow.StartTime] is "N/A" or "")
        {
            throw new FormatException($"Its schedule ('{type}') has no fixed time.");
        }

        int count = _seen[row[SchtasksRow.Name]] = (_seen.TryGetValue(row[SchtasksRow.Name], out int before) ? before : 0) + 1;
        string called = count == 1 ? name : FormattableString.Invariant($"{name} (trigger {count})");
        return template.ToWindow(called, ToRecurrence(type, row), WindowRole.Automation, "Windows task " + row[SchtasksRow.Name]);
    }

    private Recurrence ToRecurrence(string type, SchtasksRow row)
    {
        TimeSpan at = TimeOfDay(row[SchtasksRow.StartTime]);
        string kind = type.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)[0].ToUpperInvariant();
        DateTime Start() => Date(row[SchtasksRow.StartDate]) + at;
        WindowsTaskTrigger trigger = new()
        {
            Class = "MSFT_TaskTimeTrigger",
            StartBoundary = FormattableString.Invariant($"2000-01-03T{at:hh\\:mm\\:ss}"),
            EndBoundary = row[SchtasksRow.EndDate] is "N/A" or "" ? null : Iso(Date(row[SchtasksRow.EndDate]).AddDays(1)),
            RepetitionInterval = Repetition(row[SchtasksRow.RepeatEvery]),
            RepetitionDuration = Repetition(row[SchtasksRow.RepeatDuration]),
        };
        string days = row[SchtasksRow.Days].ToUpperInvariant();
        string monthNames = row[SchtasksRow.Months].ToUpperInvariant();
        int[] months = [.. Enumerable.Range(1, 12).Where(month => monthNames.Contains(MonthNames[month - 1]))];
        return kind switch
        {
            "DAILY" => (WithStart(trigger, Interval(row[SchtasksRow.Days]) > 1, Start) with
            {
                DaysInterval = Interval(row[SchtasksRow.Days]),
            }).ToRecurrence(),
            "WEEKLY" => (WithStart(trigger, Interval(row[SchtasksRow.Months]) > 1, Start) with
            {
                WeeksInterval = Interval(row[SchtasksRow.Months]),
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
        string[] sure = ["yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "dd.MM.yyyy", "d.M.yyyy"];
        if (DateTime.TryParseExact(text, sure, culture, None, out DateTime date))
        {
            return date;
        }

        bool isMonthFirst = DateTime.TryParseExact(text, ["M/d/yyyy", "M-d-yyyy"], culture, None, out DateTime monthFirst);
        bool isDayFirst = DateTime.TryParseExact(text, ["d/M/yyyy", "d-M-yyyy"], culture, None, out DateTime dayFirst);
        return _dateOrder == ReportDateOrder.MonthFirst && isMonthFirst ? monthFirst
            : _dateOrder == ReportDateOrder.DayFirst && isDayFirst ? dayFirst
            : isMonthFirst != isDayFirst || (isMonthFirst && monthFirst == dayFirst) ? (isMonthFirst ? monthFirst : dayFirst)
            : throw new FormatException(
                $"'{text}' can be read with the day or the month first. Say which with -DateFormat (--date-format).");
    }

    private static string Iso(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
