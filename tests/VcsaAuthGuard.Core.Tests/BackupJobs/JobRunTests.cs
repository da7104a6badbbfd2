using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Tests.Diagnosis;
using VcsaAuthGuard.Text;


namespace VcsaAuthGuard.Tests.BackupJobs;

public sealed class JobRunTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("Object Name,SLA Domain,Job Status,Start Time,End Time,Failure Reason", "vm1,Gold,Failed,2026-02-11T02:00:00Z,2026-02-11T02:30:00Z,lost", "Gold")] // Rubrik
    [InlineData("Name;VM name;Status;Start time;End time;Details", "Gold;vm1;Failed;11.02.2026 02:00:00;11.02.2026 02:30:00;lost", "Gold")] // Veeam
    [InlineData("Job ID,Subclient,Client,Status,Start Time,End Time,Reason for failure", "7,Gold,vm1,Completed w/ one or more errors,\"Feb 11, 2026 2:00:00 AM\",\"Feb 11, 2026 2:30:00 AM\",lost", "Gold")] // Commvault
    [InlineData("Job ID,State,State Details,Status,Job Policy,Client,Start Time,Elapsed Time", "7,Done,lost,13,Gold,vm1,1770775200,00:30:00", "Gold")] // NetBackup
    public void Reports_have_columns_of_their_own(string header, string row, string job)
    {
        JobRun run = Assert.Single(Read($"{header}\n{row}"));
        Assert.Equal(new JobRun { Job = job, VM = "vm1", Start = CaseLog.Night, End = CaseLog.Night.AddMinutes(30), Status = JobRunStatus.Failed, Message = "lost" }, run);
    }

    [Theory]
    [InlineData("Success", JobRunStatus.Succeeded)]
    [InlineData("Warning", JobRunStatus.Succeeded)]
    [InlineData("Succeeded with Warnings", JobRunStatus.Succeeded)]
    [InlineData("0", JobRunStatus.Succeeded)]
    [InlineData("FAILED", JobRunStatus.Failed)]
    [InlineData("Partial Success", JobRunStatus.Failed)]
    [InlineData("2074", JobRunStatus.Failed)]
    [InlineData("Canceled", JobRunStatus.Other)]
    [InlineData("Cancelled", JobRunStatus.Other)]
    [InlineData("In Progress", JobRunStatus.Other)]
    public void A_status_is_one_of_three(string status, JobRunStatus expected) =>
        Assert.Equal(expected, Assert.Single(Read($"Start,Status\n2026-02-11T02:00:00Z,{status}")).Status);

    [Theory]
    [InlineData("2026-02-11T02:00:00Z")]
    [InlineData("2026-02-11 02:00:00")]
    [InlineData("2026-02-11 03:00:00 +01:00")]
    [InlineData("2026-02-11 02:00 UTC")]
    [InlineData("11 Feb 2026 02:00")]
    [InlineData("11.02.2026 02:00")]
    [InlineData("1770775200")]
    public void Times_are_read_in_the_forms_that_have_one_reading(string time) => Assert.Equal(CaseLog.Night, Assert.Single(Read($"Start,Status\n{time},Failed")).Start);

    [Theory]
    [InlineData("02/13/2026 2:00 AM", 13)]
    [InlineData("13/02/2026 02:00", 13)]
    [InlineData("02/02/2026 02:00", 2)]
    public void A_date_in_figures_is_read_when_it_has_one_reading(string time, int day) => Assert.Equal((2, day), (Assert.Single(Read($"Start,Status\n{time},Failed")).Start.Month, Assert.Single(Read($"Start,Status\n{time},Failed")).Start.Day));

    [Theory]
    [InlineData("00:30:00", "Duration")]
    [InlineData("1800", "Duration (sec)")]
    [InlineData("30", "Elapsed (min)")]
    [InlineData("0h 30m 0s", "Duration")]
    public void A_duration_stands_for_an_end(string duration, string column) =>
        Assert.Equal(CaseLog.Night.AddMinutes(30), Assert.Single(Read($"Start,Status,{column}\n2026-02-11T02:00:00Z,Failed,{duration}")).End);

    [Theory]
    [InlineData("02/11/2026 02:00,,,Failed", "two ways")]
    [InlineData("02:00,,,Failed", "year of four digits")]
    [InlineData("last night in 2026,,,Failed", "not a time")]
    [InlineData("2026-02-11T02:00:00Z,2026-02-11T01:00:00Z,,Failed", "before it starts")]
    [InlineData("2026-02-11T02:00:00Z,,12:30,Failed", "no unit")]
    [InlineData("2026-02-11T02:00:00Z,,30,Failed", "no unit")]
    [InlineData("2026-02-11T02:00:00Z,,,Fehlgeschlagen", "status 'Fehlgeschlagen' is not known")]
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
    public void A_file_without_the_columns_or_that_is_not_there_is_one_problem()
    {
        List<InputProblem> problems = [];
        Assert.Empty(Read("Job,When\na,b\nc,d", problems));
        Assert.Contains("only Job, When", Assert.Single(problems).Message, StringComparison.Ordinal);
        problems.Clear();
        Assert.Empty(JobRunFile.Read(_path + ".gone", problems.Add));
        Assert.Equal(InputProblemKind.NotFound, Assert.Single(problems).Kind);
    }

    private IReadOnlyList<JobRun> Read(string text, List<InputProblem>? problems = null)
    {
        File.WriteAllText(_path, text);
        return JobRunFile.Read(_path, problem =>
        {
            Assert.True(problems is not null, problem.ToString());
            problems!.Add(problem);
        });
    }
}
