using System.Text;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Tests.ApiLoad;

/// <summary>Tests the durations of requests, from the public access lines and vpxd lines, and from synthetic ones.</summary>
public class RequestDurationTests
{
    private readonly LogReadReport _report = new();

    [Fact]
    public void The_public_access_lines_have_their_durations()
    {
        (double[] milliseconds, _) = Read(null, ("envoy-access.log", File.ReadAllText(Repository.Sample("envoy-access.log"))));
        Assert.Equal([1, 9, 99], milliseconds);
    }

    [Fact]
    public void The_public_calls_last_from_begin_to_end()
    {
        (double[] milliseconds, RequestDurations reader) = Read(null, ("vpxd-8.log", File.ReadAllText(Repository.Sample("vpxd-8.log"))));
        Assert.NotEmpty(milliseconds);
        Assert.All(milliseconds, value => Assert.InRange(value, 0, 60_000));
        Assert.Equal(0, reader.Unusable);
    }

    [Fact]
    public void Calls_are_paired_by_number_and_operation_over_rotated_logs_and_errors_end_them_too()
    {
        (double[] milliseconds, RequestDurations reader) = Read(
            null,
            (
                "vpxd-1.log",
                $"{LoadLogs.Begin(0, 1, lro: 1, op: "a")}\n{LoadLogs.Begin(1, 1, lro: 1, op: "b")}\n{LoadLogs.Begin(2, 1, lro: 2, op: "a")}"
            ),
            (
                "vpxd-2.log",
                $"{End(3, "FINISH lro-2", "a")}\n{End(5, "ERROR lro-1 -- SessionManager -- vim.X: vim.fault.NotAuthenticated:", "a")}\n"
                    + $"{End(6, "FINISH lro-9", "c")}"
            )
        );
        Assert.Equal([1000, 5000], milliseconds);
        Assert.Equal(2, reader.Unpaired); // b has no end, 9 no begin.
    }

    [Fact]
    public void Only_wanted_requests_count()
    {
        const string Start = "2026-07-23T18:54:57.291Z info envoy[2928] [Originator@6876 sub=Default] 2026-07-23T18:54:49.431Z";
        string access = $"""
            {Start} POST /hgw/host-7/sdk HTTP/1.1 200 via_upstream - 12 91 250 249 0 10.0.0.7:38396
            {Start} POST /sdk HTTP/1.1 200 via_upstream - 12 91 7 6 0 10.0.0.7:38396
            """;
        string calls =
            $"{LoadLogs.Begin(0, 1, "vim.Folder.createVm", 1)}\n{LoadLogs.Begin(1, 1, lro: 2)}\n{End(2, "FINISH lro-1", "7e1280cf")}\n"
            + $"{End(2, "FINISH lro-2", "7e1280cf")}";
        (double[] milliseconds, RequestDurations reader) = Read(
            name => name.StartsWith("/hgw/", StringComparison.Ordinal) || name == "vim.Folder.createVm",
            ("envoy-access.log", access),
            ("vpxd-1.log", calls)
        );
        Assert.Equal([250, 2000], milliseconds);
        Assert.Equal(0, reader.Unpaired);
    }

    [Fact]
    public void Only_requests_that_were_received_in_the_range_count()
    {
        string calls =
            $"{LoadLogs.Begin(0, 1, lro: 1, op: "a")}\n{LoadLogs.Begin(10, 1, lro: 2, op: "b")}\n{End(12, "FINISH lro-1", "a")}\n"
            + $"{End(13, "FINISH lro-2", "b")}";
        RequestDurations reader = new(null, _report) { Range = new(LoadLogs.TimeAt(5), LoadLogs.TimeAt(20)) };
        LogInput[] inputs =
        [
            LogInput.FromStream("vpxd-1.log", new MemoryStream(Encoding.UTF8.GetBytes(calls))),
            LogInput.FromStream(
                "envoy-access.log",
                new MemoryStream(Encoding.UTF8.GetBytes(LoadLogs.Request(6, "10.0.0.7") + "\n" + LoadLogs.Request(30, "10.0.0.7")))),
        ];
        Assert.Equal([3000, 1], reader.Read(inputs, TestContext.Current.CancellationToken).Select(duration => duration.TotalMilliseconds));
        Assert.Equal(0, reader.Unpaired);
    }

    [Fact]
    public void What_has_no_usable_duration_is_counted()
    {
        string access = "POST /sdk HTTP/1.1 200 via_upstream\nno request at all\n";
        string calls = $"{LoadLogs.Begin(5, 1, lro: 1)}\n{End(2, "FINISH lro-1", "7e1280cf")}";
        (double[] milliseconds, RequestDurations reader) = Read(null, ("envoy-access.log", access), ("vpxd-1.log", calls));
        Assert.Empty(milliseconds);
        Assert.Equal(2, reader.Unusable);
        Assert.Equal(1, _report.Counts.NotUnderstood);
    }

    private static string End(double seconds, string what, string op) =>
        $"{LoadLogs.At(seconds)} info vpxd[45715] [Originator@6876 sub=vpxLro opID={op}] [VpxLRO] -- {what}";

    private (double[] Milliseconds, RequestDurations Reader) Read(Func<string, bool>? isWanted, params (string Name, string Text)[] logs)
    {
        RequestDurations reader = new(isWanted, _report);
        IEnumerable<LogInput> inputs = logs.Select(log =>
            LogInput.FromStream(log.Name, new MemoryStream(Encoding.UTF8.GetBytes(log.Text)))
        );
        return ([.. reader.Read(inputs, TestContext.Current.CancellationToken).Select(duration => duration.TotalMilliseconds)], reader);
    }
}
