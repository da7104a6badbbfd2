using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupJobs;

/// <summary>Reads the reports of tests/fixtures/cases, whose README names their origin.</summary>
public class FieldCaseTests
{
    private readonly List<InputProblem> _problems = [];

    [Theory]
    [InlineData("j01-veeamhub-sessionreport.csv")]
    [InlineData("j01b-veeamhub-settled.csv")]
    [InlineData("j03-sessionstart-ddmm.csv")]
    [InlineData("j05-vm-job-details.csv")]
    [InlineData("j06-rubrik-cdm.csv")]
    [InlineData("j06b-rubrik-cdm-with-sql.csv")]
    [InlineData("j08-cohesity-helios.csv")]
    [InlineData("j10-bpdbjobs-all_columns.txt")]
    [InlineData("j13-month-of-runs.csv")]
    public void A_report_explains_11_of_12_failed_runs_and_nothing_counts_against_it(string report)
    {
        VcsaDiagnosis diagnosis = Diagnose(report, null);
        Assert.StartsWith("11 of 12 failed backup runs", Statement(diagnosis, "JobsExplained"), StringComparison.Ordinal);
        Assert.Null(Statement(diagnosis, "JobsElsewhere"));
        Assert.DoesNotContain(_problems, problem => problem.Kind != InputProblemKind.Ignored);
    }

    [Fact]
    public void Rows_that_are_no_backups_of_VMs_are_counted()
    {
        Diagnose("j06b-rubrik-cdm-with-sql.csv", null);
        Assert.Contains(_problems, problem => problem.Message.StartsWith("30 of 60 rows are no backups of VMs", StringComparison.Ordinal));
    }

