using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupWindows;

/// <summary>Each source of schedules in a public shape; the comment before a text names it.</summary>
public class ScheduleSourceTests
{
    private static readonly WindowTemplate Template = new() { TimeZone = "Europe/Berlin", Duration = TimeSpan.FromHours(1) };

    // The columns and rows of a public Pester test of schtasks, with the header repeated.
    [Fact]
    public void The_list_of_schtasks_has_a_window_for_each_task_with_a_time()
    {
        string path = Path.Combine(Repository.Root, "tests", "fixtures", "cases", "f15-schtasks.csv");
        (string[] windows, List<InputProblem> problems) = Read(File.ReadAllText(path));
        Assert.Equal(
            ["Backup vCenter Config: monthly last 18:00 Europe/Berlin", "Snapshot report: daily 13:00 Europe/Berlin"], windows);
        Assert.Contains("'Autorun': Its schedule ('At logon time')", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    // The same columns; schtasks does not double the quotes of a command.
    [Theory]
    [InlineData("Weekly", "2:00:00 AM", "2/17/2026", "MON, WED", "Every 1 week(s)", "weekly Mon,Wed 02:00")]
    [InlineData("Weekly", "02:00:00", "2026-02-17", "SUN", "Every 2 week(s)",
        "DTSTART:20260217T020000 RRULE:FREQ=WEEKLY;WKST=SU;BYDAY=SU;INTERVAL=2")]
    [InlineData("Daily", "23:30:00", "17.02.2026", "Every 1 day(s)", "N/A", "daily 23:30")]
    [InlineData("Monthly", "03:00:00", "17.02.2026", "1", "Every month", "monthly 1 03:00")]
    [InlineData("Monthly", "03:00:00", "17.02.2026", "15", "JAN, JUL",
        "DTSTART:20000103T030000 RRULE:FREQ=MONTHLY;BYMONTH=1,7;BYMONTHDAY=15")]
    [InlineData("One Time Only", "03:00:00", "17.02.2026", "N/A", "N/A", "once 2026-02-17T03:00")]
    public void A_row_of_schtasks_becomes_its_recurrence(
        string type, string time, string date, string days, string months, string expected)
    {
        string row = $"""
            "H","\Jobs\x","N/A","Ready","B","N/A","0","me","pwsh -c "a","b" c","N/A","N/A","Enabled","D","","S","D","72:00:00","S",
            """.TrimEnd() + $"\"{type}\",\"{time}\",\"{date}\",\"N/A\",\"{days}\",\"{months}\",\"Disabled\",\"D\",\"D\",\"D\"";
        (string[] windows, List<InputProblem> problems) = Read(Header + "\n" + row + "\n");
        Assert.Empty(problems);
        Assert.Equal([$"x: {expected} Europe/Berlin"], windows);
    }

    [Fact]
    public void A_table_of_windows_without_a_row_is_not_a_silent_zero() => Assert.Contains(
        "no window", Assert.Single(Read("Name,Role,Recurrence,Duration\n", "windows.csv").Problems).Message, StringComparison.Ordinal);

    // A public test of a Spanish list without /v, and the three columns of schtasks /query /fo csv.
    [Theory]
    [InlineData("\"Nombre de host\",\"Nombre de tarea\",\"Próxima ejecución\",\"Estado\"\n"
        + "\"PC\",\"\\Corte\",\"14/09/2026 16:30\",\"Listo\"")]
    [InlineData("\"Nom de la tâche\",\"Prochaine exécution\",\"Statut\"\n\"\\Sauvegarde\",\"14/09/2026 16:30\",\"Prêt\"")]
    [InlineData("\"TaskName\",\"Next Run Time\",\"Status\"\n\"\\Backup\",\"9/14/2026 4:30:00 PM\",\"Ready\"")]
    public void A_list_of_schtasks_without_schedules_says_what_to_give(string text)
    {
        (string[] windows, List<InputProblem> problems) = Read(text, "tasks.csv");
        Assert.Empty(windows);
        Assert.Contains("/xml ONE", Assert.Single(problems).Remedy, StringComparison.Ordinal);
    }

    // Properties as a public dump of Get-VBRJobScheduleOptions lists them; kinds as public scripts compare them.
    [Theory]
    [InlineData("""{"Enabled":true,"Kind":"Everyday","DaysSrv":"Sunday Monday","TimeLocal":"2019-05-01T22:00:00"}""", "daily 22:00")]
    [InlineData("""{"Enabled":true,"Kind":0,"DaysSrv":[0,1,2,3,4,5,6],"TimeLocal":"2019-05-01T22:00:00+02:00"}""", "daily 22:00")]
    [InlineData("""{"Enabled":true,"Kind":"SelectedDays","DaysSrv":["Monday","Friday"],"TimeLocal":"5/1/2019 10:30:00 PM"}""",
        "weekly Mon,Fri 22:30")]
    [InlineData("""{"Enabled":true,"Kind":"WeekDays","DaysSrv":null,"TimeLocal":"01.05.2019 02:00:00"}""",
        "weekly Mon,Tue,Wed,Thu,Fri 02:00")]
    public void A_job_of_Veeam_has_the_time_of_its_daily_schedule(string daily, string expected)
    {
        string text = $$$"""[{"Name":"Nightly","IsScheduleEnabled":true,"ScheduleOptions":{"OptionsDaily":{{{daily}}} } }]""";
        (string[] windows, List<InputProblem> problems) = Read(text, "jobs.json");
        Assert.Empty(problems);
        Assert.Equal([$"Nightly: {expected} Europe/Berlin"], windows);
    }

    [Theory]
    [InlineData(
        """{"OptionsMonthly":{"Enabled":true,"DayNumberInMonth":"Second","DayOfWeek":0,"TimeLocal":"2019-05-01T03:00:00"}}""", null)]
    [InlineData("""{"OptionsDaily":{"Enabled":true,"Kind":2,"DaysSrv":[1],"TimeLocal":"2019-05-01T22:00:00"}}""", "-EnumsAsStrings")]
    [InlineData("""{"OptionsDaily":{"Enabled":true,"Kind":"Everyday","TimeLocal":"/Date(1556740800000)/"}}""", "PowerShell 7")]
    [InlineData("""{"OptionsScheduleAfterJob":{"IsEnabled":true}}""", "after another job")]
    [InlineData("""{"OptionsPeriodically":{"Enabled":true,"FullPeriod":5000}}""", "interval")]
    [InlineData("\"System.Object\"", "-Depth 5")]
    public void A_job_of_Veeam_without_a_time_that_is_sure_is_an_error(string options, string? message)
    {
        (string[] windows, List<InputProblem> problems) = Read($$"""{"Name":"Nightly","ScheduleOptions":{{options}}}""", "jobs.json");
        Assert.Equal(message is null ? ["Nightly: monthly second Sunday 03:00 Europe/Berlin"] : [], windows);
        Assert.All(problems, problem => Assert.Contains(message!, problem.Message, StringComparison.Ordinal));
        Assert.Equal(message is null ? 0 : 1, problems.Count);
    }

    // jobs.cfg as in public walk-throughs of Proxmox VE; pvesh's JSON has the same keys.
    [Fact]
    public void Jobs_of_Proxmox_have_a_window_each()
    {
        const string Jobs = "vzdump: backup-nightly\n\tschedule mon..fri 21:00\n\tstorage local\n\tvmid 100,101,102\n\tenabled 1\n\n"
            + "vzdump: backup-daily\n    all 1\n    schedule 0 2 * * *\n    storage pbs-backup\n\n"
            + "vzdump: backup-two\n\tschedule 2:00\n\nrealm-sync: ad\n\tschedule daily\n\n"
            + "vzdump: backup-off\n\tenabled 0\n\tschedule sat 03:30\n";
        (string[] windows, List<InputProblem> problems) = Read(Jobs, "jobs.cfg");
        Assert.Equal(
            [
                "backup-nightly: weekly Mon,Tue,Wed,Thu,Fri 21:00 Europe/Berlin", "backup-daily: 0 2 * * * Europe/Berlin",
                "backup-two: daily 02:00 Europe/Berlin",
            ],
            windows);
        Assert.Contains("disabled", Assert.Single(problems).Message, StringComparison.Ordinal);
        Assert.Equal(
            ["backup-1: weekly Sun 01:00 Europe/Berlin"],
            Read("""[{"id":"backup-1","type":"vzdump","schedule":"sun 01:00","storage":"nas","enabled":1,"all":1}]""", "x.json").Windows);
    }

    // The rules of the AWS CLI's own examples (get-backup-plan, create-backup-plan), and the cron of the developer guide.
    [Theory]
    [InlineData("cron(0 5 ? * * *)", null, "0 5 * * * UTC")]
    [InlineData("cron(30 1 ? * 2-6 *)", "America/New_York", "30 1 * * 1-5 America/New_York")]
    [InlineData("cron(0 3 1 * ? *)", null, "0 3 1 * * UTC")]
    [InlineData("cron(0 3 ? * 1#2 *)", null, "0 3 * * 0#2 UTC")]
    [InlineData("cron(0 3 ? * SUN *)", null, "0 3 * * SUN UTC")]
    public void A_rule_of_AWS_Backup_is_cron_with_a_year(string expression, string? zone, string expected)
    {
        string given = zone is null ? "" : $",\"ScheduleExpressionTimezone\":\"{zone}\"";
        string rule = $$"""{"RuleName":"DailyBackups","ScheduleExpression":"{{expression}}"{{given}},"StartWindowMinutes":480}""";
        string text = $$"""{"BackupPlan":{"BackupPlanName":"Plan","Rules":[{{rule}}] } }""";
        (string[] windows, List<InputProblem> problems) = Read(text, "plan.json");
        Assert.Empty(problems);
        Assert.Equal([$"DailyBackups: {expected}"], windows);
    }

    // Property names of MSFT_ScheduledTask and MSFT_TaskTrigger, as ConvertTo-Json writes them at depths 2 and 4.
    [Theory]
    [InlineData("""{TRIGGER,"Enabled":true,"CimClass":{"CimClassName":"MSFT_TaskDailyTrigger"}}""")]
    [InlineData("""[{TRIGGER,"CimClass":"Root/Microsoft/Windows/TaskScheduler:MSFT_TaskDailyTrigger"}]""")]
    public void Tasks_of_Windows_as_JSON_have_a_window_for_each_trigger(string triggers)
    {
        triggers = triggers.Replace(
            "TRIGGER", "\"DaysInterval\":1,\"StartBoundary\":\"2026-02-11T02:00:00\"", StringComparison.Ordinal);
        string text = $$"""{"TaskName":"Snapshots","TaskPath":"\\","State":3,"Triggers":{{triggers}} }""";
        (string[] windows, List<InputProblem> problems) = Read(text, "tasks.json");
        Assert.Empty(problems);
        Assert.Equal(["Snapshots: daily 02:00 Europe/Berlin"], windows);
    }

    // The layout of bppllist -U as the NetBackup Commands Reference Guide describes it and a public script cuts it.
    [Fact]
    public void Policies_of_NetBackup_have_their_start_windows()
    {
        const string Policies = """
            ------------------------------------------------------------

            Policy Name:       VMware_Daily

              Policy Type:         VMware
              Active:              yes

            Schedule:              Incr
                Type:                Incremental Backup
                Included Dates-----------
                Excluded Dates----------
                      No specific exclude dates entered
                Daily Windows:
                      Monday     20:00:00  -->  Tuesday    06:00:00
                      Tuesday    20:00:00  -->  Wednesday  06:00:00

            Schedule:              Full
                Daily Windows:
                      Saturday   18:00:00  -->  Sunday     08:00:00

            Policy Name:       Old
              Active:              no
            Schedule:              Full
                Daily Windows:
                      Sunday     18:00:00  -->  Monday     08:00:00
            """;
        (string[] windows, List<InputProblem> problems) = Read(Policies, "policies.txt", Template with { Duration = null });
        Assert.Equal(
            ["VMware_Daily Incr: weekly Mon,Tue 20:00 Europe/Berlin", "VMware_Daily Full: weekly Sat 18:00 Europe/Berlin"], windows);
        Assert.Contains("not active", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    // MS-TSCH, section 2.5, with the comments of schtasks /query /xml ONE; a declaration before each document, as schtasks /query /xml has.
    [Fact]
    public void Tasks_as_xml_have_the_days_of_months()
    {
        const string Ns = "xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\"";
        string Task(string name, string trigger) =>
            $"<!-- \\{name} -->\n<Task version=\"1.2\" {Ns}><Triggers>{trigger}</Triggers></Task>\n";
        string Calendar(string schedule, string more = "") =>
            $"<CalendarTrigger><StartBoundary>2026-02-01T02:30:00</StartBoundary>{more}<Enabled>true</Enabled>{schedule}</CalendarTrigger>";
        string text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n<Tasks>\n"
            + Task("day", Calendar("<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"))
            + Task("week", Calendar(
                "<ScheduleByWeek><DaysOfWeek><Monday /><Friday /></DaysOfWeek><WeeksInterval>1</WeeksInterval></ScheduleByWeek>"))
            + Task("days", Calendar("<ScheduleByMonth><DaysOfMonth><Day>1</Day><Day>Last</Day></DaysOfMonth>"
                + "<Months><January /><July /></Months></ScheduleByMonth>"))
            + Task("patch", Calendar("<ScheduleByMonthDayOfWeek><Weeks><Week>2</Week></Weeks><DaysOfWeek><Tuesday /></DaysOfWeek>"
                + "<Months><January /><February /><March /><April /><May /><June /><July /><August /><September /><October />"
                + "<November /><December /></Months></ScheduleByMonthDayOfWeek>"))
            + Task("utc", "<TimeTrigger><StartBoundary>2026-02-11T02:00:00Z</StartBoundary></TimeTrigger>")
            + Task("repeats", Calendar(
                "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>",
                "<Repetition><Interval>PT6H</Interval><Duration>PT12H</Duration></Repetition>"))
            + Task("boot", "<BootTrigger><Enabled>true</Enabled></BootTrigger>")
            + "</Tasks>\n<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n" + Task("second", Calendar("<ScheduleByDay />"));
        (string[] windows, List<InputProblem> problems) = Read(text);
        Assert.Equal(
            [
                "day: daily 02:30 Europe/Berlin",
                "week: weekly Mon,Fri 02:30 Europe/Berlin",
                "days: DTSTART:20260201T023000 RRULE:FREQ=MONTHLY;BYMONTH=1,7;BYMONTHDAY=1,-1 Europe/Berlin",
                "patch: monthly second Tuesday 02:30 Europe/Berlin",
                "utc: once 2026-02-11T02:00 UTC",
                "repeats: daily 02:30,08:30 Europe/Berlin",
                "second: daily 02:30 Europe/Berlin",
            ],
            windows);
        Assert.Contains("'boot': Its trigger (BootTrigger)", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    // Timers of Debian and systemd, as systemctl cat '*.timer' writes them.
    [Fact]
    public void Timer_units_become_windows()
    {
        const string Text = """
            # /lib/systemd/system/apt-daily.timer
            [Unit]
            Description=Daily apt download activities

            [Timer]
            OnCalendar=*-*-* 6,18:00
            RandomizedDelaySec=12h
            Persistent=true

            [Install]
            WantedBy=timers.target

            # /etc/systemd/system/export.timer
            [Timer]
            OnCalendar=daily
            OnCalendar=
            OnCalendar=Mon..Fri 02:30 America/New_York
            OnCalendar=Sat 04:00

            # /lib/systemd/system/systemd-tmpfiles-clean.timer
            [Timer]
            OnBootSec=15min
            OnUnitActiveSec=1d
            """;
        (string[] windows, List<InputProblem> problems) = Read(Text);
        Assert.Equal(
            [
                "apt-daily: daily 06:00,18:00 Europe/Berlin",
                "export: weekly Mon,Tue,Wed,Thu,Fri 02:30 America/New_York",
                "export (2): weekly Sat 04:00 Europe/Berlin",
            ],
            windows);
        Assert.Contains("'systemd-tmpfiles-clean': It starts", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    // The header of systemctl list-timers, and its JSON (systemd 252).
    [Theory]
    [InlineData("NEXT          LEFT     LAST          PASSED  UNIT     ACTIVATES\nFri 2026 x.timer x.service\n")]
    [InlineData("""[{"next":1795748400000000,"left":1795748400000000,"last":0,"passed":0,"unit":"a.timer","activates":"a.service"}]""")]
    public void The_list_of_timers_has_no_schedules_and_says_what_to_give(string text)
    {
        (string[] windows, List<InputProblem> problems) = Read(text);
        Assert.Empty(windows);
        Assert.Contains("systemctl cat", Assert.Single(problems).Remedy, StringComparison.Ordinal);
    }

    // Rubrik CDM's REST API (SlaDomainDefinition, BackupWindow) and the types of Rubrik's PowerShell SDK for Security Cloud.
    [Fact]
    public void Allowed_backup_windows_of_rubrik_become_windows()
    {
        const string Text = """
            {"hasMore":false,"data":[
            {"id":"1","name":"Gold","allowedBackupWindows":[{"startTimeAttributes":{"minutes":30,"hour":22},"durationInHours":8}]},
            {"id":"2","name":"Cloud","backupWindows":[
              {"startTimeAttributes":{"dayOfWeek":{"day":"FRIDAY"},"hour":1,"minute":0},"durationInHours":4}]},
            {"id":"3","name":"Numbered","allowedBackupWindows":[
              {"startTimeAttributes":{"minutes":0,"hour":1,"dayOfWeek":2},"durationInHours":4}]},
            {"id":"4","name":"Any time","allowedBackupWindows":[]}]}
            """;
        (string[] windows, List<InputProblem> problems) = Read(Text, "sla.json");
        Assert.Equal(["Gold: daily 22:30 Europe/Berlin", "Cloud: weekly Fri 01:00 Europe/Berlin"], windows);
        Assert.Equal(2, problems.Count);
        Assert.Contains("'Numbered'", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("'Any time'", problems[1].Message, StringComparison.Ordinal);
    }

    // crontab(5) of Debian's cron: /etc/crontab with its variables, and a line of cron.d with a zone (cronie's CRON_TZ).
    [Fact]
    public void A_crontab_of_the_system_has_variables_zones_and_users()
    {
        const string Text = """
            SHELL=/bin/sh
            PATH=/usr/local/sbin:/usr/local/bin:/sbin:/bin
            # m h dom mon dow user  command
            17 *    * * *   root    cd / && run-parts --report /etc/cron.hourly
            CRON_TZ=America/New_York
            @daily backup /opt/backup --all
            """;
        Assert.Equal(
            [
                "cd / && run-parts --report /etc/cron.hourly: 17 * * * * Europe/Berlin",
                "/opt/backup --all: 0 0 * * * America/New_York",
            ],
            Read(Text, "/etc/crontab").Windows);
    }

    // Outlook and Thunderbird invitations as published, and RFC 5545's own VTIMEZONE under a name of its own.
    [Fact]
    public void Zones_of_calendars_are_found_by_name_by_prefix_and_by_their_rules()
    {
        string path = Path.Combine(Repository.Root, "tests", "fixtures", "cases", "f25-outlook.ics");
        const string Own = """
            BEGIN:VCALENDAR
            BEGIN:VTIMEZONE
            TZID:Customized Time Zone
            BEGIN:STANDARD
            DTSTART:20071104T020000
            RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
            TZOFFSETFROM:-0400
            TZOFFSETTO:-0500
            END:STANDARD
            BEGIN:DAYLIGHT
            DTSTART:20070311T020000
            RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
            TZOFFSETFROM:-0500
            TZOFFSETTO:-0400
            END:DAYLIGHT
            END:VTIMEZONE
            BEGIN:VEVENT
            SUMMARY:Own
            CATEGORIES:Team,Maintenance
            DTSTART;TZID=Customized Time Zone:20260903T220000
            DTEND;TZID=Customized Time Zone:20260903T230000
            END:VEVENT
            BEGIN:VEVENT
            SUMMARY:Evolution
            CATEGORIES:backup
            DTSTART;TZID=/freeassociation.sourceforge.net/Tzfile/Europe/Berlin:20260903T220000
            DURATION:PT1H
            RRULE:FREQ=DAILY
            END:VEVENT
            END:VCALENDAR
            """;
        WindowTemplate maintenance = Template with { Role = WindowRole.Maintenance };
        (string[] windows, List<InputProblem> problems) = Read(File.ReadAllText(path), "f25.ics", maintenance);
        Assert.Empty(problems);
        Assert.Equal(4, windows.Length);
        Assert.Contains("Thunderbird: DTSTART:20260903T220000 RRULE:FREQ=DAILY Europe/Berlin", windows);

        List<BackupWindow> own = [.. new ScheduleFile(Template, new(), problems.Add).ReadText(Own, "own.ics")];
        Assert.Empty(problems);
        Assert.Equal([WindowRole.Maintenance, WindowRole.Backup], own.Select(window => window.Role));
        Assert.Equal(
            new DateTimeOffset(2026, 9, 4, 2, 0, 0, TimeSpan.Zero),
            own[0].Between(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(60)).First().Start);
        Assert.Equal("Europe/Berlin", own[1].TimeZone);
    }

    [Fact]
    public void An_event_whose_role_nothing_says_is_an_error_that_asks_for_it()
    {
        const string Text =
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART:20260211T020000Z\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n";
        (string[] windows, List<InputProblem> problems) = Read(Text);
        Assert.Empty(windows);
        Assert.Contains("-Role", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    /// <summary>The same start, at 02:00 of a zone that nothing names, through every reader.</summary>
    public static TheoryData<string, string> WithoutZone => new()
    {
        { "w.csv", "Name,Role,Recurrence,Duration\nx,Backup,daily 02:00,1h\n" },
        { "w.json", """[{"name":"x","role":"Backup","recurrence":"daily 02:00","duration":"1h"}]""" },
        { "crontab", "0 2 * * * x\n" },
        { "x.timer", "[Timer]\nOnCalendar=02:00\n" },
        {
            "tasks.xml",
            "<Task xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\"><RegistrationInfo><URI>\\x</URI></RegistrationInfo>"
                + "<Triggers><CalendarTrigger><StartBoundary>2026-02-01T02:00:00</StartBoundary><ScheduleByDay /></CalendarTrigger>"
                + "</Triggers></Task>"
        },
        {
            "tasks.csv",
            Header + "\n\"H\",\"\\x\",\"N/A\",\"R\",\"B\",\"N/A\",\"0\",\"m\",\"c\",\"N/A\",\"N/A\",\"Enabled\",\"D\",\"\",\"S\",\"D\","
                + "\"72\",\"S\",\"Daily\",\"02:00:00\",\"2026-02-01\",\"N/A\",\"Every 1 day(s)\",\"N/A\",\"D\",\"D\",\"D\",\"D\"\n"
        },
        {
            "x.ics",
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nCATEGORIES:Backup\nDTSTART:20260201T020000\nDURATION:PT1H\nRRULE:FREQ=DAILY\n"
                + "END:VEVENT\nEND:VCALENDAR\n"
        },
        {
            "sla.json",
            """[{"name":"x","allowedBackupWindows":[{"startTimeAttributes":{"minutes":0,"hour":2},"durationInHours":1}]}]"""
        },
        {
            "runs.csv",
            "Job,Start,End\n" + string.Concat(Enumerable.Range(1, 9).Select(day =>
                $"x,2026-02-0{day} 02:00:00,2026-02-0{day} 03:00:00\n"))
        },
    };

    [Theory]
    [MemberData(nameof(WithoutZone))]
    public void Without_a_zone_every_source_is_an_error_and_with_one_it_is_that_zone(string name, string text)
    {
        (string[] none, List<InputProblem> problems) = ReadAll(text, name, Template with { TimeZone = null });
        Assert.Empty(none);
        Assert.Contains("-TimeZone", Assert.Single(problems).Message, StringComparison.Ordinal);

        List<InputProblem> more = [];
        RunHistory history = new();
        WindowTemplate template = Template with { TimeZone = "W. Europe Standard Time" };
        List<BackupWindow> windows = [.. new ScheduleFile(template, history, more.Add).ReadText(text, name)];
        windows.AddRange(history.ToWindows(template, "runs", more.Add));
        BackupWindow window = Assert.Single(windows);
        Assert.DoesNotContain(more, problem => problem.Kind != InputProblemKind.Ignored);
        Assert.Equal(("x", "Europe/Berlin"), (window.Name, window.TimeZone));
        Assert.Equal(
            new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero),
            window.Between(new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero), new(2026, 7, 1, 0, 1, 0, TimeSpan.Zero)).Single().Start);
    }

    private const string Header =
        "\"HostName\",\"TaskName\",\"Next Run Time\",\"Status\",\"Logon Mode\",\"Last Run Time\",\"Last Result\",\"Author\","
        + "\"Task To Run\",\"Start In\",\"Comment\",\"Scheduled Task State\",\"Idle Time\",\"Power Management\",\"Run As User\","
        + "\"Delete Task If Not Rescheduled\",\"Stop Task If Runs X Hours and X Mins\",\"Schedule\",\"Schedule Type\",\"Start Time\","
        + "\"Start Date\",\"End Date\",\"Days\",\"Months\",\"Repeat: Every\",\"Repeat: Until: Time\",\"Repeat: Until: Duration\","
        + "\"Repeat: Stop If Still Running\"";

    private static (string[] Windows, List<InputProblem> Problems) Read(
        string text, string name = "file", WindowTemplate? template = null) =>
        ReadAll(text, name, template ?? Template);

    private static (string[] Windows, List<InputProblem> Problems) ReadAll(string text, string name, WindowTemplate template)
    {
        List<InputProblem> problems = [];
        RunHistory history = new();
        List<BackupWindow> windows = [.. new ScheduleFile(template, history, problems.Add).ReadText(text, name)];
        windows.AddRange(history.ToWindows(template, "runs", problems.Add));
        return ([.. windows.Select(window => $"{window.Name}: {window.Recurrence} {window.TimeZone}")], problems);
    }
}
