using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupWindows;

/// <summary>Schedules of backup products; the comment before a text names its source.</summary>
public class ProductScheduleTests
{
    private static readonly WindowTemplate Template = new() { TimeZone = "Europe/Berlin", Duration = TimeSpan.FromHours(1) };

    // Properties as the script of a public repository describes them, which found out that in the table 0 is permitted and 1 denied.
    // FullPeriod in minutes: Veeam PowerShell Reference, "Scheduling Job with Time Interval of 2 Hours". Permitted hours from 9 to 5 with 2
    // hours: Veeam Backup & Replication User Guide, "Define Job Schedule".
    [Theory]
    [InlineData("'FullPeriod':120", "every 2 hours from 00:00")]
    [InlineData("'FullPeriod':1,'Unit':'Hours','HourlyOffset':15", "every 1 hours from 00:15")]
    [InlineData("'FullPeriod':15,'Kind':'Minutes'", "0,15,30,45 * * * *")]
    [InlineData("'FullPeriod':120,'Schedule':'<scheduler>DAYS</scheduler>'", "daily 09:00,10:00,12:00,14:00,16:00")]
    [InlineData("'Kind':'Continuously','FullPeriod':1,'Schedule':'<scheduler>DAYS</scheduler>'", "daily 09:00", "08:00:00")]
    public void A_periodic_job_of_Veeam_starts_in_its_permitted_hours(string options, string expected, string duration = "01:00:00")
    {
        string hours = string.Join(",", Enumerable.Range(0, 24).Select(hour => hour is >= 9 and < 17 ? "0" : "1"));
        string days = string.Concat(Enum.GetNames<DayOfWeek>().Select(day => $"<{day}>{hours}</{day}>"));
        string periodic = "'Enabled':true," + options.Replace("DAYS", days, StringComparison.Ordinal);
        (string[] windows, List<InputProblem> problems) = Read(
            "{'Name':'J','ScheduleOptions':{'OptionsPeriodically':{" + periodic + "}}}", "jobs.json");
        Assert.Empty(problems);
        Assert.Equal([$"J: {expected} Europe/Berlin {duration}"], windows);
    }

    [Fact]
    public void A_day_with_other_permitted_hours_is_a_window_of_its_own()
    {
        string sunday = string.Join(",", Enumerable.Range(0, 24).Select(hour => hour < 2 ? "0" : "1"));
        (string[] windows, _) = Read(
            "{'Name':'J','ScheduleOptions':{'OptionsPeriodically':{'Enabled':true,'FullPeriod':720,'Schedule':"
            + $"'<Sunday>{sunday}</Sunday>'" + "}}}", "jobs.json");
        Assert.Equal(
            [
                "J: weekly Sun 00:00 Europe/Berlin 01:00:00",
                "J (2): weekly Mon,Tue,Wed,Thu,Fri,Sat 00:00,12:00 Europe/Berlin 01:00:00",
            ],
            windows);
    }

    [Fact]
    public void A_monthly_job_of_Veeam_may_run_in_some_months() => Assert.Equal(
        ["J: DTSTART:20000103T030000 RRULE:FREQ=MONTHLY;BYMONTH=1,7;BYDAY=1SA Europe/Berlin 01:00:00"],
        Read(
            "{'Name':'J','ScheduleOptions':{'OptionsMonthly':{'Enabled':true,'DayNumberInMonth':'First','DayOfWeek':'Saturday',"
            + "'TimeLocal':'2019-05-01T03:00:00','Months':'January July'}}}", "jobs.json").Windows);

