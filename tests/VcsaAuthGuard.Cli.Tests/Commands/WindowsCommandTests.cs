using System.Text;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

public class WindowsCommandTests
{
    private static readonly string Crontab = Path.Combine(Repository.Root, "tests", "fixtures", "cases", "f12-cron.d-vcb");

    [Fact]
    public void Schedules_become_the_csv_that_overlap_reads()
    {
        (int exitCode, string csv, _) = Run(null, "windows", Crontab, "--time-zone", "Europe/Berlin", "--duration", "1h");
        Assert.Equal(0, exitCode);
        Assert.StartsWith("Name,Role,Recurrence,TimeZone,Duration", csv, StringComparison.Ordinal);
        Assert.Equal(4, csv.TrimEnd().Split('\n').Length);
        (exitCode, _, string errors) = Run(csv, "overlap", "-", "--days", "2");
        Assert.Equal(0, exitCode);
        Assert.Contains("of 3 windows", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_option_is_not_read_as_a_file()
    {
        (int exitCode, _, string errors) = Run(null, "windows", Crontab, "--timezone", "UTC");
        Assert.Equal(2, exitCode);
        Assert.Contains("Unknown option --timezone", errors, StringComparison.Ordinal);
        Assert.Contains("--time-zone", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_zone_windows_and_overlap_ask_for_it()
    {
        (int exitCode, _, string errors) = Run(null, "windows", Crontab, "--duration", "1h");
        Assert.Equal(1, exitCode);
        Assert.Contains("--time-zone", errors, StringComparison.Ordinal);

        const string Row = "Name,Role,Recurrence,Duration\nx,Backup,daily 02:00,1h\n";
        (exitCode, _, errors) = Run(Row, "overlap", "-", "--days", "2");
        Assert.Equal(1, exitCode);
        Assert.Contains("--time-zone", errors, StringComparison.Ordinal);
        (exitCode, _, errors) = Run(Row, "overlap", "-", "--days", "2", "--time-zone", "Europe/Berlin");
        Assert.Equal(0, exitCode);
        Assert.Contains("of 1 window ", errors, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Errors) Run(string? input, params string[] arguments) => Repository.Run(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), .. arguments],
        input is null ? null : Encoding.UTF8.GetBytes(input));
}
