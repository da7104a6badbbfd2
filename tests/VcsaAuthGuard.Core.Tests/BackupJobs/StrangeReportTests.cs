using System.Globalization;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupJobs;

/// <summary>Reports as administrators paste, save and merge them.</summary>
public class StrangeReportTests
{
    private const string First = "Nightly|vm1|2026-02-11 02:00:00|00:30:00|Failed|";
    private const string Second = "Nightly|vm2|2026-02-11 02:00:00|01:15:00|Succeeded|";

    // The columns that public scripts select of Get-VBRBackupSession and Get-VBRTaskSession; names are longer than their headers, and
    // numbers stand at the right.
    [Theory]
    [InlineData("""

        JobName Name CreationTime          EndTime               Result    Retries
        ------- ---- ------------          -------               ------    -------
        Nightly vm1  2/11/2026 2:00:00 AM  2/11/2026 2:30:00 AM  Failed          0
        Nightly vm2  2/11/2026 2:00:00 AM  2/11/2026 3:15:00 AM  Success    123456

        PS C:\> exit
        """)]
    [InlineData("""
        JobName Name         CreationTime              EndTime Result
        ------- ----         ------------              ------- ------
        Nightly vm1  2/11/2026 2:00:00 AM 2/11/2026 2:30:00 AM Failed
        Nightly vm2  2/11/2026 2:00:00 AM 2/11/2026 3:15:00 AM Success
        """)]
    public void A_table_of_Format_Table_is_read(string text) => Assert.Equal([First, Second], Read(text));

    // Export-Csv of Windows PowerShell writes the type first.
    [Fact]
    public void The_type_of_Export_Csv_is_skipped() => Assert.Equal(
        [First],
        Read("#TYPE Selected.Veeam.Backup.Core.CBackupTaskSession\r\n\"JobName\",\"Name\",\"CreationTime\",\"EndTime\",\"Result\"\r\n"
            + "\"Nightly\",\"vm1\",\"2/11/2026 2:00:00 AM\",\"2/11/2026 2:30:00 AM\",\"Failed\"\r\n"));

    // A cell over several rows, in a table inside another one, as mails have them.
    [Fact]
    public void A_cell_over_several_rows_counts_for_each_of_them() => Assert.Equal(
        [First, Second],
        Read("""
            <html><body><table><tr><td><table><tr><th>Job</th><th>VM</th><th>Start</th><th>End</th><th>Status</th></tr>
            <tr><td rowspan="2">Nightly</td><td>vm1</td><td rowspan=2>2026-02-11 02:00:00</td>
            <td>2026-02-11 02:30:00</td><td>Failed</td></tr>
            <tr><td>vm2</td><td>2026-02-11 03:15:00</td><td>Success</td></tr>
            <tr><td colspan="5">2 VMs</td></tr></table></td></tr></table></body></html>
            """));

    // Activity Monitor of NetBackup, exported: the names of its columns in the NetBackup Administrator's Guide.
    [Fact]
    public void The_export_of_NetBackups_activity_monitor_is_read() => Assert.Equal(
        ["VMware_Daily|vm1|2026-02-11 02:00:00|00:30:00|Failed|", "VMware_Daily|vm2|2026-02-11 02:00:00|00:10:00|Other|"],
        Read("""
            Job ID,Type,Job State,State Details,Status,Job Policy,Job Schedule,Client,Media Server,Start Time,Elapsed Time,End Time
            1201,Backup,Done,,6,VMware_Daily,Incr,vm1,media1,"Feb 11, 2026 2:00:00 AM",00:30:00,"Feb 11, 2026 2:30:00 AM"
            1202,Backup,Active,,,VMware_Daily,Incr,vm2,media1,"Feb 11, 2026 2:00:00 AM",00:10:00,
            """, isStatusRequired: false));

    [Theory]
    [InlineData("1.02:03:04", "1.02:03:04")]
    [InlineData("26:03:04", "1.02:03:04")]
    [InlineData("1d 2h 3m 4s", "1.02:03:04")]
    [InlineData("0:00:59", "00:00:59")]
    public void A_duration_is_read_in_the_forms_of_dotnet_and_of_reports(string duration, string expected) => Assert.Equal(
        [$"Nightly|vm1|2026-02-11 02:00:00|{expected}|Failed|"],
        Read($"Job,VM,Start,Duration,Status\nNightly,vm1,1770775200000,{duration},Failed\n"));

    // Veeam writes 1900 for the end of a session that runs; others leave it out or write a word.
    [Theory]
    [InlineData("1/1/1900 12:00:00 AM")]
    [InlineData("01.01.0001 00:00:00")]
    [InlineData("-")]
    [InlineData("N/A")]
    [InlineData("Running")]
    [InlineData("0")]
    public void A_run_that_is_under_way_has_no_end(string end) => Assert.Equal(
        ["Nightly|vm1|2026-02-11 02:00:00||Other|"],
        Read($"Job,VM,Start,End,Status\nNightly,vm1,2026-02-11T02:00:00Z,{end},In Progress\n"));

    [Theory]
    [InlineData("Fehlgeschlagen", BackupJobRunStatus.Failed)]
    [InlineData("Échec", BackupJobRunStatus.Failed)]
    [InlineData("Non riuscito", BackupJobRunStatus.Failed)]
    [InlineData("Falha", BackupJobRunStatus.Failed)]
    [InlineData("Mislukt", BackupJobRunStatus.Failed)]
    [InlineData("Niepowodzenie", BackupJobRunStatus.Failed)]
    [InlineData("Ошибка", BackupJobRunStatus.Failed)]
    [InlineData("失敗", BackupJobRunStatus.Failed)]
    [InlineData("Waarschuwing", BackupJobRunStatus.Succeeded)]
    [InlineData("Успешно", BackupJobRunStatus.Succeeded)]
    [InlineData("成功", BackupJobRunStatus.Succeeded)]
    public void A_status_is_read_in_other_languages(string status, BackupJobRunStatus expected) =>
        Assert.Equal(expected, ReportStatusWords.Parse(status));

    private static string[] Read(string text, bool isStatusRequired = true)
    {
        List<InputProblem> problems = [];
        BackupJobReportOptions options = new() { TimeZone = "UTC", IsStatusRequired = isStatusRequired };
        string[] runs =
        [
            .. BackupJobReport.Parse(text, "r", options, problems.Add).ToRuns().Select(run => string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Job}|{run.VM}|{run.Start:yyyy-MM-dd HH:mm:ss}|{run.Duration}|{run.Status}|{run.Message}")),
        ];
        Assert.DoesNotContain(problems, problem => problem.Kind != InputProblemKind.Ignored);
        return runs;
    }
}
