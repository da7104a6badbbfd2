using VcsaAuthGuard.BackupWindows;

using static VcsaAuthGuard.Tests.Schedules.Times;

namespace VcsaAuthGuard.Tests.Schedules;

/// <summary>Compares expansion with python3-dateutil, Python's zoneinfo and systemd over random rules, in zones and years in which clocks
/// change.</summary>
public class CalendarPeerTests
{
    private static readonly string[] Zones =
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Australia/Sydney",
        "Asia/Kolkata",
        "Europe/Dublin",
        "Asia/Beirut",
        "Atlantic/Azores",
        "Pacific/Chatham",
        "America/Sao_Paulo",
        "America/St_Johns",
    ];

    [Fact]
    public void Random_rules_agree_with_dateutil()
    {
        CalendarPeers.RequireDateutil();
        Random random = new(5545);
        List<(string Zone, DateTimeOffset From, DateTimeOffset To, string Rule)> rules = [];
        for (int i = 0; i < 300; i++)
        {
            DateTimeOffset from = Utc("2024-01-01").AddDays(random.Next(900));
            string rule = RandomRule(random, from);
            bool isShort = rule.Contains("HOURLY", StringComparison.Ordinal) || rule.Contains("MINUTELY", StringComparison.Ordinal);
            rules.Add((Pick(random, Zones), from, from.AddDays(random.Next(20, isShort ? 80 : 250)), rule));
        }

        string[] theirs = CalendarPeers.Dateutil(rules);
        Assert.True(theirs.Count(starts => starts.Length > 0) > 200, "Most rules should have starts.");
        for (int i = 0; i < rules.Count; i++)
        {
            IEnumerable<WindowOccurrence> runs = Window(rules[i].Rule, rules[i].Zone, 1.0 / 60).Between(rules[i].From, rules[i].To);
            string[] ours = [.. runs.Select(run => run.Start).Where(start => start >= rules[i].From).Select(CalendarPeers.Time)];
            string[] peer = theirs[i].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(
                peer.SequenceEqual(ours),
                $"{rules[i]}\nonly dateutil: {string.Join(' ', peer.Except(ours))}\nonly we: {string.Join(' ', ours.Except(peer))}"
            );
        }
    }

    [Fact]
    public void Python_and_this_engine_take_a_start_that_clocks_skip_with_the_offset_before_the_change()
    {
        CalendarPeers.RequireDateutil();
        const string Rule = "DTSTART:20260328T023000 RRULE:FREQ=DAILY;COUNT=3";
        string theirs = Assert.Single(CalendarPeers.Dateutil([("Europe/Berlin", Utc("2026-03-28"), Utc("2026-03-31"), Rule)]));
        Assert.Equal("2026-03-28T01:30 2026-03-29T01:30 2026-03-30T00:30", theirs);
        Assert.Equal(["03-28 01:30", "03-29 01:30", "03-30 00:30"], Starts(Rule, "Europe/Berlin", "2026-03-28", "2026-03-31"));
    }

    [Fact]
    public void In_the_week_of_the_start_dateutil_counts_positions_from_the_start_and_this_engine_in_the_whole_week()
    {
        CalendarPeers.RequireDateutil();
        const string Rule = "DTSTART:20260211T020000 RRULE:FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=1;COUNT=2"; // A Wednesday.
        Assert.Equal(
            "2026-02-11T02:00 2026-02-16T02:00",
            Assert.Single(CalendarPeers.Dateutil([("UTC", Utc("2026-02-01"), Utc("2026-03-01"), Rule)]))
        );
        Assert.Equal(["02-16 02:00", "02-23 02:00"], Starts(Rule, "UTC", "2026-02-01", "2026-03-01"));
    }

    [Fact]
    public void Random_cron_agrees_with_systemd_where_clocks_do_not_change()
    {
        CalendarPeers.RequireSystemd();
        const int Count = 60;
        Random random = new(252);
        for (int i = 0; i < 60; i++)
        {
            string zone = Pick(random, Zones);
            TimeZoneInfo info = TimeZoneInfo.FindSystemTimeZoneById(zone);
            (string cron, string calendar) = RandomCron(random);
            DateTimeOffset from = Utc("2025-01-01").AddDays(random.Next(600));
            string[] theirs = CalendarPeers.Systemd($"{calendar} {zone}", from, Count);
            DateTimeOffset to = theirs.Length < Count ? from.AddDays(3000) : Utc(theirs[^1]).AddMinutes(1);
            string[] ours = [.. Window(cron, zone, 1.0 / 60).Between(from, to).Select(run => CalendarPeers.Time(run.Start))];
            Assert.NotEmpty(theirs);
            Assert.Equal(Settled(theirs, info), Settled(ours, info));
        }
    }

    [Fact]
    public void Systemd_leaves_out_a_start_that_clocks_skip_and_this_engine_runs_it()
    {
        CalendarPeers.RequireSystemd();
        Assert.Equal(
            ["2026-03-28T01:30", "2026-03-30T00:30", "2026-03-31T00:30"],
            CalendarPeers.Systemd("*-*-* 02:30:00 Europe/Berlin", Utc("2026-03-28"), 3));
        Assert.Equal(["03-28 01:30", "03-29 01:30", "03-30 00:30"], Starts("30 2 * * *", "Europe/Berlin", "2026-03-28", "2026-03-31"));
    }

    [Fact]
    public void In_a_repeated_hour_both_run_once_the_first_time()
    {
        CalendarPeers.RequireSystemd();
        string[] starts = CalendarPeers.Systemd("*-*-* 02:30:00 Europe/Berlin", Utc("2026-10-24"), 3);
        Assert.Equal(["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"], starts);
        Assert.Equal(
            starts,
            Window("30 2 * * *", "Europe/Berlin").Between(Utc("2026-10-24"), Utc("2026-10-27")).Select(run => CalendarPeers.Time(run.Start))
        );
    }

    /// <summary>Returns the starts with no clock change within three hours, by .NET's reading of the system's own zone data.</summary>
    private static string[] Settled(string[] starts, TimeZoneInfo zone) =>
        [.. starts.Where(start => zone.GetUtcOffset(Utc(start).AddHours(-3)) == zone.GetUtcOffset(Utc(start).AddHours(3)))];

    private static string RandomRule(Random random, DateTimeOffset near)
    {
        string[] days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
        string frequency = Pick(
            random,
            ["MINUTELY", "HOURLY", "DAILY", "DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "MONTHLY", "YEARLY"]
        );
        bool isMonthly = frequency is "MONTHLY" or "YEARLY";
        DateTime start = near.DateTime.AddMinutes(random.Next(-90 * 1440, 20 * 1440));
        List<string> parts = ["FREQ=" + frequency];
        Add("INTERVAL", frequency == "MINUTELY" ? 1 : 2, () => frequency == "MINUTELY" ? random.Next(60, 2000) : random.Next(1, 5));
        // dateutil looks for the next start of a rule that has none up to the year 9999: minute by minute that takes all day.
        bool isShort = frequency is "MINUTELY" or "HOURLY";
        Add("BYMONTH", isShort ? 0 : 6, () => Several(random, 3, () => random.Next(1, 13)));
        Add("BYMONTHDAY", isShort || frequency == "WEEKLY" ? 0 : 3, () => Several(random, 3, () => Signed(random, isMonthly ? 31 : 28)));
        // Numbered and plain days in one rule are each enough by RFC 5545; dateutil wants both, which no day is, so they are not mixed
        // here.
        bool isNumbered = isMonthly && random.Next(2) == 0;
        Add(
            "BYDAY",
            2,
            () => Several(random, 3, () => (isNumbered ? $"{Signed(random, frequency == "YEARLY" ? 9 : 5)}" : "") + Pick(random, days))
        );
        Add("BYHOUR", 2, () => Several(random, 3, () => random.Next(2) == 0 ? random.Next(0, 4) : random.Next(24)));
        Add("BYMINUTE", 3, () => Several(random, 2, () => random.Next(60)));
        bool isChoice = parts.Any(part => part.StartsWith("BY", StringComparison.Ordinal));
        // In the week of a weekly rule's start dateutil counts positions from the start's day on; RFC 5545 counts in the whole week.
        Add("BYSETPOS", isChoice && frequency != "WEEKLY" ? 4 : 0, () => Several(random, 2, () => Signed(random, isMonthly ? 4 : 1)));
        Add("WKST", 4, () => Pick(random, days));
        string? end = random.Next(4) switch
        {
            0 => $"COUNT={random.Next(1, 300)}",
            1 => $"UNTIL={start.AddDays(random.Next(1, 400)):yyyyMMdd'T'HHmm'00'}",
            _ => null,
        };
        return $"DTSTART:{start:yyyyMMdd'T'HHmm'00'} RRULE:{string.Join(';', end is null ? parts : [.. parts, end])}";

        void Add(string name, int oneIn, Func<object> value)
        {
            if (oneIn > 0 && random.Next(oneIn) == 0)
            {
                parts.Add($"{name}={value()}");
            }
        }
    }

    /// <summary>The same rule as cron and as systemd's calendar event. Only one of the day fields is restricted: for both, cron means
    /// either, systemd both.</summary>
    private static (string Cron, string Calendar) RandomCron(Random random)
    {
        string[] names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
        (string Cron, string Calendar) minute = Field(random, 0, 60, 15),
            hour = Field(random, 0, 24, 6),
            month = random.Next(4) == 0 ? Field(random, 1, 13, 3) : ("*", "*");
        int[] days = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(7)).Distinct().Order()];
        bool isWeekly = random.Next(2) == 0;
        (string Cron, string Calendar) day = isWeekly || random.Next(2) == 0 ? ("*", "*") : Field(random, 1, 29, 5);
        return (
            $"{minute.Cron} {hour.Cron} {day.Cron} {month.Cron} {(isWeekly ? string.Join(',', days) : "*")}",
            (isWeekly ? string.Join(',', days.Select(one => names[one])) + " " : "")
                + $"*-{month.Calendar}-{day.Calendar} {hour.Calendar}:{minute.Calendar}:00"
        );
    }

    private static (string Cron, string Calendar) Field(Random random, int least, int end, int step)
    {
        int a = random.Next(least, end - 1), b = random.Next(a + 1, end);
        return random.Next(4) switch
        {
            0 => ($"{a}", $"{a}"),
            1 => ($"{a},{b}", $"{a},{b}"),
            2 => ($"{a}-{b}", $"{a}..{b}"),
            _ => ($"*/{step}", $"{least}/{step}"),
        };
    }

    private static string Several(Random random, int most, Func<object> value) =>
        string.Join(',', Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => value()).Distinct());

    private static int Signed(Random random, int most) => random.Next(1, most + 1) * (random.Next(3) == 0 ? -1 : 1);

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
