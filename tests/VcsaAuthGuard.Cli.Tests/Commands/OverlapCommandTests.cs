using System.Text;
using System.Text.Json;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

/// <summary>Runs the built program as a user does.</summary>
public class OverlapCommandTests
{
    private static readonly string Cli = Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll");
    private static readonly string Sample = Path.Combine(Repository.Root, "samples", "incident", "windows.csv");

    [Fact]
    public void The_incidents_windows_overlap_on_wednesdays()
    {
        (int exitCode, string output, string errors) = Run(null, Sample, "--from", "2026-02-01", "--max-vm", "500");
        Assert.Equal(3, exitCode);
        string[] rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, rows.Length);
        Assert.Equal(
            "2026-02-04 02:00Z   01:30:00     4 High     Rubrik nightly + BladeLogic patch scan (vc01.example.org, 700 VMs, "
                + "340 sessions, wait 390 s, 128 tokens at risk)",
            rows[1]
        );
        Assert.Equal("1 overlap of 3 windows from 2026-02-01 00:00Z to 2026-03-01 00:00Z.", errors.Trim());
    }

    [Fact]
    public void Json_has_one_object_a_line_with_the_names_of_the_properties()
    {
        (int exitCode, string output, _) = Run(
            null,
            Sample,
            "--from",
            "2026-02-10",
            "--to",
            "2026-02-12",
            "--json",
            "--max-session",
            "339"
        );
        Assert.Equal(3, exitCode);
        using JsonDocument line = JsonDocument.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        JsonElement overlap = line.RootElement;
        Assert.Equal(
            ["Rubrik nightly", "BladeLogic patch scan"],
            overlap.GetProperty("windows").EnumerateArray().Select(name => name.GetString())
        );
        Assert.Equal("2026-02-11T02:00:00+00:00", overlap.GetProperty("start").GetString());
        Assert.Equal(
            (1, 700, 128, true, "High"),
            (
                overlap.GetProperty("occurrences").GetInt32(),
                overlap.GetProperty("vms").GetInt32(),
                overlap.GetProperty("tokensAtRisk").GetInt32(),
                overlap.GetProperty("isOverSessionLimit").GetBoolean(),
                overlap.GetProperty("severity").GetString()
            )
        );
    }

    [Fact]
    public void No_overlap_is_zero_a_bad_row_one_and_wrong_usage_two()
    {
        const string Json = """{"name":"a","role":"Backup","recurrence":"daily 02:00","timeZone":"UTC","duration":"1h"}""";
        Assert.Equal((0, ""), Run(Json, "-", "--days", "2") is var (ok, none, _) ? (ok, none) : default);
        (int exitCode, string output, string errors) = Run(
            $"{Json}\n{Json.Replace("Backup", "Automation", StringComparison.Ordinal)}\n"
                + $"{Json.Replace("1h", "-1h", StringComparison.Ordinal)}",
            "-",
            "no such.csv"
        );
        Assert.Equal(1, exitCode);
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("-:3: 'a': The duration -01:00:00 is negative", errors, StringComparison.Ordinal);
        Assert.Contains("no such.csv", errors, StringComparison.Ordinal);
        foreach (
            string[] wrong in new[]
            {
                new[] { Sample, "--days", "0" },
                [Sample, "--to", "2026-01-01", "--days", "3"],
                [Sample, "--from", "2026-02-01", "--to", "2026-01-01"],
                [Sample, "--from", "soon"],
                [Sample, "--maxvm", "3"],
                [],
            }
        )
        {
            Assert.Equal(2, Run(null, wrong).ExitCode);
        }

        (exitCode, output, _) = Run(Json + "\n" + Json, "-", "--include-same-role", "--days", "1");
        Assert.Equal(3, exitCode);
    }

    [Fact]
    public void A_crontab_is_one_error_that_says_what_turns_it_into_windows()
    {
        (int exitCode, _, string errors) = Run(null, Path.Combine(Repository.Root, "tests", "fixtures", "cases", "f12-cron.d-vcb"));
        Assert.Equal(1, exitCode);
        string problem = Assert.Single(errors.Split('\n'), line => line.Contains("f12-cron.d-vcb", StringComparison.Ordinal));
        Assert.Contains(
            "It seems to be a crontab. Windows are read as CSV or JSON. ConvertTo-BackupWindow",
            problem,
            StringComparison.Ordinal
        );
    }

    private static (int ExitCode, string Output, string Errors) Run(string? input, params string[] arguments) =>
        Repository.Run("dotnet", [Cli, "overlap", .. arguments], input is null ? null : Encoding.UTF8.GetBytes(input));
}