    // The answer of Veeam's REST API (GET /api/v1/jobs) that a public pack for StackStorm keeps as an example, shortened.
    [Fact]
    public void Jobs_of_Veeams_REST_API_are_windows_and_chained_jobs_follow()
    {
        string Job(string name, string schedule, string disabled = "false") =>
            "{'name':'" + name + "','isDisabled':" + disabled + ",'schedule':{'runAutomatically':true," + schedule + "},'type':'Backup'}";
        string After(string job) => "'daily':{'isEnabled':false},'afterThisJob':{'isEnabled':true,'jobName':'" + job + "'}";
        string hours = string.Join(",", Enumerable.Range(0, 24).Select(hour => hour < 12 ? "1" : "0"));
        string days = string.Join(",", Enum.GetNames<DayOfWeek>().Select(day => "{'day':'" + day + "','hours':'" + hours + "'}"));
        const string Daily = "'daily':{'dailyKind':'Everyday','isEnabled':true,'localTime':'10:00','days':['sunday','monday']}";
        string[] jobs =
        [
            Job("third", After("second")), Job("second", After("first")), Job("first", Daily),
            Job("monthly", "'monthly':{'dayOfWeek':'saturday','dayNumberInMonth':'Fourth','isEnabled':true,'localTime':'22:00'}"),
            Job("periodic", "'periodically':{'periodicallyKind':'Hours','isEnabled':true,'frequency':4,'backupWindow':{'days':["
                + days + "]},'startTimeWithinAnHour':0}"),
            Job("continuous", "'continuously':{'isEnabled':true}"), Job("lost", After("elsewhere")), Job("off", Daily, "true"),
        ];
        (string[] windows, List<InputProblem> problems) = Read("{'data':[" + string.Join(",", jobs) + "]}", "jobs.json");
        Assert.Equal(
            [
                "first: daily 10:00 Europe/Berlin 01:00:00", "monthly: monthly fourth Saturday 22:00 Europe/Berlin 01:00:00",
                "periodic: daily 00:00,04:00,08:00 Europe/Berlin 01:00:00", "continuous: daily 00:00 Europe/Berlin 1.00:00:00",
                "second: daily 11:00 Europe/Berlin 01:00:00", "third: daily 12:00 Europe/Berlin 01:00:00",
            ],
            windows);
        Assert.Equal(2, problems.Count);
        Assert.Contains("'off'", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("'lost': It starts after the job 'elsewhere'", problems[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chained_job_of_an_export_is_found_by_the_identifier_of_the_one_before()
    {
        const string Text = "[{'Name':'A','Id':'1','ScheduleOptions':{'OptionsDaily':{'Enabled':true,'Kind':'Everyday',"
            + "'TimeLocal':'2019-05-01T22:00:00'}}},"
            + "{'Name':'B','Id':'2','PreviousJobIdInScheduleChain':'1','ScheduleOptions':{'OptionsScheduleAfterJob':{'IsEnabled':true}}}]";
        Assert.Equal(
            ["A: daily 22:00 Europe/Berlin 01:00:00", "B: daily 23:00 Europe/Berlin 01:00:00"], Read(Text, "jobs.json").Windows);
    }

    // Microsoft Learn, "Manage Azure file share backups with Azure CLI": the answer of az backup policy show, with days and hours as the
    // reference of the REST API has them (SimpleSchedulePolicyV2).
    [Theory]
    [InlineData("'scheduleRunDays':null,'scheduleRunFrequency':'Daily','scheduleRunTimes':['2020-08-03T04:30:00+00:00']", "daily 04:30")]
    [InlineData("'scheduleRunDays':['Sunday','Friday'],'scheduleRunFrequency':'Weekly','scheduleRunTimes':['2020-08-03T22:00:00Z']",
        "weekly Fri,Sun 22:00")]
    [InlineData("'scheduleRunFrequency':'Hourly','hourlySchedule':{'interval':4,'scheduleWindowStartTime':'2021-12-17T08:00:00Z',"
        + "'scheduleWindowDuration':16}", "daily 08:00,12:00,16:00,20:00")]
    [InlineData("'scheduleRunFrequency':'Daily','dailySchedule':{'scheduleRunTimes':['2021-12-17T10:00:00Z']}", "daily 10:00")]
    public void A_policy_of_Azure_Backup_has_a_time_in_its_zone(string schedule, string expected)
    {
        (string[] windows, List<InputProblem> problems) = Read(
            "{'name':'schedule1','properties':{'schedulePolicy':{" + schedule + "},'timeZone':'Pacific Standard Time'}}", "policy.json");
        Assert.Empty(problems);
        Assert.Equal([$"schedule1: {expected} America/Los_Angeles 01:00:00"], windows);
    }

    // Policies as public templates and walk-throughs of Azure have them: that of a VM, and that of a database with its zone elsewhere.
    [Theory]
    [InlineData("'backupManagementType':'AzureIaasVM','schedulePolicy':{'scheduleRunFrequency':'Daily',"
        + "'scheduleRunTimes':['2021-01-01T02:00:00Z']},'timeZone':'UTC'")]
    [InlineData("'backupManagementType':'AzureWorkload','workLoadType':'SQLDataBase','settings':{'timeZone':'UTC'},'subProtectionPolicy':["
        + "{'policyType':'Full','schedulePolicy':{'scheduleRunFrequency':'Weekly','scheduleRunDays':['Sunday'],"
        + "'scheduleRunTimes':['2022-06-13T19:30:00Z']}}]")]
    public void A_policy_of_what_does_not_use_vCenter_has_no_window(string policy)
    {
        (string[] windows, List<InputProblem> problems) = Read("{'name':'p','properties':{" + policy + "}}", "policy.json");
        Assert.Empty(windows);
        Assert.StartsWith("'p': It is for Azure", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    // The pattern of GET /Schedules as Commvault's Python SDK reads and writes it (cvpysdk, schedules.py).
    [Theory]
    [InlineData("'freq_type':4,'freq_recurrence_factor':1,'active_start_time':75600", "daily 21:00")]
    [InlineData("'freq_type':8,'freq_interval':65,'freq_recurrence_factor':1,'active_start_time':7200", "weekly Sat,Sun 02:00")]
    [InlineData("'freq_type':16,'freq_interval':15,'freq_recurrence_factor':1,'active_start_time':7200", "monthly 15 02:00")]
    [InlineData("'freq_type':32,'freq_interval':7,'freq_relative_interval':1,'active_start_time':7200", "monthly first Saturday 02:00")]
    [InlineData("'freq_type':32,'freq_interval':6,'freq_relative_interval':5,'active_start_time':7200", "monthly last Friday 02:00")]
    [InlineData("'freq_type':4,'active_start_time':0,'freq_subday_interval':21600,'active_end_time':86340",
        "daily 00:00,06:00,12:00,18:00")]
    [InlineData("'freq_type':1024", null)]
    [InlineData("'freq_type':4096,'freq_interval':30", null)]
    public void A_schedule_of_Commvault_is_read_by_its_pattern(string pattern, string? expected)
    {
        (string[] windows, List<InputProblem> problems) = Read(
            "{'taskDetail':[{'task':{'taskName':'VM nightly'},'subTasks':[{'subTask':{'subTaskName':'INC'},'pattern':{"
            + pattern + "}}]}]}", "schedules.json");
        Assert.Equal(expected is null ? [] : [$"VM nightly: {expected} Europe/Berlin 01:00:00"], windows);
        Assert.Equal(expected is null ? 1 : 0, problems.Count);
    }

    // Names of Cohesity's REST API v2 and v1 as its public SDK and scripts read them (backupPolicy, incrementalSchedulingPolicy).
    [Theory]
    [InlineData("'unit':'Days','daySchedule':{'frequency':1}", "daily 23:15")]
    [InlineData("'unit':'Hours','hourSchedule':{'frequency':6}", "every 6 hours from 05:15")]
    [InlineData("'unit':'Weeks','weekSchedule':{'dayOfWeek':['Monday','Friday']}", "weekly Mon,Fri 23:15")]
    [InlineData("'unit':'Months','monthSchedule':{'dayOfWeek':['Saturday'],'weekOfMonth':'First'}", "monthly first Saturday 23:15")]
    [InlineData("V1", "weekly Sun 23:15")]
    public void A_protection_group_of_Cohesity_starts_as_its_policy_says(string schedule, string expected)
    {
        const string Group =
            "{'name':'VMs','policyId':'7:1','startTime':{'hour':23,'minute':15,'timeZone':'America/New_York'},'isPaused':false}";
        string policy = schedule == "V1" ? "'incrementalSchedulingPolicy':{'periodicity':'kDaily','dailySchedule':{'days':['kSunday']}}"
            : "'backupPolicy':{'regular':{'incremental':{'schedule':{" + schedule + "}}}}";
        (string[] windows, List<InputProblem> problems) = Read(
            "{'protectionGroups':[" + Group + "],'policies':[{'id':'7:1','name':'Gold'," + policy + "}]}", "cohesity.json");
        Assert.Empty(problems);
        Assert.Equal([$"VMs: {expected} America/New_York 01:00:00"], windows);
        Assert.Contains("\"policies\"", Assert.Single(Read($"[{Group}]", "cohesity.json").Problems).Message, StringComparison.Ordinal);
    }

    // The schedule of a protection domain as public scripts and tools for Nutanix post it.
    [Theory]
    [InlineData("'DAILY','everyNth':1", "daily 21:54")]
    [InlineData("'HOURLY','everyNth':4", "DTSTART:20180419T215400 RRULE:FREQ=HOURLY;INTERVAL=4")]
    public void A_schedule_of_a_protection_domain_of_Nutanix_counts_from_its_start(string type, string expected) => Assert.Equal(
        [$"testPD: {expected} UTC 01:00:00"],
        Read("[{'pdName':'testPD','type':" + type + ",'userStartTimeInUsecs':1524174840000000}]", "pd.json").Windows);

    // The schedules of Nakivo's getJobInfo with the names and values of https://github.com/peertechde/go-nakivo, job_info.go: the lowest
    // bit of the days is Monday. Numbers of days of the week and of months are not explained there.
    [Theory]
    [InlineData("'DAILY','on':31,'every':1,'everyType':'MINUTE'", "weekly Mon,Tue,Wed,Thu,Fri 23:00")]
    [InlineData("'DAILY','on':127,'every':1,'everyType':'MINUTE'", "daily 23:00")]
    [InlineData("'DAILY','on':64,'every':1,'everyType':'MINUTE','startTime':'01:30:00'", "weekly Sun 01:30")]
    [InlineData("'PERIODICALLY','on':127,'every':4,'everyType':'HOUR','startTime':'08:00:00 AM','endTime':'06:00:00 PM'",
        "daily 08:00,12:00,16:00")]
    [InlineData("'PERIODICALLY','on':1,'every':90,'everyType':'MINUTE','endTime':'02:00:00 AM'", "weekly Mon 23:00|weekly Tue 00:30")]
    [InlineData("'DAILY','on':31,'every':2,'everyType':'MINUTE'", null)]
    [InlineData("'PERIODICALLY','on':127,'every':30,'everyType':'SECOND'", null)]
    [InlineData("'MONTHLY_YEARLY','on':0,'everyType':'MINUTE','monthlyEveryType':'DAY','dayOfMonth':15", "monthly 15 23:00")]
    [InlineData("'MONTHLY_YEARLY','on':0,'everyType':'MINUTE','monthlyEveryType':'DAY','dayOfMonth':15,'month':1", null)]
    [InlineData("'MONTHLY_YEARLY','on':0,'everyType':'MINUTE','monthlyEveryType':'LAST','dayOfWeek':6", null)]
    [InlineData("'TRIGGER','on':0,'everyType':'MINUTE','triggerItemName':'Other job'", null)]
    [InlineData("'NONE','everyType':'MINUTE'", null)]
    public void A_job_of_Nakivo_starts_as_its_schedules_say(string schedule, string? expected)
    {
        string start = schedule.Contains("startTime", StringComparison.Ordinal) ? "" : ",'startTime':'11:00:00 PM'";
        string text = "{'data':{'children':[{'name':'VMs','jobType':'BACKUP','isEnabled':true,'averageDurationMs':1790000,'schedules':["
            + "{'enabled':true,'type':" + schedule + start + ",'timezone':'America/New_York'}]}]}}";
        (string[] windows, List<InputProblem> problems) = Read(text, "nakivo.json");
        string[] starts = expected?.Split('|') ?? [];
        Assert.Equal(starts.Select((when, i) => $"VMs{(i == 0 ? "" : " (2)")}: {when} America/New_York 00:30:00"), windows);
        Assert.Equal(expected is null ? 1 : 0, problems.Count);
        Assert.Empty(Read(text.Replace("'BACKUP'", "'BACKUP_COPY'", StringComparison.Ordinal), "nakivo.json").Windows);
        Assert.Empty(Read(text.Replace("America/New_York", "Somewhere", StringComparison.Ordinal), "nakivo.json").Windows);
    }

    // Bareos documentation, "Schedule Resource", and the schedules of public configurations.
    [Fact]
    public void Schedules_of_Bareos_have_a_window_for_each_run()
    {
        const string Text = """
            Schedule {
              Name = "WeeklyCycle"
              Run = Full 1st sat at 21:00                   # (#01)
              Run = Differential 2nd-5th sat at 21:00
              Run = Incremental mon-fri at 21:00
              Run = daily at 21:10
              Run = Incremental hourly at 0:22
              Run = Level=Full monthly at 2:30pm
              Run = Full on 1,15 at 02:00
              Run = Full Pool=Year jan 1st sun at 03:05
              Run = Full w01 sun at 03:05
            }
            Schedule { Name = "Short"
             Run = Level=Incremental sat at 23:59 }
            Job {
              Name = "No schedule"
              Run = 1
            }
            """;
        (string[] windows, List<InputProblem> problems) = Read(Text, "schedule.conf");
        Assert.Equal(
            [
                "WeeklyCycle Full: monthly first Saturday 21:00",
                "WeeklyCycle Differential: DTSTART:20000101T210000 RRULE:FREQ=MONTHLY;BYDAY=2SA,3SA,4SA,5SA",
                "WeeklyCycle Incremental: weekly Mon,Tue,Wed,Thu,Fri 21:00", "WeeklyCycle: daily 21:10",
                "WeeklyCycle Incremental (2): every 1 hours from 00:22", "WeeklyCycle Full (2): monthly 1 14:30",
                "WeeklyCycle Full (3): monthly 1,15 02:00",
                "WeeklyCycle Full (4): DTSTART:20000101T030500 RRULE:FREQ=MONTHLY;BYMONTH=1;BYDAY=1SU",
                "Short Incremental: weekly Sat 23:59",
            ],
            [.. windows.Select(window => window.Replace(" Europe/Berlin 01:00:00", "", StringComparison.Ordinal))]);
        Assert.Contains("w01", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_schedule_alone_nothing_is_said_of_others()
    {
        InputProblem problem = Assert.Single(
            Read("Schedule {\n Name = N\n Run = Full sat at 21:00\n}\n", "s.conf", Template with { Duration = null }).Problems);
        Assert.Equal("Make its window with New-BackupWindow: it was left out.", problem.Remedy);
    }

    // The long form of bpplsched (NetBackup Commands Reference Guide, bpplsched -L), with the columns that
    // https://github.com/Aloha2706/Netbackup_otchet reads from it: hours from a day's midnight, and then from the week's.
    [Fact]
    public void Schedules_of_bpplsched_have_their_start_windows()
    {
        const string Text = """
            Schedule:          full
               Type:           FULL (0)
               Frequency:      7 day(s) (604800 seconds)
               Daily Windows:
               Day         Open       Close       W-Open     W-Close
               Sunday      018:00:00  032:00:00   018:00:00  032:00:00
               Monday      000:00:00  000:00:00
               Tuesday     018:00:00  032:00:00   066:00:00  080:00:00
            """;
        (string[] windows, List<InputProblem> problems) = Read(Text, "sched.txt", Template with { Duration = null });
        Assert.Empty(problems);
        Assert.Equal(["full: weekly Tue,Sun 18:00 Europe/Berlin 14:00:00"], windows);
    }

    /// <summary>Reads a text; JSON is written with single quotes.</summary>
    private static (string[] Windows, List<InputProblem> Problems) Read(string text, string name, WindowTemplate? template = null)
    {
        List<InputProblem> problems = [];
        List<BackupWindow> windows = [.. new ScheduleFile(template ?? Template, new(), problems.Add).ReadText(
            name.EndsWith(".json", StringComparison.Ordinal) ? text.Replace('\'', '"') : text, name)];
        return ([.. windows.Select(window => $"{window.Name}: {window.Recurrence} {window.TimeZone} {window.Duration:c}")], problems);
    }
}
