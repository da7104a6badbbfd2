using System.Globalization;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts Schedule resources of Bareos and Bacula to windows, from the files of the director or from <c>show schedules</c>:
/// <c>Run = Full 1st sat at 21:00</c>, one window for each Run (Bareos documentation, "Schedule Resource"). Weeks of the year (w01) are
/// not read.
/// </summary>
internal sealed class BaculaScheduleReader(WindowTemplate template, string source, Action<InputProblem> onProblem)
{
    private const int MaxMonthDay = 31;

    private static readonly Regex Resource = new(
        @"^\s*Schedule\s*\{", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline);

    private static readonly Regex Directive = new(
        @"^\s*(?<key>Name|Run|Enabled)\s*=\s*(?<value>.*?)\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly string[] Levels =
        ["FULL", "INCREMENTAL", "DIFFERENTIAL", "VIRTUALFULL", "BASE", "INITCATALOG", "CATALOG", "VOLUMETOCATALOG", "DISKTOCATALOG"];

    private static readonly string[] Weeks =
        ["1ST FIRST", "2ND SECOND", "3RD THIRD", "4TH FOURTH", "5TH FIFTH", "LAST"];

    private static readonly string[] Days = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

    private static readonly string[] Months =
    [
        "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER",
    ];

    private static readonly char[] Blank = [' ', '\t'];

    private readonly List<BackupWindow> _windows = [];

    /// <summary>Returns whether a text has such a resource.</summary>
    public static bool IsResource(string text) => Resource.IsMatch(text);

    /// <summary>Reads all resources.</summary>
    public List<BackupWindow> Read(string text)
    {
        bool isSchedule = false;
        string name = "";
        Dictionary<string, int> parts = [];
        long line = 0;
        foreach (string raw in text.Split('\n'))
        {
            line++;
            string content = Resource.IsMatch(raw) ? raw.Substring(raw.IndexOf('{') + 1) : raw;
            isSchedule |= Resource.IsMatch(raw);
            string value = content.Split('#')[0].Replace("}", "");
            if (isSchedule && Directive.Match(value) is { Success: true } match)
            {
                string given = match.Groups["value"].Value.Trim('"');
                if (string.Equals(match.Groups["key"].Value, "Name", StringComparison.OrdinalIgnoreCase))
                {
                    (name, parts) = (given, []);
                }
                else if (string.Equals(match.Groups["key"].Value, "Run", StringComparison.OrdinalIgnoreCase))
                {
                    AddRun(name, given, line, parts);
                }
            }

            isSchedule &= !content.Contains('}');
        }

        return _windows;
    }

    private void AddRun(string name, string run, long line, Dictionary<string, int> parts)
    {
        try
        {
            Recurrence recurrence = ToRecurrence(run, out string level);
            string called = $"{name} {level}".Trim();
            int count = parts[called] = (parts.TryGetValue(called, out int before) ? before : 0) + 1;
            _windows.Add(template.ToWindow(
                count == 1 ? called : FormattableString.Invariant($"{called} ({count})"), recurrence, WindowRole.Backup,
                FormattableString.Invariant($"{source}:{line}")));
        }
        catch (FormatException e)
        {
            onProblem(new(
                InputProblemKind.Invalid, source, line, $"'{name}', Run = {run}: {e.Message}",
                "Make its window with New-BackupWindow: it was left out."));
        }
    }

    private static Recurrence ToRecurrence(string run, out string level)
    {
        string[] words = run.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        level = "";
        List<int> weeks = [], days = [], months = [], monthDays = [];
        TimeSpan at = TimeSpan.Zero;
        bool isHourly = false;
        for (int i = 0; i < words.Length; i++)
        {
            string word = words[i].ToUpperInvariant().TrimEnd(',');
            if (word.Contains('='))
            {
                level = word.StartsWith("LEVEL=", StringComparison.Ordinal) ? words[i].Substring(6) : level;
            }
            else if (Levels.Contains(word))
            {
                level = words[i];
            }
            else if (word == "AT" && i + 1 < words.Length)
            {
                bool hasHalf = i + 2 < words.Length && words[i + 2].ToUpperInvariant() is "AM" or "PM";
                at = Time(words[i + 1] + (hasHalf ? words[i + 2] : ""));
                i += hasHalf ? 2 : 1;
            }
            else if (word == "HOURLY")
            {
                isHourly = true;
            }
            else if (word == "MONTHLY")
            {
                monthDays.Add(1);
            }
            else if (word is not ("ON" or "DAILY" or "WEEKLY") && !TryAdd(word, weeks, days, months, monthDays))
            {
                throw new FormatException($"'{words[i]}' is not a day, a month or a time that is read.");
            }
        }

        return isHourly ? Recurrence.Parse(FormattableString.Invariant($"every 1 hours from 00:{at.Minutes:00}"))
            : ToRecurrence(weeks, days, months, monthDays, at);
    }

    private static Recurrence ToRecurrence(List<int> weeks, List<int> days, List<int> months, List<int> monthDays, TimeSpan at)
    {
        if (weeks.Count == 0 && months.Count == 0 && monthDays.Count == 0)
        {
            return days.Count is 0 or 7 ? Recurrence.Daily(at) : Recurrence.Weekly(days.Select(day => (DayOfWeek)day), at);
        }

        if (monthDays.Count > 0 && days.Count > 0)
        {
            throw new FormatException("It has both days of the month and days of the week.");
        }

        DateTime start = new DateTime(2000, 1, 1) + at;
        string names = string.Join(",", (days.Count == 0 ? Enumerable.Range(0, 7) : days).Select(day => Days[day].Substring(0, 2)));
        string byMonth = months.Count is 0 or 12 ? "" : ";BYMONTH=" + string.Join(",", months.Select(month => Number(month + 1)));
        if (monthDays.Count > 0)
        {
            return byMonth.Length == 0
                ? Recurrence.Parse($"monthly {string.Join(",", monthDays.Select(Number))} {ClockText.FormatTimeOfDay(at)}")
                : Recurrence.RRule($"FREQ=MONTHLY{byMonth};BYMONTHDAY={string.Join(",", monthDays.Select(Number))}", start);
        }

        if (weeks is [int week] && days is [int only] && byMonth.Length == 0 && week != 4)
        {
            return Recurrence.Monthly(week == 5 ? WeekOfMonth.Last : (WeekOfMonth)(week + 1), (DayOfWeek)only, at);
        }

        string byDay = weeks.Count == 0 ? names
            : string.Join(",", weeks.SelectMany(number => names.Split(',').Select(day => (number == 5 ? "-1" : Number(number + 1)) + day)));
        return Recurrence.RRule($"FREQ={(weeks.Count == 0 ? "DAILY" : "MONTHLY")}{byMonth};BYDAY={byDay}", start);
    }

    /// <summary>Adds a list or ranges of weeks, days, months or days of the month. Returns false if the word is something else.</summary>
    private static bool TryAdd(string word, List<int> weeks, List<int> days, List<int> months, List<int> monthDays)
    {
        foreach (string part in word.Split(','))
        {
            string[] ends = part.Split('-');
            (List<int> Target, Func<string, int> Place, int Count)[] kinds =
            [
                (weeks, text => Array.FindIndex(Weeks, names => names.Split(' ').Contains(text)), Weeks.Length),
                (days, text => PlaceOf(text, Days), Days.Length),
                (months, text => PlaceOf(text, Months), Months.Length),
                (monthDays, MonthDay, MaxMonthDay + 1),
            ];
            int kind = Array.FindIndex(kinds, kind => Array.TrueForAll(ends, end => kind.Place(end) >= 0));
            if (kind < 0 || ends.Length > 2)
            {
                return false;
            }

            int first = kinds[kind].Place(ends[0]);
            int last = kinds[kind].Place(ends[ends.Length - 1]);
            int count = kinds[kind].Count;
            kinds[kind].Target.AddRange(Enumerable.Range(0, ((last - first + count) % count) + 1)
                .Select(i => (first + i) % count)
                .Where(value => kinds[kind].Target != monthDays || value > 0));
        }

        return true;
    }

    private static int PlaceOf(string text, string[] names) =>
        Array.FindIndex(names, name => text.Length >= 3 && name.StartsWith(text, StringComparison.Ordinal));

    private static int MonthDay(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int day) && day is >= 1 and <= MaxMonthDay ? day : -1;

    private static TimeSpan Time(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out DateTime time)
            ? time.TimeOfDay
            : throw new FormatException($"'{text}' is not a time of day.");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
