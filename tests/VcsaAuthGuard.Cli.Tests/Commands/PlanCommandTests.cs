using System.Text;
using System.Text.Json;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

/// <summary>Runs the built program as a user does.</summary>
public class PlanCommandTests
{
    private static readonly string Cli = Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll");
    private static readonly string Sample = Path.Combine(Repository.Root, "samples", "incident", "windows.csv");

    [Fact]
    public void The_incidents_backup_is_moved_behind_the_patch_scan_and_the_chart_shows_it()
    {
        (int exitCode, string output, string errors) = Run(null, Sample, "--from", "2026-02-09");
        Assert.Equal((0, ""), (exitCode, errors));
        string[] lines = output.Split('\n');
        Assert.Equal("Rubrik nightly        Mon 02:00Z Mon 03:30Z +01:30 Moved: overlapped BladeLogic", lines[1]);
        Assert.Equal("patch scan.", lines[2].TrimStart());
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        string text = string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(
            "Rubrik nightly: daily 02:00 → daily 03:30 UTC; nothing meets it in the next 366 days", text, StringComparison.Ordinal);
        Assert.Contains("2 other windows stay; nothing meets them in the next 366 days", lines);
        Assert.Contains("year    windows meet 52 times before and 0 times after the plan, in 366 days", lines);
        Assert.Contains("queue   52 requests at a time (assumed), tokens live 300 s", lines);
        Assert.Contains(
            "before overlap 1.5 h, peak 700 VMs and 340 sessions, 128 tokens predicted to expire after overlap 0 h, peak 400 VMs and 300 "
                + "sessions, 0 tokens predicted to expire",
            text, StringComparison.Ordinal);
        Assert.Equal(
            """
            Tue 2026-02-10 12:00 +00:00 and 24 hours on; a sign is 30 minutes
            # backup  = automation  ~ maintenance  X overlap of different roles

            BEFORE                12    15    18    21    00    03    06    09
            Rubrik nightly        ............................XXX###..............
            BladeLogic patch scan ............................XXX.................
            Inventory export      ..=.............................................

            AFTER                 12    15    18    21    00    03    06    09
            Rubrik nightly        ...............................######...........
            BladeLogic patch scan ............................===.................
            Inventory export      ..=.............................................

            """.ReplaceLineEndings("\n"),
            output[output.IndexOf("Tue 2026", StringComparison.Ordinal)..]);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void A_chart_fits_its_columns_and_has_nothing_that_steers_a_terminal(int width)
    {
        const string Evil =
            """{"name":"a \u001b[31mvery long name of a backup job that nobody would read to its """
            + """end","role":"Backup","recurrence":"daily 02:00","timeZone":"UTC","duration":"9h"}""";
        string output = Run(Evil, "-", Sample, "--from", "2026-02-09", "--width", $"{width}").Output;
        string chart = output[output.IndexOf("12:00 +00:00", StringComparison.Ordinal)..];
        Assert.All(chart.Split('\n').Skip(1), line => Assert.InRange(line.Length, 0, width));
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public void Json_has_each_window_and_then_the_summary()
    {
        (int exitCode, string output, _) = Run(null, Sample, "--from", "2026-02-09", "--json", "--step", "1h");
        Assert.Equal(0, exitCode);
        JsonElement[] lines =
        [
            .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement),
        ];
        Assert.Equal(4, lines.Length);
        Assert.Equal(
            [
                "name", "currentStart", "proposedStart", "shift", "reason", "recurrence", "timeZone", "currentRecurrence", "answer",
                "remaining",
            ],
            lines[0].EnumerateObject().Select(property => property.Name)
        );
        Assert.Equal(
            ("daily 04:00", "02:00:00"),
            (lines[0].GetProperty("recurrence").GetString(), lines[0].GetProperty("shift").GetString())
        );
        Assert.Equal(
            (1.5, 0),
            (
                lines[3].GetProperty("before").GetProperty("overlapHours").GetDouble(),
                lines[3].GetProperty("after").GetProperty("overlapHours").GetDouble()
            )
        );
        Assert.True(lines[3].GetProperty("isOptimal").GetBoolean());
    }

    [Fact]
    public void The_nights_own_requests_are_replayed()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            // Twenty at a time for 200 s each: forty backups and twenty scans that come together.
            const string Start = "info envoy[2928] [Originator@6876 sub=Default] 2026-02-11T02:00:00.000Z "
                + "POST /hgw/host-7/sdk HTTP/1.1 200";
            File.WriteAllLines(Path.Combine(folder, "envoy-access-1.log"), Enumerable.Range(0, 60).Select(i =>
                $"2026-02-11T02:20:00.000Z {Start} via_upstream - 12 91 {200_000 * ((i / 20) + 1)} 9 0 10.0.0.{(i < 40 ? 7 : 8)}:38396"));
            (int exitCode, string output, string errors) = Run(null, Sample, "--from", "2026-02-09", "--replay", folder);
            // With 20 at a time the 400 VMs of the nightly backup are too many at once, whenever it starts.
            Assert.Equal((3, ""), (exitCode, errors));
            string[] lines = output.Split('\n');
            Assert.Contains("queue   20 requests at a time (estimated), tokens live 300 s", lines);
            Assert.Equal(
                """
                REPLAY of 60 logged requests, the first at 2026-02-11 02:00Z
                measured  200 s for a request, the mean of those that did not wait; 20 requests
                          served at a time while 40 waited; up to 60 under way at once
                assumed   tokens live 300 s
                - As logged: 20 of 60 tokens expire; the log has 0 refused calls, 20 fewer than
                  the model; longest wait 400 s
                - Under the plan: 0 of 60 tokens expire; 40 requests come at another time;
                  longest wait 200 s
                """.ReplaceLineEndings("\n"),
                string.Join('\n', lines[Array.FindIndex(lines, line => line.StartsWith("REPLAY", StringComparison.Ordinal))..][..8]));
            Assert.All(
                lines.SkipWhile(line => !line.StartsWith("REPLAY", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 80));

            output = Run(null, Sample, "--from", "2026-02-09", "--replay", folder, "--json").Output;
            JsonElement[] replays = [.. output.TrimEnd().Split('\n')[^4..].Select(line => JsonDocument.Parse(line).RootElement)];
            Assert.Equal(
                ["AsLogged", "UnderPlan", "InBatches", "SharedSession"],
                replays.Select(replay => replay.GetProperty("scenario").GetString()));
            Assert.Equal(20, replays[0].GetProperty("difference").GetInt32());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_next_windows_file_has_the_planned_windows_and_overlaps_as_was_promised()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string next = Path.Combine(folder, "next.csv");
        try
        {
            (int exitCode, string output, _) = Run(null, Sample, "--from", "2026-02-09", "--out", next);
            Assert.Equal(0, exitCode);
            Assert.Contains("after the plan, in 366 days", output, StringComparison.Ordinal);

            string[] arguments = [Cli, "overlap", next, "--from", "2026-02-09", "--days", "366"];
            (exitCode, output, string errors) = Repository.Run("dotnet", arguments, null);
            Assert.Equal((0, ""), (exitCode, output));
            Assert.StartsWith("0 overlaps of 3 windows", errors, StringComparison.Ordinal);

            string[] windows = File.ReadAllLines(next);
            const string Planned = "Rubrik nightly,Backup,daily 03:30,UTC,03:00:00,vc01.example.org,400,40,30,20:00-04:00,";
            Assert.StartsWith(Planned, windows[1], StringComparison.Ordinal);
            Assert.Contains("0 of 3 windows moved", Run(null, next, "--from", "2026-02-09").Output, StringComparison.Ordinal);
            Assert.Equal(1, Run(null, Sample, "--from", "2026-02-09", "--out", folder).ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Plan_overlap_and_the_chart_tell_of_the_same_overlaps()
    {
        const string Windows = """
            {"name":"backup","role":"Backup","recurrence":"daily 01:30","timeZone":"UTC","duration":"3h","server":["vc01"]}
            {"name":"automation","role":"Automation","recurrence":"daily 01:45","timeZone":"UTC","duration":"1h","server":["vc01"]}
            {"name":"upgrade","role":"Maintenance","recurrence":"daily 03:00","timeZone":"UTC","duration":"1h","server":["vc01"]}
            {"name":"evacuation","role":"Maintenance","recurrence":"daily 03:30","timeZone":"UTC","duration":"30m","server":["vc01"]}
            """;
        string[] arguments = [Cli, "overlap", "-", "--from", "2026-02-09", "--days", "7", "--json"];
        string overlaps = Repository.Run("dotnet", arguments, Encoding.UTF8.GetBytes(Windows)).Output;
        JsonElement plan = JsonDocument
            .Parse(Run(Windows, "-", "--from", "2026-02-09", "--json").Output.TrimEnd().Split('\n')[^1])
            .RootElement;
        Assert.Equal(2, plan.GetProperty("before").GetProperty("overlaps").GetInt32());
        Assert.Equal(2, overlaps.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        string output = Run(Windows, "-", "--from", "2026-02-09", "--width", "80").Output;
        string chart = output[output.IndexOf("BEFORE", StringComparison.Ordinal)..output.IndexOf("AFTER", StringComparison.Ordinal)];
        Assert.All(chart.TrimEnd().Split('\n').Skip(1), line => Assert.Contains('X', line));
    }

    [Fact]
    public void Trouble_that_remains_is_three_a_bad_row_one_and_wrong_usage_two()
    {
        const string Backup = """{"name":"a","role":"Backup","recurrence":"daily 02:00","timeZone":"UTC","duration":"1h"}""";
        string scan = Backup.Replace("Backup", "Automation", StringComparison.Ordinal);
        Assert.Equal(3, Run($"{Backup}\n{scan}", "-").ExitCode);
        (int exitCode, _, string errors) = Run($"{Backup}\n{{}}", "-");
        Assert.Equal(1, exitCode);
        Assert.Contains("-:2:", errors, StringComparison.Ordinal);
        Assert.Equal((1, ""), (Run("{}", "-").ExitCode, Run("{}", "-").Output));
        foreach (
            string[] wrong in new[]
            {
                new[] { Sample, "--days", "3661" },
                [Sample, "--step", "0"],
                [Sample, "--width", "10"],
                [Sample, "--nosuch"],
                [],
            }
        )
        {
            Assert.Equal(2, Run(null, wrong).ExitCode);
        }
    }

    private static (int ExitCode, string Output, string Errors) Run(string? input, params string[] arguments) =>
        Repository.Run("dotnet", [Cli, "plan", .. arguments], input is null ? null : Encoding.UTF8.GetBytes(input));
}
