using System.Text;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

/// <summary><c>check</c> as Nagios and Icinga take it, and <c>diagnose --exit-code</c>.</summary>
public class CheckCommandTests
{
    /// <summary>A label, a value, and perhaps thresholds: the Monitoring Plugins Development Guidelines.</summary>
    private const string Figure = @"[a-z_]{1,19}=\d+;\d*;\d*;\d+;\d*";

    [Fact]
    public void The_incident_in_samples_is_critical_in_one_line_with_performance_data()
    {
        (int exitCode, string output, _) = Run(null, "check", "samples");
        Assert.Equal(2, exitCode);
        string line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("VCSA AUTH CRITICAL - This is the problem of KB 440879", line, StringComparison.Ordinal);
        string[] parts = line.Split(" | ");
        Assert.Equal(2, parts.Length);
        Assert.All(parts[1].Split(' '), figure => Assert.Matches($"^{Figure}$", figure));
        Assert.Contains("refused_calls=45;;;0;", parts[1], StringComparison.Ordinal);
        Assert.Contains("burst_peak=36;;10;0;", parts[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vim.SessionManager.sessionIsActive", 0, "OK")]
    [InlineData(null, 3, "UNKNOWN")]
    public void A_quiet_log_is_OK_and_one_that_is_not_understood_is_unknown(string? method, int expected, string state)
    {
        StringBuilder log = new();
        for (int minute = 0; minute < 60; minute++)
        {
            string time = $"2026-02-11T02:{minute:00}:00.000Z";
            log.Append(method is null ? $"{time} nothing of vpxd" : $"{time} {Begin(method, minute)}").Append('\n');
        }

        (int exitCode, string output, _) = Run(Encoding.UTF8.GetBytes(log.ToString()), "check", "-");
        Assert.Equal((expected, true), (exitCode, output.StartsWith($"VCSA AUTH {state} - ", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_likely_is_a_warning()
    {
        (int exitCode, string output, _) = Run(null, "check", "tests/fixtures/cases/f24-relay-burst.log");
        Assert.Equal((1, true), (exitCode, output.StartsWith("VCSA AUTH WARNING - ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Text_with_bars_and_line_ends_stays_one_line_before_the_performance_data()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """[{ "name": "q", "pattern": "sessionIsActive", "explanation": "One | two\nthree 'four' = 5." }]""");
            string log = string.Concat(Enumerable.Range(0, 60).Select(minute =>
                $"2026-02-11T02:{minute:00}:00.000Z {Begin("vim.SessionManager.sessionIsActive", minute)}\n"));
            (int exitCode, string output, _) = Run(Encoding.UTF8.GetBytes(log), "check", "-", "--signature", path);
            Assert.Equal(1, exitCode);
            string line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Equal(2, line.Split('|').Length);
            Assert.Matches($"^VCSA AUTH WARNING - [^|]*One / two[^|]*\\| {Figure}( {Figure})*$", line);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_missing_log_is_unknown_and_not_OK()
    {
        (int exitCode, string output, _) = Run(null, "check", "gone.log");
        Assert.Equal(3, exitCode);
        Assert.Matches(new Regex("^VCSA AUTH UNKNOWN - [^|]+ \\| "), output);
    }

    [Theory]
    [InlineData("samples", 10)]
    [InlineData("tests/fixtures/cases/f24-relay-burst.log", 11)]
    [InlineData("tests/fixtures/cases/d01-vpxd.log", 12)]
    [InlineData("tests/fixtures/cases/f21-vic5621-vpxd.log", 14)]
    public void The_exit_code_is_the_verdict_when_it_is_asked_for(string path, int expected)
    {
        Assert.Equal(expected, Run(null, "diagnose", path, "--exit-code").ExitCode);
        Assert.InRange(Run(null, "diagnose", path).ExitCode, 0, 1);
    }

    private static string Begin(string method, int number) =>
        $"info vpxd[1] [Originator@6876 sub=vpxLro opID=a{number}] [VpxLRO] -- BEGIN lro-{number} -- SessionManager -- {method} -- "
        + "52000001-246d-58b5-3234-278c6e0c5d0d(52c289ac-2563-48d5-8a8e-f178da022c0d)";

    private static (int ExitCode, string Output, string Errors) Run(byte[]? input, params string[] arguments) =>
        Repository.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), .. arguments], input);
}
