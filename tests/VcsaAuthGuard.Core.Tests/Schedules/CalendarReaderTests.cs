using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Text;

using static VcsaAuthGuard.Tests.Schedules.Times;

namespace VcsaAuthGuard.Tests.Schedules;

public class CalendarReaderTests
{
    private const string Calendar = """
        BEGIN:VCALENDAR
        BEGIN:VTIMEZONE
        TZID:W. Europe Standard Time
        BEGIN:STANDARD
        DTSTART:16010101T030000
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VEVENT
        UID:1
        SUMMARY:Patch\, every se
         cond week
        DTSTART;TZID="W. Europe Standard Time":20260304T020000
        DTEND;TZID="W. Europe Standard Time":20260304T043000
        RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;WKST=MO
        EXDATE;TZID="W. Europe Standard Time":20260318T020000
        BEGIN:VALARM
        DTSTART:20000101T000000
        END:VALARM
        END:VEVENT
        BEGIN:VEVENT
        UID:1
        SUMMARY:Patch\, moved
        RECURRENCE-ID:20260401T000000Z
        DTSTART:20260402T000000Z
        DURATION:PT1H
        END:VEVENT
        BEGIN:VEVENT
        UID:1
        SUMMARY:Patch\, called off
        STATUS:CANCELLED
        RECURRENCE-ID:20260415T000000Z
        DTSTART:20260415T000000Z
        END:VEVENT
        BEGIN:VEVENT
        SUMMARY:All day
        DTSTART;VALUE=DATE:20260310
        END:VEVENT
        BEGIN:VEVENT
        SUMMARY:No end
        DTSTART:20260310T000000
        END:VEVENT
        BEGIN:VEVENT
        SUMMARY:Backwards
        DTSTART:20260310T000000
        DTEND:20260309T000000
        END:VEVENT
        BEGIN:VEVENT
        SUMMARY:Nowhere
        DTSTART;TZID=Mars/Phobos:20260310T000000
        DURATION:PT1H
        END:VEVENT
        BEGIN:VEVENT
        SUMMARY:Dates
        DTSTART:20260310T000000
        DURATION:PT1H
        RDATE:20260311T000000
        END:VEVENT
        BEGIN:VEVENT
        SUMMARY:Over the change
        DTSTART;TZID=Europe/Berlin:20260328T220000
        DTEND;TZID=Europe/Berlin:20260329T060000
        END:VEVENT
        END:VCALENDAR
        """;

    [Fact]
    public void Events_become_windows_and_what_cannot_says_why()
    {
        List<string> problems = [];
        WindowTemplate template = new() { TimeZone = "America/New_York", Role = WindowRole.Maintenance };
        IReadOnlyList<BackupWindow> windows = CalendarReader.Read(
            new StringReader(Calendar),
            "cal.ics",
            template,
            problem => problems.Add(problem.ToString())
        );
        Assert.Equal(["Patch, every second week", "Patch, moved", "All day", "Dates", "Dates (RDATE 2026-03-11)", "Over the change"],
            windows.Select(window => window.Name));
        Assert.Equal([2.5, 1, 24, 1, 1, 7], windows.Select(window => window.Duration.TotalHours));
        Assert.Equal(["Europe/Berlin", "UTC", "America/New_York", "America/New_York", "America/New_York", "Europe/Berlin"],
            windows.Select(window => window.TimeZone));
        Assert.Equal(
            ["03-04 01:00", "04-29 00:00"],
            windows[0]
                .Between(Utc("2026-03-01"), Utc("2026-05-01"))
                .Select(run => run.Start.ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture))
        );
        Assert.Equal("once 2026-04-02T00:00", windows[1].Recurrence.ToString());
        Assert.Equal(
            ["cal.ics:38: 'No end'", "cal.ics:42: 'Backwards'", "cal.ics:47: 'Nowhere'"],
            problems.Select(problem => problem[..(problem.LastIndexOf('\'', problem.IndexOf("':", StringComparison.Ordinal)) + 1)]));
        Assert.Contains("negative", problems[1], StringComparison.Ordinal);
        Assert.Contains("'Mars/Phobos'", problems[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_series_changed_from_one_run_on_is_told_and_events_without_a_UID_are_no_series()
    {
        const string Text = """
            BEGIN:VEVENT
            SUMMARY:Plain
            DTSTART:20260301T020000
            DURATION:PT1H
            RRULE:FREQ=DAILY;COUNT=2
            END:VEVENT
            BEGIN:VEVENT
            SUMMARY:Other
            RECURRENCE-ID:20260301T020000
            DTSTART:20260305T020000
            DURATION:PT1H
            END:VEVENT
            BEGIN:VEVENT
            SUMMARY:From then on
            RECURRENCE-ID;RANGE=THISANDFUTURE:20260301T020000
            DTSTART:20260301T040000
            DURATION:PT1H
            END:VEVENT
            """;
        List<InputProblem> problems = [];
        WindowTemplate template = new() { TimeZone = "UTC", Role = WindowRole.Backup };
        IReadOnlyList<BackupWindow> windows = CalendarReader.Read(new StringReader(Text), "x.ics", template, problems.Add);
        Assert.Equal(["Plain", "Other"], windows.Select(window => window.Name));
        Assert.Equal(2, windows[0].Between(Utc("2026-02-01"), Utc("2026-04-01")).Count());
        Assert.Contains("THISANDFUTURE", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_calendar_says_so()
    {
        List<InputProblem> problems = [];
        Assert.Empty(CalendarReader.Read(new StringReader("hello"), "x.ics", new(), problems.Add));
        Assert.Contains("no event", Assert.Single(problems).Message, StringComparison.Ordinal);
    }
}