    [Fact]
    public void Runs_of_nights_without_logs_are_counted()
    {
        MissingEvidence gap = Assert.Single(Diagnose("j13-month-of-runs.csv", null).MissingEvidence, gap => gap.Rule == "JobRuns");
        Assert.StartsWith(
            "What happened in 29 failed backup runs outside the time that the logs cover",
            gap.Statement,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Local_times_taken_as_UTC_count_neither_way_and_the_offset_that_fits_is_named()
    {
        VcsaDiagnosis diagnosis = Diagnose("j12-rubrik-cdm-local-est.csv", null);
        Assert.Null(Statement(diagnosis, "JobsElsewhere"));
        string note = Assert.Single(_problems).Message;
        Assert.Contains("taken as UTC. If they are times of UTC-05:00, 11 of its 12 failed runs", note, StringComparison.Ordinal);
    }

    [Fact]
    public void Local_times_are_read_in_the_zone_that_is_given()
    {
        VcsaDiagnosis diagnosis = Diagnose("j12-rubrik-cdm-local-est.csv", "America/New_York");
        Assert.StartsWith("11 of 12 failed backup runs", Statement(diagnosis, "JobsExplained"), StringComparison.Ordinal);
        Assert.Empty(_problems);
    }

    [Fact]
    public void Every_status_of_Commvault_is_known()
    {
        VcsaDiagnosis diagnosis = Diagnose("j14-commvault-status.csv", null);
        Assert.StartsWith("5 of 5 failed backup runs", Statement(diagnosis, "JobsExplained"), StringComparison.Ordinal);
        Assert.DoesNotContain(_problems, problem => problem.Kind != InputProblemKind.Ignored);
    }

    [Fact]
    public void A_month_of_local_times_names_the_offset_that_fits_the_nights_of_the_logs()
    {
        string month = string.Join(
            '\n',
            File.ReadLines(Case("j13-month-of-runs.csv"))
                .Select(row => row.Replace("T0", " 0", StringComparison.Ordinal).Replace("Z,", ",", StringComparison.Ordinal))
        );
        DiagnosisOptions options = new()
        {
            JobReports = [BackupJobReport.Parse(month, "month.csv", new() { TimeZone = null }, _problems.Add)],
        };
        Assert.StartsWith("11 of 12 failed", Statement(Diagnose(options), "JobsExplained"), StringComparison.Ordinal);
        _problems.Clear();
        string local = month.Replace(" 02:", " 03:", StringComparison.Ordinal);
        options = new() { JobReports = [BackupJobReport.Parse(local, "month.csv", null, _problems.Add)] };
        Assert.Null(Statement(Diagnose(options), "JobsExplained"));
        Assert.Contains(
            "times of UTC+01:00, 11 of its 12 failed runs in the time of the logs",
            Assert.Single(_problems).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_crontab_of_the_system_has_a_column_for_the_user()
    {
        BackupWindow[] windows = Convert("f12-cron.d-vcb");
        Assert.Empty(_problems);
        Assert.Equal(3, windows.Length);
        Assert.All(windows, window => Assert.StartsWith("/opt/vcenterbackup/vcb.py --do-snapshots", window.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_crontab_is_no_file_of_windows_and_one_error()
    {
        Assert.Empty(WindowFile.Read(Case("f12-cron.d-vcb"), _problems.Add));
        InputProblem problem = Assert.Single(_problems);
        Assert.Equal("It seems to be a crontab. Windows are read as CSV or JSON.", problem.Message);
        Assert.Contains("ConvertTo-BackupWindow", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("w01-two-vms-a-night.csv", "daily 02:00 00:35:00", 14)]
    [InlineData("w02-ddmm.csv", "daily 01:00 01:00:00", 28)]
    public void A_report_becomes_a_window(string report, string expected, int runs)
    {
        BackupWindow window = Assert.Single(Convert(report));
        Assert.Empty(_problems);
        Assert.Equal(expected, $"{window.Recurrence} {window.Duration}");
        Assert.Contains($"inferred from {runs} runs", window.Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("j06-rubrik-cdm.csv", "too few to infer a recurrence")]
    [InlineData("j03-sessionstart-ddmm.csv", "2026-11-02 (MM/dd/yyyy)")]
    [InlineData("j10-bpdbjobs-all_columns.txt", "too few to infer a recurrence")]
    [InlineData("w06-no-start-column.csv", "only JobName, Result, DataSize(GB)")]
    [InlineData("j01-veeamhub-sessionreport.csv", "2026-02-11 (MM/dd/yyyy)")]
    [InlineData("j05-vm-job-details.csv", "too few to infer a recurrence")]
    [InlineData("j12-rubrik-cdm-local-est.csv", "too few to infer a recurrence")]
    [InlineData("f15-schtasks.csv", "CSV of schtasks")]
    public void A_report_without_a_window_is_one_error(string report, string part)
    {
        Assert.Empty(Convert(report));
        InputProblem problem = Assert.Single(_problems);
        Assert.Equal(Case(report), problem.Source);
        Assert.Contains(part, problem.Message, StringComparison.Ordinal);
    }

    private static string Case(string name) => Path.Combine(Repository.Root, "tests", "fixtures", "cases", name);

    private static string? Statement(VcsaDiagnosis diagnosis, string rule) =>
        diagnosis.Evidence.FirstOrDefault(found => found.Rule == rule)?.Statement;

    private VcsaDiagnosis Diagnose(string report, string? zone)
    {
        DiagnosisOptions options = new() { JobReports = [BackupJobReport.Read(Case(report), new() { TimeZone = zone }, _problems.Add)] };
        return Diagnose(options);
    }

    private static VcsaDiagnosis Diagnose(DiagnosisOptions options)
    {
        LogReadReport log = new() { OnProblem = problem => Assert.Fail(problem.ToString()) };
        string incident = Path.Combine(Repository.Root, "samples", "incident");
        return Assert.Single(new DiagnosisReader(options, log).Read(LogInputFinder.Find([incident], log, LogKinds.All)));
    }

    private BackupWindow[] Convert(string report)
    {
        RunHistory history = new();
        WindowTemplate template = new() { TimeZone = "UTC", Duration = TimeSpan.FromHours(1) };
        BackupWindow[] windows = [.. new ScheduleFile(template, history, _problems.Add).Read(Case(report))];
        return [.. windows, .. history.ToWindows(template, "past runs", _problems.Add)];
    }
}
