using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

public class DiagnoseCommandTests
{
    private const string Windows = "samples/incident/windows.csv";
    private const string Runs = "samples/incident/job-runs.csv";

    [Fact]
    public void The_incident_in_samples_is_told_on_one_screen_the_verdict_first()
    {
        (int exitCode, string output, string errors) = Run("diagnose", "samples", "--windows", Windows, "--job-runs", Runs);
        string[] lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal(0, exitCode);
        Assert.StartsWith("CONFIRMED: KB 440879 (high confidence)", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith(@"Who    VSPHERE.LOCAL\svc-bladelogic from 10.20.40.15", StringComparison.Ordinal));
        Assert.Contains("Disconnect-VIServer vc01.example.org", output, StringComparison.Ordinal);
        Assert.Contains(
            "Get-Item -LiteralPath 'samples/incident/windows.csv' |\n     ConvertTo-BackupWindow | Optimize-BackupWindow",
            output,
            StringComparison.Ordinal
        );
        Assert.InRange(lines.Length, 15, 25);
        string detailed = Run("diagnose", "samples", "--windows", Windows, "--job-runs", Runs, "--detailed").Output;
        Assert.InRange(detailed.TrimEnd('\n').Split('\n').Length, 26, 60);
        Assert.Contains("Collect: ", detailed, StringComparison.Ordinal);
        Assert.Contains("4 logs, ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_contracts_names_one_object_a_line()
    {
        (int exitCode, string output, _) = Run("diagnose", "samples", "--windows", Windows, "--job-runs", Runs, "--json");
        Assert.Equal(0, exitCode);
        JsonElement diagnosis = JsonDocument.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.Equal(
            [
                "verdict",
                "cause",
                "confidence",
                "summary",
                "findings",
                "evidence",
                "against",
                "clients",
                "remedies",
                "missingEvidence",
                "bursts",
                "faults",
                "load",
                "openSessions", "server",
                "version",
                "from",
                "to",
                "source",
                "counts",
            ],
            NamesOf(diagnosis));
        Assert.Equal(("Confirmed", "ApiStorm"), (diagnosis.GetProperty("verdict").GetString(), diagnosis.GetProperty("cause").GetString()));
        Assert.Equal(
            ["rule", "cause", "role", "statement", "start", "end", "count", "lines"],
            NamesOf(diagnosis.GetProperty("evidence")[0])
        );
        Assert.Equal("High", diagnosis.GetProperty("confidence").GetString());
        Assert.Equal(
            ["cause", "confidence", "summary", "first", "last", "evidence", "clients", "accounts", "hosts", "remedies", "signature"],
            NamesOf(diagnosis.GetProperty("findings")[0])
        );
        Assert.DoesNotContain("ercent", output, StringComparison.Ordinal);
        Assert.Equal(["order", "name", "why", "command", "interrupts"], NamesOf(diagnosis.GetProperty("remedies")[0]));
        Assert.Equal(["rule", "statement", "collect"], NamesOf(diagnosis.GetProperty("missingEvidence")[0]));
    }

    [Fact]
    public void The_servers_name_is_in_the_commands()
    {
        string output = Run("diagnose", "samples", "--server", "vc77.example.org").Output;
        Assert.Contains("Restart-VcsaProxyPipeline vc77.example.org", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Above_the_number_of_faults_the_threshold_leaves_refused_calls_that_nothing_explains()
    {
        (int exitCode, string output, _) = Run("diagnose", "samples", "--threshold", "500");
        Assert.Equal(0, exitCode);
        Assert.StartsWith("UNEXPLAINED FAULTS", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--windows", "gone.csv")]
    [InlineData("--job-runs", "gone.csv")]
    [InlineData("--windows", "samples/incident/job-runs.csv")]
    [InlineData("--job-runs", "samples/incident/windows.csv")]
    public void Files_that_cannot_be_read_are_exit_code_1_and_the_logs_are_told_of(string option, string path)
    {
        (int exitCode, string output, string errors) = Run("diagnose", "samples", option, path);
        Assert.Equal(1, exitCode);
        Assert.Contains(path, errors.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains(": KB 440879", output.Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_log_is_exit_code_1()
    {
        (int exitCode, string output, string errors) = Run("diagnose", "gone.log");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("gone.log: There is no such file or folder.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_bundles_are_one_table_and_then_the_answers_and_a_damaged_one_is_a_row()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bundles-");
        string incident = Path.Combine(Repository.Root, "samples", "incident");
        string[] paths = [.. Enumerable.Range(1, 3).Select(i => Path.Combine(folder.FullName, $"vc0{i}.tgz"))];
        foreach (string path in paths)
        {
            using FileStream file = File.Create(path);
            using GZipStream gzip = new(file, CompressionLevel.Fastest);
            TarFile.CreateFromDirectory(incident, gzip, includeBaseDirectory: false);
        }

        File.WriteAllBytes(paths[1], File.ReadAllBytes(paths[1])[..200]);
        (int exitCode, string output, string errors) = Run("diagnose", Path.Combine(folder.FullName, "*.tgz"), "--concurrency", "2");
        string[] lines = output.Split('\n');
        Assert.Equal(1, exitCode);
        Assert.StartsWith("VCENTER  VERDICT   CAUSE", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^vc01\.tgz Confirmed .* 2026-02-11 02:14 VSPHERE\.LOCAL\\svc-bladelogic", lines[1]);
        Assert.StartsWith("vc03.tgz Confirmed", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("vc02.tgz Not read", lines[3], StringComparison.Ordinal);
        Assert.Equal(("", "CONFIRMED: KB 440879"), (lines[4], lines[5][..20]));
        string[] titles = [.. lines.Where(line => line.Contains(": KB 440879", StringComparison.Ordinal))];
        Assert.Equal(paths, titles.Select(title => title[title.IndexOf(folder.FullName, StringComparison.Ordinal)..]));
        Assert.Contains(paths[1], errors, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Job_reports_are_read_in_a_time_zone_or_with_a_note()
    {
        const string Report = "tests/fixtures/cases/j12-rubrik-cdm-local-est.csv";
        (int exitCode, string output, string errors) = Run("diagnose", "samples/incident", "--job-runs", Report);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("failed backup runs", output, StringComparison.Ordinal);
        Assert.Contains("If they are times of UTC-05:00, 11 of its 12 failed runs", errors, StringComparison.Ordinal);
        (exitCode, output, errors) = Run("diagnose", "samples/incident", "--job-runs", Report, "--time-zone", "America/New_York");
        Assert.Equal(0, exitCode);
        Assert.Contains("11 of 12 failed backup runs ran in a burst", output, StringComparison.Ordinal);
        Assert.DoesNotContain("taken as UTC", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("j03-sessionstart-ddmm.csv", "dd/MM/yyyy", 0, "11 of 12 failed backup runs ran in a burst")]
    [InlineData("w06-no-start-column.csv", null, 1, "It is CSV and has no column for a run's start")]
    [InlineData("f15-schtasks.csv", null, 1, "It seems to be a list of scheduled tasks of Windows (schtasks), not a job report.")]
    public void A_job_report_is_read_or_one_error(string report, string? format, int expected, string part)
    {
        string[] order = format is null ? [] : ["--date-format", format];
        string path = $"tests/fixtures/cases/{report}";
        (int exitCode, string output, string errors) = Run(["diagnose", "samples/incident", "--job-runs", path, .. order]);
        Assert.Equal(expected, exitCode);
        string[] told = [.. errors.Split('\n').Where(line => line.StartsWith(path, StringComparison.Ordinal))];
        Assert.Contains(part, expected == 0 ? output : Assert.Single(told), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("diagnose")]
    [InlineData("diagnose", "x", "--threshold", "-1")]
    [InlineData("diagnose", "x", "--threshold", "few")]
    [InlineData("diagnose", "x", "--windows")]
    public void Wrong_usage_is_exit_code_2_and_says_what(params string[] arguments)
    {
        (int exitCode, string output, string errors) = Run(arguments);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("Try 'vcsa-authguard --help'.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_text_cannot_steer_the_terminal()
    {
        StringBuilder log = new();
        for (int i = 0; i < 30; i++)
        {
            log.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"Event [1] [1-1] [2026-02-11T02:00:{i:00}Z] [vim.event.UserLoginSessionEvent] [info] [x] [] [1] [User "
                    + $"ro\u001b[2Jot\u202e@10.0.0.1 logged in as \u009b1mx]\n"
            );
        }

        string output = Run(Encoding.UTF8.GetBytes(log.ToString()), "diagnose", "-").Output;
        Assert.StartsWith("CANNOT TELL: KB 440879", output, StringComparison.Ordinal);
        Assert.Equal(-1, output.IndexOfAny(['\u001b', '\u202e', '\u009b']));
    }

    private static IEnumerable<string> NamesOf(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments) => Run(null, arguments);

    private static (int ExitCode, string Output, string Errors) Run(byte[]? input, params string[] arguments) =>
        Repository.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), .. arguments], input);
}
