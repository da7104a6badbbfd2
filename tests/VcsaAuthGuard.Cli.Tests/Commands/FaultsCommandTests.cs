using System.Text;
using System.Text.Json;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

public class FaultsCommandTests
{
    private static readonly string Signature = Repository.Sample("kb-signature.log");

    [Fact]
    public void A_wide_table_has_the_datastore_and_the_line()
    {
        string[] lines = Run("faults", "samples", "--output", "wide").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            "2026-02-11 02:01:40Z NotAuthenticated host-150124  fileManagement     500  62aef2c1-0b7d3310-91aa-9efa524000e2 "
                + "vpxd-7.log.gz:156",
            lines[1]
        );
    }

    [Fact]
    public void The_incident_in_samples_has_its_faults()
    {
        (int exitCode, string output, string errors) = Run("faults", "samples");
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("TIME ", lines[0], StringComparison.Ordinal);
        Assert.Equal(1 + 45, lines.Length);
        Assert.Equal(
            "2026-02-11 02:01:40Z NotAuthenticated fileManagement host-150124",
            lines[1]
        );
        Assert.StartsWith("45 faults in 2 logs, 876 lines, ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_row_fits_120_columns()
    {
        string output = Run("faults", "samples", "--kind", "All").Output;
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
    }

    [Fact]
    public void Json_has_the_contracts_names_one_object_a_line()
    {
        (int exitCode, string output, _) = Run("faults", Signature, "--json");
        Assert.Equal(0, exitCode);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        using JsonDocument fault = JsonDocument.Parse(lines[1]);
        Assert.Equal(
            [
                "time", "kind", "vmHostId", "vmHost", "datastoreUuid", "datastore", "object", "method", "httpStatus", "privilegeId",
                "message", "user", "clientAddress", "reason", "opId", "threadId", "level", "server", "source", "lineNumber", "text",
            ],
            fault.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("2026-02-11T02:14:07.318+00:00", fault.RootElement.GetProperty("time").GetString());
        Assert.Equal("NotAuthenticated", fault.RootElement.GetProperty("kind").GetString());
        Assert.Equal(500, fault.RootElement.GetProperty("httpStatus").GetInt32());
        Assert.Equal(JsonValueKind.Null, fault.RootElement.GetProperty("vmHost").ValueKind);
        Assert.Equal(8, fault.RootElement.GetProperty("lineNumber").GetInt64());
        Assert.Contains("'/var/run/envoy-hgw/hgw-pipe'>>", lines[1], StringComparison.Ordinal); // Readable, not \u0027\u003E.
    }

    [Theory]
    [InlineData(2, "kb-signature.log")]
    [InlineData(1, "kb-signature.log", "--after", "2026-02-11T02:14:07Z")]
    [InlineData(1, "kb-signature.log", "--before", "2026-02-11 02:14:08")]
    [InlineData(0, "kb-signature.log", "--kind", "SessionLimit")]
    [InlineData(4, "limits.log", "--kind", "ConnectionLimit", "--kind", "SessionLimit")]
    [InlineData(4, "limits.log", "--kind", "All")]
    public void Options_choose_faults(int count, string sample, params string[] options)
    {
        (int exitCode, string output, _) = Run(["faults", Repository.Sample(sample), "--json", .. options]);
        Assert.Equal(0, exitCode);
        Assert.Equal(count, output.Count(c => c == '\n'));
    }

    [Fact]
    public void What_a_time_filter_cannot_judge_is_said()
    {
        Assert.Contains(
            "1 fault left out: it has no time",
            Run("faults", Signature, "--after", "2020-01-01").Errors,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Standard_input_is_read_in_any_form()
    {
        Assert.Equal(2, CountOf(File.ReadAllBytes(Signature)));
        using MemoryStream gzip = new();
        using (System.IO.Compression.GZipStream compress = new(gzip, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            compress.Write(File.ReadAllBytes(Signature));
        }

        Assert.Equal(2, CountOf(gzip.ToArray()));
        Assert.Equal(2, CountOf([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(File.ReadAllText(Signature))]));

        static int CountOf(byte[] input) => Run(input, "faults", "-", "--json").Output.Count(c => c == '\n');
    }

    [Fact]
    public void A_missing_file_is_exit_code_1_and_the_others_are_read()
    {
        (int exitCode, string output, string errors) = Run("faults", "gone.log", Signature);
        Assert.Equal(1, exitCode);
        Assert.Equal(3, output.Count(c => c == '\n'));
        Assert.StartsWith("gone.log: There is no such file or folder. Check the path.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("faults")]
    [InlineData("faults", "x", "--kind", "Sunspots")]
    [InlineData("faults", "x", "--after", "yesterday-ish")]
    [InlineData("faults", "x", "--colour")]
    [InlineData("fault", "x")]
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
        string hostile = File.ReadAllText(Signature).Replace("fileManagement", "file\u001b[2J\u202eM\u009b1m", StringComparison.Ordinal);
        (_, string table, _) = Run(Encoding.UTF8.GetBytes(hostile), "faults", "-");
        (_, string json, _) = Run(Encoding.UTF8.GetBytes(hostile), "faults", "-", "--json");
        Assert.Contains("file\uFFFD[2J\uFFFDM\uFFFD1m", table, StringComparison.Ordinal);
        foreach (char steering in "\u001b\u202e\u009b")
        {
            Assert.DoesNotContain(steering, table);
            Assert.DoesNotContain(steering, json);
        }
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments) => Run(null, arguments);

    private static (int ExitCode, string Output, string Errors) Run(byte[]? input, params string[] arguments) =>
        Repository.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), .. arguments], input);
}
