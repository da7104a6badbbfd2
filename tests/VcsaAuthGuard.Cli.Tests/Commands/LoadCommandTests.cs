using System.Text;
using System.Text.Json;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

public class LoadCommandTests
{
    [Fact]
    public void The_incident_in_samples_has_its_clients()
    {
        (int exitCode, string output, string errors) = Run("load", "samples");
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("USER ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            @"VSPHERE.LOCAL\svc-bladelogic      411       0 LoginPerItem 10.20.40.15, BladeLogic/20.2",
            lines[1],
            StringComparison.Ordinal
        );
        Assert.StartsWith("(not attributed) ", lines[^1], StringComparison.Ordinal);
        Assert.All(lines.Where(line => !line.Contains("webclient", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 100));
        Assert.InRange(lines[0].Length, 0, 79);
        Assert.Contains(" clients in 4 logs, ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wide_table_has_all_columns_and_cuts_no_account()
    {
        string[] lines = Run("load", "samples", "--output", "wide").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(" UNCLOSED  PEAK    CALLS  /MIN AT                SHARE PATTERN      AGENT", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            @"VSPHERE.LOCAL\svc-bladelogic  10.20.40.15         411       0       16    77",
            lines[1],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("…", string.Concat(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_contracts_names_one_object_a_line()
    {
        (int exitCode, string output, _) = Run("load", "samples", "--json");
        Assert.Equal(0, exitCode);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonElement[] clients = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.All(
            clients,
            client =>
                Assert.Equal(
                    [
                        "user",
                        "address",
                        "userAgent",
                        "logins",
                        "logouts",
                        "unclosed",
                        "refusedLogins",
                        "peakSessions",
                        "peakSessionsTime",
                        "calls",
                        "callsPerSession",
                        "loginsPerMinute",
                        "peakLoginsPerMinute",
                        "peakLoginsTime",
                        "share",
                        "firstSeen",
                        "lastSeen",
                        "pattern",
                        "seenIn",
                        "server",
                        "source",
                    ],
                    client.EnumerateObject().Select(property => property.Name)
                )
        );
        JsonElement script = clients[0];
        Assert.Equal(
            (@"VSPHERE.LOCAL\svc-bladelogic", "10.20.40.15"),
            (script.GetProperty("user").GetString(), script.GetProperty("address").GetString())
        );
        Assert.Equal((411, "LoginPerItem"), (script.GetProperty("logins").GetInt64(), script.GetProperty("pattern").GetString()));
        Assert.Equal("2026-02-11T02:01:00+00:00", script.GetProperty("peakLoginsTime").GetString());
        Assert.Equal(1, clients.Sum(client => client.GetProperty("share").GetDouble()), 9);
    }

    [Theory]
    [InlineData("LoginPerItem", "--max-calls-per-item", "5")]
    [InlineData("Steady", "--min-logins", "5000")]
    [InlineData("LoginPerItem, Leaking", "--leak-ratio", "1", "--min-logins", "10")]
    public void Thresholds_can_be_set(string pattern, params string[] options)
    {
        string first = Run(["load", "samples", "--json", .. options]).Output.Split('\n')[0];
        Assert.Equal(pattern, JsonDocument.Parse(first).RootElement.GetProperty("pattern").GetString());
    }

    [Fact]
    public void What_is_not_understood_is_said()
    {
        (int exitCode, string output, string errors) = Run(
            Encoding.UTF8.GetBytes(
                "Event [1] [1-1] [2026-02-11T02:00:00Z] [vim.event.UserLoginSessionEvent] [info] [root] [] [1] [Benutzer root hat sich "
                    + "angemeldet]\n"
            ),
            "load",
            "-"
        );
        Assert.Equal((0, ""), (exitCode, output));
        Assert.Contains("1 entry skipped: of a supported kind, but in an unknown form", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_logins_have_a_column_and_a_row_has_a_reason()
    {
        (int exitCode, string output, string errors) = Run("load", Repository.Case("d01-vpxd.log"));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, 2), (exitCode, lines.Length));
        Assert.Equal(["USER", "LOGINS", "REFUSED", "PATTERN"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..4]);
        Assert.Equal(["svc-backup@vsphere.local", "0", "80", "Steady"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..4]);
        Assert.Contains(" UTC.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shapes/events-empty-address.log", "REFUSED", "2")]
    [InlineData("shapes/websso-forwarded.log", "REFUSED", "1")]
    [InlineData("shapes/limits-endpoint.log", "PEAK", "3")]
    public void A_row_shows_the_figure_that_it_is_there_for(string name, string column, string figure)
    {
        (int exitCode, string output, _) = Run("load", Repository.Case(name), "--output", "wide");
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int end = lines[0].IndexOf(column, StringComparison.Ordinal) + column.Length;
        Assert.Equal(0, exitCode);
        Assert.EndsWith(" " + figure, lines[1][..end], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("faults", "f12-cron.d-vcb", "a crontab")]
    [InlineData("load", "f15-schtasks.csv", "CSV")]
    [InlineData("diagnose", "f11-skipcert.ps1", "a PowerShell script")]
    [InlineData("watch", "f25-outlook.ics", "an iCalendar file")]
    public void Every_reading_command_names_a_file_that_is_no_log(string command, string name, string kind)
    {
        string[] options = command == "watch" ? ["--duration", "00:00:00.1"] : [];
        (int exitCode, _, string errors) = Run([command, Repository.Case(name), .. options]);
        Assert.Equal(1, exitCode);
        Assert.Contains($"{name}: It has no line of a supported log. It seems to be {kind}.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_exit_code_1_and_the_others_are_read()
    {
        (int exitCode, string output, string errors) = Run("load", "gone.log", Repository.Sample("vpxd-8.log"));
        Assert.Equal(1, exitCode);
        Assert.Contains("(not attributed)", output, StringComparison.Ordinal);
        Assert.StartsWith("gone.log: There is no such file or folder.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("load")]
    [InlineData("load", "x", "--min-logins", "0")]
    [InlineData("load", "x", "--leak-ratio", "0.5")]
    [InlineData("load", "x", "--idle-timeout", "0s")]
    [InlineData("load", "x", "--idle-timeout", "2d")]
    [InlineData("load", "x", "--max-calls-per-item", "few")]
    public void Wrong_usage_is_exit_code_2_and_says_what(params string[] arguments)
    {
        (int exitCode, string output, string errors) = Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains("Try 'vcsa-authguard --help'.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_text_cannot_steer_the_terminal()
    {
        byte[] hostile = Encoding.UTF8.GetBytes(
            "Event [1] [1-1] [2026-02-11T02:00:00Z] [vim.event.UserLoginSessionEvent] [info] [x] [] [1] [User "
                + "ro\u001b[2Jot\u202e@10.0.0.1 logged in as \u009b1mx]\n"
        );
        foreach (string output in (string[])[Run(hostile, "load", "-").Output, Run(hostile, "load", "-", "--json").Output])
        {
            Assert.Contains("10.0.0.1", output, StringComparison.Ordinal);
            Assert.Equal(-1, output.IndexOfAny(['\u001b', '\u202e', '\u009b']));
        }
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments) => Run(null, arguments);

    private static (int ExitCode, string Output, string Errors) Run(byte[]? input, params string[] arguments) =>
        Repository.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), .. arguments], input);
}
