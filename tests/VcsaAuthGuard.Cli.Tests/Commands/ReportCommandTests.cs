using VcsaAuthGuard.Fixtures;


namespace VcsaAuthGuard.Cli.Tests.Commands;

public sealed class ReportCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-report-cli-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_writes_the_sample_as_one_file_with_windows_before_and_after_a_plan()
    {
        string file = Path.Combine(_folder.FullName, "incident.html");
        (int exitCode, string output, string errors) = Run(
            "samples/incident",
            "--windows",
            "samples/incident/windows.csv",
            "--job-runs",
            "samples/incident/job-runs.csv",
            "--out",
            file,
            "--title",
            "Night of <b>11</b>"
        );
        Assert.Equal((0, file + "\n"), (exitCode, output.ReplaceLineEndings("\n")));
        Assert.StartsWith("4 logs, ", errors, StringComparison.Ordinal);
        string html = File.ReadAllText(file);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.Contains("<h1>Night of &lt;b&gt;11&lt;/b&gt;</h1>", html, StringComparison.Ordinal);
        Assert.Contains("CONFIRMED: KB 440879", html, StringComparison.Ordinal);
        Assert.Contains("Windows before and after the plan", html, StringComparison.Ordinal);
        Assert.Contains("Moved: overlapped BladeLogic patch scan", html, StringComparison.Ordinal);
        Assert.Equal(["incident.html"], _folder.GetFiles().Select(found => found.Name));
    }

    [Fact]
    public void A_folder_gets_the_usual_name_and_windows_stay_where_no_plan_is_wanted()
    {
        Assert.Equal(
            0,
            Run("samples/incident", "--windows", "samples/incident/windows.csv", "--no-plan", "--out", _folder.FullName).ExitCode
        );
        string html = File.ReadAllText(Path.Combine(_folder.FullName, "vcsa-auth-report.html"));
        Assert.Contains("Overlaps of windows with different roles", html, StringComparison.Ordinal);
        Assert.DoesNotContain("after the plan", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_is_not_replaced_by_the_report()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        string link = Path.Combine(_folder.FullName, "full.html");
        File.CreateSymbolicLink(link, "/dev/full");
        (int exitCode, string output, string errors) = Run("samples/incident", "--out", link);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("No space left", errors, StringComparison.Ordinal);
        Assert.Equal("/dev/full", new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_stands_in_the_report()
    {
        string file = Path.Combine(_folder.FullName, "incident.html");
        (int exitCode, _, string errors) = Run("samples/incident", "gone.log", "--out", file);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("gone.log: There is no such file or folder.", errors, StringComparison.Ordinal);
        Assert.Contains("<li>gone.log: There is no such file or folder.", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_read_is_no_report()
    {
        string file = Path.Combine(_folder.FullName, "incident.html");
        (int exitCode, string output, string errors) = Run("gone.log", "--out", file);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("Nothing to report", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_exit_code_1()
    {
        (int exitCode, string output, string errors) = Run(
            "samples/incident",
            "--out",
            Path.Combine(_folder.FullName, "gone", "incident.html")
        );
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("The output could not be written", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("samples/incident")]
    [InlineData("--out", "x.html")]
    [InlineData("samples/incident", "--out", "x.html", "--threshold", "-1")]
    public void Wrong_usage_is_exit_code_2(params string[] arguments)
    {
        (int exitCode, string output, string errors) = Run(arguments);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("Try 'vcsa-authguard --help'.", errors, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments) =>
        Repository.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), "report", .. arguments]);
}
