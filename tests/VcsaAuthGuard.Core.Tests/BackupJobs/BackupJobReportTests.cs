using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Tests.Diagnosis;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupJobs;

public sealed class BackupJobReportTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Rows_beyond_the_maximum_are_counted_and_named()
    {
        string text = "JobName,StartTime,Status\n" + string.Concat(Enumerable.Repeat("nightly,2026-02-11 02:00:00Z,Success\n", 12));
        List<InputProblem> problems = [];
        BackupJobReport report = BackupJobReport.Parse(text, "runs.csv", new() { MaxRows = 10 }, problems.Add);
        Assert.Equal(10, report.ToRuns().Count);
        InputProblem problem = Assert.Single(problems);
        Assert.Equal(InputProblemKind.Unreadable, problem.Kind);
        Assert.Equal("Its last 2 rows were not read: it has more than 10 rows.", problem.Message);
    }

    [Theory]
    [InlineData(
        "Object Name,SLA Domain,Job Status,Start Time,End Time,Failure Reason",
        "vm1,Gold,Failed,2026-02-11T02:00:00Z,2026-02-11T02:30:00Z,lost",
        "Gold"
    )] // Rubrik
    [InlineData(
        "Name;VM name;Status;Start time;End time;Details",
        "Gold;vm1;Failed;11.02.2026 02:00:00;11.02.2026 02:30:00;lost",
        "Gold"
    )] // Veeam
    [InlineData(
        "Job ID,Subclient,Client,Status,Start Time,End Time,Reason for failure",
        "7,Gold,vm1,Completed w/ one or more errors,\"Feb 11, 2026 2:00:00 AM\",\"Feb 11, 2026 2:30:00 AM\",lost",
        "Gold"
    )] // Commvault
    [InlineData(
        "Job ID,State,State Details,Status,Job Policy,Client,Start Time,Elapsed Time",
        "7,Done,lost,13,Gold,vm1,1770775200,00:30:00",
        "Gold"
    )] // NetBackup
    public void Reports_have_columns_of_their_own(string header, string row, string job)
    {
        BackupJobRun run = Assert.Single(Read($"{header}\n{row}"));
        Assert.Equal((job, "vm1", "lost"), (run.Job, run.VM, run.Message));
        Assert.Equal((NightLog.Night, NightLog.Night.AddMinutes(30), BackupJobRunStatus.Failed), (run.Start, run.End, run.Status));
    }

    [Theory]
    [InlineData("Success", BackupJobRunStatus.Succeeded)]
    [InlineData("Warning", BackupJobRunStatus.Succeeded)]
    [InlineData("Succeeded with Warnings", BackupJobRunStatus.Succeeded)]
    [InlineData("0", BackupJobRunStatus.Succeeded)]
    [InlineData("FAILED", BackupJobRunStatus.Failed)]
    [InlineData("Partial Success", BackupJobRunStatus.Failed)]
    [InlineData("2074", BackupJobRunStatus.Failed)]
    [InlineData("Canceled", BackupJobRunStatus.Other)]
    [InlineData("Cancelled", BackupJobRunStatus.Other)]
    [InlineData("Failed (19:1131)", BackupJobRunStatus.Failed)]
    [InlineData("Completed w/ one or more warnings", BackupJobRunStatus.Succeeded)]
    [InlineData("Dangling Cleanup", BackupJobRunStatus.Other)]
    [InlineData("kFailure", BackupJobRunStatus.Failed)]
    [InlineData("WARNINGS: 2", BackupJobRunStatus.Succeeded)]
    [InlineData("f", BackupJobRunStatus.Failed)]
    [InlineData("F", BackupJobRunStatus.Other)]
    [InlineData("Fehlgeschlagen", BackupJobRunStatus.Failed)]
    [InlineData("Réussi", BackupJobRunStatus.Succeeded)]
    [InlineData("Advertencia", BackupJobRunStatus.Succeeded)]
    [InlineData("In Progress", BackupJobRunStatus.Other)]
    public void A_status_is_read_in_the_words_of_the_products(string status, BackupJobRunStatus expected) =>
        Assert.Equal(expected, Assert.Single(Read($"Start,Status\n2026-02-11T02:00:00Z,{status}")).Status);

    [Theory]
    [InlineData("2026-02-11T02:00:00Z")]
    [InlineData("2026-02-11 02:00:00")]
    [InlineData("2026-02-11 03:00:00 +01:00")]
    [InlineData("2026-02-11 02:00 UTC")]
    [InlineData("11 Feb 2026 02:00")]
    [InlineData("11.02.2026 02:00")]
    [InlineData("1770775200")]
    [InlineData("1770775200.000")]
    [InlineData("1770775200000")]
    [InlineData("1770775200000000")]
    [InlineData("11/Feb/2026 02:00:00")]
    [InlineData("\"Wednesday, February 11, 2026 2:00:00 AM\"")]
    [InlineData("\"Mittwoch, 11. Februar 2026 02:00:00\"")]
    [InlineData("mercredi 11 février 2026 02:00:00")]
    [InlineData("\"miércoles, 11 de febrero de 2026 2:00:00\"")]
    public void Times_are_read_in_the_forms_that_have_one_reading(string time) =>
        Assert.Equal(NightLog.Night, Assert.Single(Read($"Start,Status\n{time},Failed")).Start);

    [Theory]
    [InlineData("02/13/2026 2:00 AM", 13)]
    [InlineData("13/02/2026 02:00", 13)]
    [InlineData("02/02/2026 02:00", 2)]
    public void A_date_in_figures_is_read_when_it_has_one_reading(string time, int day)
    {
        DateTimeOffset start = Assert.Single(Read($"Start,Status\n{time},Failed")).Start;
        Assert.Equal((2, day), (start.Month, start.Day));
    }

    [Theory]
    [InlineData("00:30:00", "Duration")]
    [InlineData("1800", "Duration (sec)")]
    [InlineData("30", "Elapsed (min)")]
    [InlineData("0h 30m 0s", "Duration")]
    [InlineData("0:30", "Duration")]
    [InlineData("PT30M", "Duration")]
    [InlineData("1800.0000000", "WorkDuration")]
    public void A_duration_stands_for_an_end(string duration, string column) =>
        Assert.Equal(
            NightLog.Night.AddMinutes(30),
            Assert.Single(Read($"Start,Status,{column}\n2026-02-11T02:00:00Z,Failed,{duration}")).End
        );

    [Theory]
    [InlineData("02:00,,,Failed", "year of four digits")]
    [InlineData("last night in 2026,,,Failed", "not a time")]
    [InlineData("2026-02-11T02:00:00Z,2026-02-11T01:00:00Z,,Failed", "before it starts")]
    [InlineData("2026-02-11T02:00:00Z,,soon,Failed", "duration")]
    [InlineData("2026-02-11T02:00:00Z,,,Sideways", "status 'Sideways' is not known")]
    [InlineData("2026-02-11T02:00:00Z,,,", "no status")]
    [InlineData(",,,Failed", "no start")]
    public void A_row_that_is_wrong_is_told_with_its_line_and_the_others_are_read(string row, string why)
    {
        List<InputProblem> problems = [];
        Assert.Single(Read($"Start,End,Duration,Status\n2026-02-11T02:00:00Z,,,Failed\n{row}", problems));
        InputProblem problem = Assert.Single(problems);
        Assert.Equal((InputProblemKind.Invalid, _path, 3L), (problem.Kind, problem.Source, problem.Line!.Value));
        Assert.Contains(why, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_without_a_run_is_noted()
    {
        List<InputProblem> problems = [];
        Assert.Empty(Read("Job,Start,Status\n", problems));
        InputProblem note = Assert.Single(problems);
        Assert.Equal(InputProblemKind.Ignored, note.Kind);
        Assert.StartsWith("It is CSV with the columns of a job report, but no run", note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_duration_without_a_unit_is_left_out_and_noted()
    {
        List<InputProblem> problems = [];
        BackupJobRun[] runs = [.. Read("Start,Duration,Status\n2026-02-11T02:00:00Z,30,Failed\n2026-02-11T03:00:00Z,31,Failed", problems)];
        Assert.Equal([null, null], runs.Select(run => run.Duration));
        InputProblem note = Assert.Single(problems);
        Assert.Equal((InputProblemKind.Ignored, "Its durations are numbers without a unit and were left out."), (note.Kind, note.Message));
    }

    [Fact]
    public void A_file_without_the_columns_or_that_is_not_there_is_one_problem()
    {
        List<InputProblem> problems = [];
        Assert.Empty(Read("Job,When\na,b\nc,d", problems));
        Assert.Contains("only Job, When", Assert.Single(problems).Message, StringComparison.Ordinal);
        problems.Clear();
        Assert.Empty(BackupJobReport.Read(_path + ".gone", null, problems.Add).ToRuns());
        Assert.Equal(InputProblemKind.NotFound, Assert.Single(problems).Kind);
    }

    [Fact]
    public void Every_door_reads_the_same_runs_of_the_same_report()
    {
        const string Report =
            "Job_Name,VM,Start Time,Duration,Result\nNightly,vm1,11/02/2026 02:00,1h 30m,Success\n"
            + "Nightly,vm2,13/02/2026 02:00,1:30,Failed\n";
        BackupJobReportOptions schedule = new()
        {
            TimeZone = "UTC",
            IsStatusRequired = false,
            IsJobRequired = true,
        };
        Dictionary<string, object?>[] rows =
        [
            new()
            {
                ["Job_Name"] = "Nightly",
                ["VM"] = "vm1",
                ["Start Time"] = "11/02/2026 02:00",
                ["Duration"] = "1h 30m",
                ["Result"] = "Success",
            },
            new()
            {
                ["Job_Name"] = "Nightly",
                ["VM"] = "vm2",
                ["Start Time"] = "13/02/2026 02:00",
                ["Duration"] = "1:30",
                ["Result"] = "Failed",
            },
        ];
        BackupJobRun[] expected =
        [
            new()
            {
                Job = "Nightly",
                VM = "vm1",
                Start = NightLog.Night,
                Duration = TimeSpan.FromMinutes(90),
                Status = BackupJobRunStatus.Succeeded,
            },
            new()
            {
                Job = "Nightly",
                VM = "vm2",
                Start = NightLog.Night.AddDays(2),
                Duration = TimeSpan.FromMinutes(90),
                Status = BackupJobRunStatus.Failed,
            },
        ];
        Assert.Equal(expected, BackupJobReport.Parse(Report, "r", schedule, Refuse).ToRuns());
        Assert.Equal(expected, BackupJobReport.Parse(Report, "r", new() { TimeZone = "UTC" }, Refuse).ToRuns());
        Assert.Equal(expected, BackupJobReport.FromRows(rows, "r", schedule, Refuse).ToRuns());
        Assert.Equal(expected, BackupJobReport.FromRows(rows, "r", new() { TimeZone = "UTC" }, Refuse).ToRuns());
    }

    [Fact]
    public void Dates_with_two_readings_are_one_error_that_shows_both()
    {
        List<InputProblem> problems = [];
        Assert.Empty(Read("Start,Status\n02/11/2026 02:00,Failed\n02/11/2026 03:00,Failed", problems));
        InputProblem problem = Assert.Single(problems);
        Assert.Contains("2026-11-02 (dd/MM/yyyy) or 2026-02-11 (MM/dd/yyyy)", problem.Message, StringComparison.Ordinal);
        Assert.Contains("--date-format", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("02/11/2026 02:00|13/11/2026 02:00", 11, 2)] // A figure over 12 anywhere.
    [InlineData("02/11/2026 02:00|02/13/2026 02:00", 2, 11)]
    [InlineData("02.11.2026 02:00", 11, 2)] // Dots.
    [InlineData("2/11/2026 2:00:10 AM", 2, 11)] // Half days are written where the month comes first.
    [InlineData("2/03/2026 2:00:10 AM", 3, 2)] // But a zero before the month alone is written in Australia.
    [InlineData("02/11/2026 02:00:10 a. m.", 11, 2)] // And this is Spanish.
    [InlineData("02/11/2026 02:00|03/11/2026 02:00|01/12/2026 02:00", 11, 2)] // Ascending in one reading only.
    public void The_order_of_day_and_month_is_settled_for_the_whole_column(string times, int month, int day)
    {
        string[] texts = times.Split('|');
        DateTimeOffset start = Read("Start,Status\n" + string.Join("\n", texts.Select(time => time + ",Failed")))[0].Start;
        Assert.Equal((month, day), (start.Month, start.Day));
    }

    [Fact]
    public void The_logs_or_the_caller_settle_the_order_that_a_report_leaves_open()
    {
        const string Report = "Start,Status\n2/11/2026 02:00,Failed\n2/11/2026 03:00,Failed\n";
        DateTimeOffset from = NightLog.Night.AddHours(-2);
        Assert.Equal(NightLog.Night, BackupJobReport.Parse(Report, "r", null, Refuse).ToRuns(from, from.AddHours(5))[0].Start);
        BackupJobReportOptions options = new() { DateOrder = ReportDateOrder.DayFirst };
        Assert.Equal(11, BackupJobReport.Parse(Report, "r", options, Refuse).ToRuns(from, from.AddHours(5))[0].Start.Month);
    }

    [Theory]
    [InlineData("Start Time,Status", "America/New_York", 7, false)]
    [InlineData("Start Time (UTC),Status", "America/New_York", 2, false)]
    [InlineData("Start Time (Europe/Berlin),Status", null, 1, false)]
    [InlineData("Start Time,Status", null, 2, true)]
    public void Times_without_a_zone_are_in_the_columns_or_else_the_given_zone(string header, string? zone, int hour, bool isAssumed)
    {
        BackupJobRun run = Assert.Single(
            BackupJobReport.Parse(header + "\n2026-02-11 02:00,Failed\n", "r", new() { TimeZone = zone }, Refuse).ToRuns()
        );
        Assert.Equal((hour, isAssumed), (run.Start.Hour, run.IsTimeZoneAssumed));
    }

    [Theory]
    [InlineData("""[{"Job":"Gold","Start":"2026-02-11T02:00:00Z","Status":"Failed"}]""")]
    [InlineData("""{"BackupJobs":[{"BackupPlanName":"Gold","CreationDate":1770775200,"State":"FAILED"}]}""")]
    [InlineData("""[{"properties":{"jobName":"Gold","startTime":"2026-02-11T02:00:00+00:00","status":"Failed"}}]""")]
    public void Json_is_read_as_a_list_and_in_the_envelopes_of_products(string json)
    {
        BackupJobRun run = Assert.Single(BackupJobReport.Parse(json, "r", null, Refuse).ToRuns());
        Assert.Equal(("Gold", NightLog.Night, BackupJobRunStatus.Failed), (run.Job, run.Start, run.Status));
    }

    [Theory]
    [InlineData("<html><body><table></table></body></html>", "an HTML page")]
    [InlineData("<?xml version=\"1.0\"?><jobs/>", "an XML document")]
    [InlineData("PK\u0003\u0004\u0014", "an Excel workbook")]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR", "an iCalendar")]
    [InlineData("# nightly\nSHELL=/bin/sh\n0 2 * * * root /opt/backup\n", "a crontab")]
    public void A_file_of_another_kind_is_one_error_that_names_it(string text, string name)
    {
        List<InputProblem> problems = [];
        Assert.Empty(BackupJobReport.Parse(text, "r", null, problems.Add).ToRuns());
        Assert.Contains(name, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_are_wrong_in_the_same_way_are_one_error()
    {
        List<InputProblem> problems = [];
        Assert.Empty(Read("Start,Status\nsoon 2026,Failed\nlater 2026,Failed\n", problems));
        Assert.StartsWith(
            "None of its 2 rows could be read. The first: Its start 'soon 2026'",
            Assert.Single(problems).Message,
            StringComparison.Ordinal
        );
    }

    private static void Refuse(InputProblem problem) => Assert.Fail(problem.ToString());

    private IReadOnlyList<BackupJobRun> Read(string text, List<InputProblem>? problems = null)
    {
        File.WriteAllText(_path, text);
        return BackupJobReport.Read(_path, null, problems is null ? Refuse : problems.Add).ToRuns();
    }
}
