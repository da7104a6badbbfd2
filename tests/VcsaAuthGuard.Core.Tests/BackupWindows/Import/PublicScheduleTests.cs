using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupWindows;

/// <summary>Schedules as people publish them; the comment before a text names its source.</summary>
public class PublicScheduleTests
{
    private static readonly WindowTemplate Template = new()
    {
        TimeZone = "Europe/Berlin",
        Duration = TimeSpan.FromHours(1),
        Role = WindowRole.Backup,
    };

    // The lines of schtasks /query /v /fo list as write-ups print them; the schedule of the second is
    // https://learn.microsoft.com/windows-server/administration/windows-commands/schtasks-create with its wrapped lines, enabled.
    private const string List = """

        Folder: \
        HostName:                             FOREST
        TaskName:                             \Jobs\restore
        Next Run Time:                        N/A
        Status:                               Running
        Last Run Time:                        10/19/2019 9:22:00 AM
        Task To Run:                          powershell.exe -File C:\revert.ps1
        Scheduled Task State:                 Enabled
        Schedule:                             Scheduling data is not available in this format.
        Schedule Type:                        Daily
        Start Time:                           9:22:00 PM
        Start Date:                           10/19/2019
        End Date:                             N/A
        Days:                                 Every 1 day(s)
        Months:                               N/A
        Repeat: Every:                        N/A
        Repeat: Until: Duration:              N/A

        HostName: SRV44
        TaskName: My App
        Schedule: At 3:52 PM on day 31 of every month, start
        starting 12/14/2001
        Task To Run: c:\program files\corpapps\myapp.exe
        Scheduled Task State: Enabled
        Scheduled Type: Monthly
        Start Time: 3:52:00 PM
        Start Date: 12/14/2001
        End Date: N/A
        Days: 15
        Months: JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NO
        V,DEC
        Repeat: Every: Disabled
        """;

    [Fact]
    public void The_list_of_schtasks_has_a_window_for_each_block()
    {
        (string[] windows, List<InputProblem> problems) = Read(List, "tasks.txt");
        Assert.Empty(problems);
        Assert.Equal(["restore: daily 21:22 Europe/Berlin", "My App: monthly 15 15:52 Europe/Berlin"], windows);
    }

    [Fact]
    public void A_list_of_schtasks_without_schedules_says_what_to_give()
    {
        (string[] windows, List<InputProblem> problems) = Read(
            "HostName: H\nTaskName: \\x\nNext Run Time: N/A\nStatus: Ready\n", "tasks.txt");
        Assert.Empty(windows);
        Assert.Contains("/xml ONE", Assert.Single(problems).Remedy, StringComparison.Ordinal);
    }

