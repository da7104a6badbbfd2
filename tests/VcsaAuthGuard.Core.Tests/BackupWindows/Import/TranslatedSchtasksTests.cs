using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupWindows;

/// <summary>
/// The list of schtasks in other languages. The columns and their order are those of a public Pester test of schtasks; the German words
/// for a task and its state are those that the plugin windows_tasks of Checkmk compares (Aufgabenname, Status der geplanten Aufgabe,
/// Aktiviert). Other words are translations: no public list of schtasks /v in these languages was found.
/// </summary>
public class TranslatedSchtasksTests
{
    private static readonly WindowTemplate Template = new() { TimeZone = "Europe/Berlin", Duration = TimeSpan.FromHours(1) };

    /// <summary>Task column; not applicable; enabled; then days and months of a daily, a weekly and a monthly task, and a date.</summary>
    [Theory]
    [InlineData("Aufgabenname", "N/A", "Aktiviert", "Alle 1 Tag(e)", "MO, DO", "Alle 1 Woche(n)", "Jeden Monat", "17.02.2026", "02:00:00")]
    [InlineData("Nom de la tâche", "N/A", "Activé", "Tous les 1 jour(s)", "LUN, JEU", "Toutes les 1 semaine(s)", "Tous les mois",
        "17/02/2026", "02:00:00")]
    [InlineData("Nombre de tarea", "N/D", "Habilitado", "Cada 1 día(s)", "LUN, JUE", "Cada 1 semana(s)", "Todos los meses", "17/02/2026",
        "2:00:00")]
    [InlineData("Nome attività", "N/D", "Abilitata", "Ogni 1 giorno/i", "LUN, GIO", "Ogni 1 settimana/e", "Ogni mese", "17/02/2026",
        "02:00:00")]
    [InlineData("Nome da tarefa", "N/D", "Habilitado", "A cada 1 dia(s)", "SEG, QUI", "A cada 1 semana(s)", "Todo mês", "17/02/2026",
        "02:00:00")]
    [InlineData("Taaknaam", "n.v.t.", "Ingeschakeld", "Elke 1 dag(en)", "MA, DO", "Elke 1 week/weken", "Elke maand", "17-2-2026",
        "02:00:00")]
    [InlineData("Nazwa zadania", "N/D", "Włączone", "Co 1 dni", "PON, CZW", "Co 1 tygodni", "Co miesiąc", "2026-02-17", "02:00:00")]
    [InlineData("Имя задачи", "Н/Д", "Включено", "Каждые 1 дн.", "ПН, ЧТ", "Каждые 1 нед.", "Каждый месяц", "17.02.2026", "2:00:00")]
    [InlineData("タスク名", "N/A", "有効", "1 日ごと", "月, 木", "1 週ごと", "毎月", "2026/02/17", "午前 2:00:00")]
    [InlineData("任务名", "N/A", "已启用", "每 1 天", "周一, 周四", "每 1 周", "每个月", "2026/2/17", "上午 2:00:00")]
    public void A_list_in_another_language_is_read_by_its_columns(
        string task, string none, string enabled, string daily, string weekDays, string weekly, string monthly, string date, string time)
    {
        string[][] tasks =
        [
            Task("\\Jobs\\d", none, enabled, time, date, daily, none), Task("\\Jobs\\w", none, enabled, time, date, weekDays, weekly),
            Task("\\Jobs\\m", none, enabled, time, date, "1, 15", monthly), Task("\\Jobs\\e", none, enabled, none, none, none, none),
            Task("\\Jobs\\o", none, enabled, time, date, none, none),
        ];
        string[] expected =
        [
            "d: daily 02:00", "w: weekly Mon,Thu 02:00", "m: DTSTART:20000103T020000 RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15",
            "o: once 2026-02-17T02:00",
        ];
        foreach (string text in (string[])[Csv(task, tasks), List(task, tasks)])
        {
            (string[] windows, List<InputProblem> problems) = Read(text);
            Assert.Equal(expected, windows);
            Assert.Contains("'e'", Assert.Single(problems).Message, StringComparison.Ordinal);
            Assert.Contains("no fixed time", problems[0].Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Days_that_differ_between_languages_are_settled_by_the_name_of_the_column()
    {
        // DO is Donnerstag, donderdag and domingo.
        string[][] tasks = [Task("\\x", "N/A", "Enabled", "02:00:00", "17.02.2026", "DO", "1 w")];
        Assert.Equal(["x: weekly Thu 02:00"], Read(Csv("Aufgabenname", tasks)).Windows);
        Assert.Equal(["x: weekly Sun 02:00"], Read(Csv("Nombre de tarea", tasks)).Windows);
        (string[] windows, List<InputProblem> problems) = Read(Csv("?", tasks));
        Assert.Empty(windows);
        Assert.Contains("several languages", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Some_months_are_read_by_their_names()
    {
        string[][] tasks = [Task("\\x", "N/A", "Activé", "02:00:00", "17/02/2026", "1", "JANV, JUIL")];
        Assert.Equal(
            ["x: DTSTART:20000103T020000 RRULE:FREQ=MONTHLY;BYMONTH=1,7;BYMONTHDAY=1"], Read(Csv("Nom de la tâche", tasks)).Windows);
    }

    // A list that was redirected to a file is in the console's code page, of which only ASCII is left when it is read as another.
    [Fact]
    public void A_daily_task_is_read_though_the_letters_of_its_language_are_damaged()
    {
        string[] task = Task("\\x", "N/A", "Activ\u0082", "02:00:00", "17/02/2026", "Tous les 1 jour(s)", "N/A");
        task[2] = "18/02/2026 02:00:00";
        Assert.Equal(["x: daily 02:00"], Read(Csv("Nom de la t\u0083che", [task])).Windows);
    }

    [Theory]
    [InlineData("Deaktiviert", "disabled")]
    [InlineData("Unbekannt", "state")]
    public void A_task_that_is_disabled_or_of_unknown_state_has_no_window(string state, string message)
    {
        (string[] windows, List<InputProblem> problems) = Read(
            Csv("Aufgabenname", [Task("\\x", "N/A", state, "02:00:00", "17.02.2026", "Alle 1 Tag(e)", "N/A")]));
        Assert.Empty(windows);
        Assert.Contains(message, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_day_and_month_is_settled_by_all_dates_of_the_list()
    {
        string[] first = Task("\\a", "N/A", "Activé", "02:00:00", "03/02/2026", "Tous les 2 jour(s)", "N/A");
        (string[] open, List<InputProblem> problems) = Read(Csv("Nom de la tâche", [first]));
        Assert.Empty(open);
        Assert.Contains("-DateFormat", Assert.Single(problems).Message, StringComparison.Ordinal);

        string[] second = Task("\\b", "N/A", "Activé", "02:00:00", "28/02/2026", "Tous les 1 jour(s)", "N/A");
        Assert.Equal(
            ["a: DTSTART:20260203T020000 RRULE:FREQ=DAILY;INTERVAL=2", "b: daily 02:00"],
            Read(Csv("Nom de la tâche", [first, second])).Windows);
        Assert.Equal(
            ["a: DTSTART:20260203T020000 RRULE:FREQ=DAILY;INTERVAL=2"],
            Read(Csv("Nom de la tâche", [first]), ReportDateOrder.DayFirst).Windows);
    }

    private static string[] Task(
        string name, string none, string state, string time, string date, string days, string months) =>
    [
        "SRV", name, none, "?", "?", none, "0", "?", "C:\\x.exe", none, none, state, "?", "", "SYSTEM", "?", "72:00:00", "?", "?", time,
        date, none, days, months, none, none, none, none,
    ];

    private static string Csv(string task, string[][] tasks)
    {
        string header = $"\"?\",\"{task}\",{string.Join(",", Enumerable.Range(3, 26).Select(i => $"\"c{i}\""))}";
        return string.Concat(tasks.Select(row => header + "\n" + string.Join(",", row.Select(cell => $"\"{cell}\"")) + "\n"));
    }

    private static string List(string task, string[][] tasks) => string.Concat(tasks.Select(row => "\n?: \\\n" + string.Concat(
        row.Select((cell, i) => (i == 1 ? task : i == 25 ? "Wiederholen: Bis: Zeit" : $"c{i}") + $":".PadRight(20) + cell + "\n"))));

    private static (string[] Windows, List<InputProblem> Problems) Read(string text, ReportDateOrder? order = null)
    {
        List<InputProblem> problems = [];
        List<BackupWindow> windows = [.. new ScheduleFile(Template, new(), problems.Add, order).ReadText(text, "tasks.csv")];
        return ([.. windows.Select(window => $"{window.Name}: {window.Recurrence}")], problems);
    }
}
