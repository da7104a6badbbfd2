using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts scheduled tasks of Windows from their XML (MS-TSCH, section 2.5): one task, the list of <c>schtasks /query /xml ONE</c>, or
/// several documents one after another, as <c>schtasks /query /xml</c> and Export-ScheduledTask write them.
/// </summary>
internal sealed class TaskXmlReader(WindowTemplate template, string source, Action<InputProblem> onProblem)
{
    private const string Namespace = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    private static readonly Regex Declaration = new(@"<\?xml[^>]*\?>", RegexOptions.CultureInvariant);

    private static readonly string[] MonthNames = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames;

    /// <summary>Returns whether a text has scheduled tasks as XML.</summary>
    public static bool IsTaskXml(string text) => text.TrimStart() is ['<', ..] && text.Contains(Namespace);

    /// <summary>Reads all tasks.</summary>
    public List<BackupWindow> Read(string text)
    {
        List<BackupWindow> windows = [];
        XElement all;
        try
        {
            using StringReader reader = new("<All>" + Declaration.Replace(text, "") + "</All>");
            XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using XmlReader xml = XmlReader.Create(reader, settings);
            all = XElement.Load(xml, LoadOptions.SetLineInfo);
        }
        catch (XmlException e)
        {
            onProblem(new(InputProblemKind.Unreadable, source, e.LineNumber, e.Message, "Export the tasks again."));
            return windows;
        }

        foreach (XElement task in all.Descendants().Where(element => element.Name.LocalName == "Task"))
        {
            AddTask(task, windows);
        }

        return windows;
    }

    private void AddTask(XElement task, List<BackupWindow> windows)
    {
        string path = task.NodesBeforeSelf().OfType<XComment>().LastOrDefault()?.Value.Trim()
            ?? Text(Child(task, "RegistrationInfo"), "URI")
            ?? "scheduled task";
        string name = path.Substring(path.LastIndexOf('\\') + 1);
        XElement[] triggers = [.. Child(task, "Triggers")?.Elements() ?? []];
        if (Text(Child(task, "Settings"), "Enabled") == "false" || triggers.Length == 0)
        {
            Report(task, name, triggers.Length == 0
                ? "It has no trigger, so it never starts at a scheduled time."
                : "It is disabled, so it has no window.");
            return;
        }

        for (int i = 0; i < triggers.Length; i++)
        {
            string called = i == 0 ? name : FormattableString.Invariant($"{name} (trigger {i + 1})");
            try
            {
                if (Text(triggers[i], "Enabled") == "false")
                {
                    throw new FormatException("This trigger is disabled, so it has no window.");
                }

                WindowsTaskTrigger trigger = ToTrigger(triggers[i]);
                windows.Add(template.ToWindow(
                    called, trigger.ToRecurrence(), WindowRole.Automation, "Windows task " + path, trigger.IsUtc ? "UTC" : null));
            }
            catch (FormatException e)
            {
                Report(triggers[i], called, e.Message);
            }
        }
    }

    private static WindowsTaskTrigger ToTrigger(XElement trigger)
    {
        XElement? byDay = Child(trigger, "ScheduleByDay");
        XElement? byWeek = Child(trigger, "ScheduleByWeek");
        XElement? byMonth = Child(trigger, "ScheduleByMonth");
        XElement? byWeekday = Child(trigger, "ScheduleByMonthDayOfWeek");
        XElement? repetition = Child(trigger, "Repetition");
        return new()
        {
            Class = trigger.Name.LocalName switch
            {
                "CalendarTrigger" => "MSFT_TaskCalendarTrigger",
                "TimeTrigger" => "MSFT_TaskTimeTrigger",
                string other => other,
            },
            StartBoundary = Text(trigger, "StartBoundary"),
            EndBoundary = Text(trigger, "EndBoundary"),
            DaysInterval = byDay is null ? null : Number(byDay, "DaysInterval") ?? 1,
            WeeksInterval = byWeek is null ? null : Number(byWeek, "WeeksInterval") ?? 1,
            DaysOfWeek = byWeek is null ? null : WeekDays(byWeek).Sum(day => 1 << (int)day),
            DaysOfMonth = byMonth is null ? null : [.. Values(byMonth, "DaysOfMonth").Select(DayOfMonth)],
            WeeksOfMonth = byWeekday is null ? null : [.. Values(byWeekday, "Weeks").Select(WeekNumber)],
            WeekDaysOfMonth = byWeekday is null ? null : [.. WeekDays(byWeekday)],
            Months = (byMonth ?? byWeekday) is XElement schedule ? [.. Months(schedule)] : null,
            RepetitionInterval = repetition is null ? null : Text(repetition, "Interval"),
            RepetitionDuration = repetition is null ? null : Text(repetition, "Duration"),
        };
    }

    private static IEnumerable<DayOfWeek> WeekDays(XElement schedule) =>
        (Child(schedule, "DaysOfWeek")?.Elements() ?? [])
            .Select(day => EnumName.Parse<DayOfWeek>(day.Name.LocalName))
            .OrderBy(day => day);

    /// <summary>Gets the months; all if there are none.</summary>
    private static IEnumerable<int> Months(XElement schedule)
    {
        int[] months =
        [
            .. (Child(schedule, "Months")?.Elements() ?? []).Select(month => Array.IndexOf(MonthNames, month.Name.LocalName) + 1),
        ];
        return months.Length == 0 ? Enumerable.Range(1, 12) : months.OrderBy(month => month);
    }

    private static IEnumerable<string> Values(XElement schedule, string name) =>
        (Child(schedule, name)?.Elements() ?? []).Select(element => element.Value.Trim());

    private static int DayOfMonth(string text) => string.Equals(text, "Last", StringComparison.OrdinalIgnoreCase)
        ? -1
        : ToNumber(text);

    private static int WeekNumber(string text) => string.Equals(text, "Last", StringComparison.OrdinalIgnoreCase) ? -1 : ToNumber(text);

    private static int? Number(XElement parent, string name) => Text(parent, name) is string text ? ToNumber(text) : null;

    private static int ToNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new FormatException($"'{text}' is not a number.");

    private static XElement? Child(XElement parent, string name) =>
        parent.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private static string? Text(XElement? parent, string name) => parent is null ? null : Child(parent, name)?.Value.Trim();

    private void Report(XElement element, string name, string why) => onProblem(new(
        InputProblemKind.Invalid, source, ((IXmlLineInfo)element).LineNumber, $"'{name}': {why}",
        "Make its window with New-BackupWindow: it was left out."));
}