    // The columns and first row of a public Go test (TestParseWatcherTaskStatus_Running), which have a PID at the end.
    [Fact]
    public void A_column_more_does_not_move_the_others()
    {
        const string Columns = "HostName|TaskName|Next Run Time|Status|Logon Mode|Last Run Time|Last Result|Author|Task To Run|"
            + "Start In|Comment|Scheduled Task State|Idle Time|Power Management|Run As User|"
            + "Delete Task If Not Scheduled|Stop Task If Runs X Hours and X Mins|Schedule|Schedule Type|"
            + "Start Time|Start Date|End Date|Days|Months|Repeat: Every|Repeat: Until: Time|"
            + "Repeat: Until: Duration|Repeat: Stop If Still Running|PID";
        const string Row = "DESKTOP|watcher|N/A|Running|Interactive/Background|N/A|0|u|C:\\w.exe \"a\",\"b\" c|N/A|N/A|"
            + "Enabled|Disabled|N/A|u|Disabled|Disabled|N/A|One Time Only|10:00:00 AM|5/23/2026|N/A|N/A|N/A|"
            + "Disabled|N/A|N/A|N/A|4242";
        string[] lines = [Columns, Row];
        string text = string.Join("\n", lines.Select(line => $"\"{line.Replace("|", "\",\"", StringComparison.Ordinal)}\""));
        (string[] windows, List<InputProblem> problems) = Read(text, "tasks.csv");
        Assert.Empty(problems);
        Assert.Equal(["watcher: once 2026-05-23T10:00 Europe/Berlin"], windows);
    }

    // A public test of calendars (PUBLISHED_OUTLOOK): the same meeting with two numbers, "the later of which moved it".
    [Fact]
    public void An_event_that_a_later_revision_replaces_has_no_window()
    {
        const string Text = """
            BEGIN:VCALENDAR
            PRODID:Microsoft Exchange Server 2010
            BEGIN:VEVENT
            UID:AAMkAGI2-review@example.com
            SUMMARY:Review
            SEQUENCE:0
            DTSTART;TZID=GMT Standard Time:20260212T130000
            DTEND;TZID=GMT Standard Time:20260212T140000
            END:VEVENT
            BEGIN:VEVENT
            UID:AAMkAGI2-review@example.com
            SUMMARY:Review
            SEQUENCE:3
            DTSTART;TZID=GMT Standard Time:20260212T150000
            DTEND;TZID=GMT Standard Time:20260212T160000
            END:VEVENT
            END:VCALENDAR
            """;
        (string[] windows, List<InputProblem> problems) = Read(Text, "x.ics");
        Assert.Empty(problems);
        Assert.Equal(["Review: once 2026-02-12T15:00 Europe/London"], windows);
    }

    // A public write-up of calendar subscriptions, whose daily event ends when it starts.
    [Fact]
    public void An_event_that_ends_when_it_starts_has_the_duration_that_is_given()
    {
        const string Text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Daily\nDTSTART;TZID=America/New_York:20210617T120000\n"
            + "RRULE:FREQ=DAILY\nDTEND;TZID=America/New_York:20210617T120000\nEND:VEVENT\nEND:VCALENDAR\n";
        Assert.Equal(["Daily: DTSTART:20210617T120000 RRULE:FREQ=DAILY America/New_York"], Read(Text, "x.ics").Windows);

        InputProblem problem = Assert.Single(Read(Text, "x.ics", Template with { Duration = null }).Problems);
        Assert.Contains("-Duration", problem.Message, StringComparison.Ordinal);
    }

    // The crontab of root on ESXi, from a public walk-through of ghettoVCB.
    [Fact]
    public void A_crontab_without_a_zone_is_one_error()
    {
        const string Text = "#min hour day mon dow command\n1    1    *   *   *   /sbin/tmpwatch.py\n"
            + "1    *    *   *   *   /sbin/auto-backup.sh\n30 1 * * 2,4,6 /opt/ghettovcb/bin/ghettoVCB.sh -g /ghettoVCB.conf > /dev/null\n";
        Assert.Equal(3, Read(Text, "root").Windows.Length);

        InputProblem problem = Assert.Single(Read(Text, "root", Template with { TimeZone = null }).Problems);
        Assert.Contains("-TimeZone", problem.Message, StringComparison.Ordinal);
        Assert.Equal(2, problem.Line);
        Assert.EndsWith("3 lines were left out.", problem.Remedy, StringComparison.Ordinal);
    }

    // Schedules as configurations, walk-throughs in several languages and tests of public repositories print them.
    [Theory]
    [InlineData("Level=Full on 1 at 2:05", "monthly 1 02:05")]
    [InlineData("Level=Full hourly at 0:15", "every 1 hours from 00:15")]
    [InlineData("Level=Full sun-sat at 1:10", "daily 01:10")]
    [InlineData("Level=Full Pool=Full-Pool 1st mon at 1:05", "monthly first Monday 01:05")]
    [InlineData("Level=Incremental Pool=IncrementalPool wed-mon at 20:10", "weekly Mon,Wed,Thu,Fri,Sat,Sun 20:10")]
    [InlineData("Level=Differential 2nd-5th sun at 8:15", "DTSTART:20000101T081500 RRULE:FREQ=MONTHLY;BYDAY=2SU,3SU,4SU,5SU")]
    [InlineData("Level=Full daily at 17:00", "daily 17:00")]
    public void A_run_of_a_public_Bacula_configuration_is_read(string run, string expected)
    {
        (string[] windows, List<InputProblem> problems) = Read($"  Schedule {{\n\tName = First\n\tRun = {run}\n  }}\n", "dir.conf");
        Assert.Empty(problems);
        string level = run.Split('=', ' ')[1];
        Assert.Equal([$"First {level}: {expected} Europe/Berlin"], windows);
    }

    // The jobs.cfg of public home labs and runbooks.
    [Fact]
    public void The_jobs_of_public_Proxmox_servers_are_read()
    {
        const string Text = "vzdump: backup-07cdf241-8b56\n\tschedule 2:00\n\tall 1\n\tenabled 1\n\tstorage vaultpbs\n\n"
            + "vzdump: backup-x\n\tschedule daily\n\tcompress zstd\n\tstorage pbs-1\n\tvmid 312\n\n"
            + "vzdump: backup-nightly\n\tschedule mon..fri 02:00\n\tstorage local\n\tall 1\n\n"
            + "vzdump: backup-weekly-vms\n\tschedule sat 03:30\n\tstorage pbs-store\n\tvmid 100,101,105\n\n"
            + "vzdump: backup-qnap\n\tnode nuc\n\tvmid 100,113\n\tstorage qnap\n\tenabled 0\n";
        (string[] windows, List<InputProblem> problems) = Read(Text, "jobs.cfg");
        Assert.Equal(
            [
                "backup-07cdf241-8b56: daily 02:00 Europe/Berlin", "backup-x: daily 00:00 Europe/Berlin",
                "backup-nightly: weekly Mon,Tue,Wed,Thu,Fri 02:00 Europe/Berlin", "backup-weekly-vms: weekly Sat 03:30 Europe/Berlin",
            ],
            windows);
        Assert.Contains("'backup-qnap'", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    // Timers of public repositories; the last one is in a post-mortem, as one that systemd refuses.
    [Theory]
    [InlineData("Mon..Fri 08..18:00", "weekly Mon,Tue,Wed,Thu,Fri 08:00,09:00,10:00,11:00,12:00,13:00,14:00,15:00,16:00,17:00,18:00", "")]
    [InlineData("0/6:00:00", "every 6 hours from 00:00", "")]
    [InlineData("Mon..Fri 12:00 Asia/Yekaterinburg", "weekly Mon,Tue,Wed,Thu,Fri 12:00", "Asia/Yekaterinburg")]
    [InlineData("*-*-01 00:00:00", "monthly 1 00:00", "")]
    [InlineData("09:35..15:55/15:00", null, "")]
    public void A_timer_of_a_public_repository_is_read(string calendar, string? expected, string zone)
    {
        (string[] windows, List<InputProblem> problems) = Read($"[Timer]\nOnCalendar={calendar}\nPersistent=true\n", "job.timer");
        Assert.Equal(expected is null ? [] : [$"job: {expected} {(zone.Length == 0 ? "Europe/Berlin" : zone)}"], windows);
        Assert.Equal(expected is null ? 1 : 0, problems.Count);
    }

    private static (string[] Windows, List<InputProblem> Problems) Read(string text, string name, WindowTemplate? template = null)
    {
        List<InputProblem> problems = [];
        IEnumerable<BackupWindow> windows = new ScheduleFile(template ?? Template, new(), problems.Add).ReadText(text, name);
        return ([.. windows.Select(window => $"{window.Name}: {window.Recurrence} {window.TimeZone}")], problems);
    }
}
