using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupJobs;

/// <summary>Reports in columns as people publish them; the comment before a test names its source.</summary>
public class PublicReportTests
{
    // The details of Commvault's backup job summary report, divided by tabs, as https://github.com/florianstordata/Commvault reads them.
    [Fact]
    public void A_run_of_Commvaults_details_ends_at_the_end_time_or_current_phase()
    {
        const string Text = "Client|Agent|Subclient|JobId (CommCell)|Status|Start Time|(Write Start Time)|End Time or Current Phase\n"
            + "vm1|Virtual Server|Nightly|1011 (2)|Failed(19:1131)|02/21/2026 02:00:05|(02/21/2026 02:01:00)|02/21/2026 02:20:05\n";
        Assert.Equal(["Nightly vm1 Failed 00:20:00"], Read(Text.Replace('|', '\t'), "details.xls"));
    }

    // VeeamSessionReport.csv of VeeamHub/veeam-healthcheck, its columns and the row of an agent.
    [Fact]
    public void A_session_of_Veeams_health_check_has_the_jobs_duration_and_agents_are_no_VMs()
    {
        const string Text = "JobName,VMName,Status,JobDuration,TaskDuration,TaskAlgorithm,CreationTime,JobType,JobAlgorithm\n"
            + "Nightly,vm1,Failed,00:10:00,00:08:00,Increment,2026-05-20 02:00:00,Backup,Incremental\n"
            + "Physical - lab01 (Incremental),lab01,Success,00:10:00,00:10:00,Increment,2026-05-20 01:00:00,EpAgentManagement,\n";
        Assert.Equal(["Nightly vm1 Failed 00:10:00"], Read(Text, "VeeamSessionReport.csv"));
    }

    // https://github.com/stevenctong/rubrik, Get-Manage-CDM-Reports/reportExamples, recovery_details.
    [Theory]
    [InlineData("Export")]
    [InlineData("Live Mount")]
    [InlineData("File Download")]
    public void A_recovery_of_a_VM_is_no_backup_of_it(string task)
    {
        string text = "Task Status,Task Type,Object Name,Object Type,Start Time,Duration (s)\n"
            + $"Failed,{task},vm1,vSphere VM,2026-04-14 21:26:21,300\nFailed,Backup,vm2,vSphere VM,2026-04-14 21:26:21,300\n";
        Assert.Equal([" vm2 Failed 00:05:00"], Read(text, "recovery_details.csv"));
    }

    private static string[] Read(string text, string name)
    {
        List<InputProblem> problems = [];
        string[] runs =
        [
            .. BackupJobReport.Parse(text, name, new(), problems.Add).ToRuns()
                .Select(run => $"{run.Job} {run.VM} {run.Status} {run.Duration}"),
        ];
        Assert.DoesNotContain(problems, problem => problem.Kind != InputProblemKind.Ignored);
        return runs;
    }
}
