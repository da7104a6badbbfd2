using System.Text;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Tests;

public class LargeIncidentTests
{
    private const int Size = 6 << 20;

    [Theory]
    [InlineData(2_000)]
    [InlineData(12_000)]
    [InlineData(22_000)]
    public void A_large_log_holds_what_it_counts(int sessions)
    {
        LargeIncident incident = new(500, sessions, 7);
        byte[] log = Written(stream => incident.Write(stream, Size));
        Assert.Equal(log.LongLength, incident.Counts.Bytes);
        Assert.Equal(sessions, incident.Counts.Sessions);
        Assert.Equal(
            sessions,
            Encoding
                .ASCII.GetString(log)
                .Split('\n')
                .Where(line =>
                    line.Contains("BEGIN", StringComparison.Ordinal)
                    && line.Contains("vim.SessionManager.login --", StringComparison.Ordinal)
                )
                .Select(line => line[(line.LastIndexOf(' ') + 1)..line.LastIndexOf('(')])
                .Distinct()
                .Count()
        );
        LogReadReport report = new();
        Assert.Equal(
            incident.Counts.Faults,
            FaultReader
                .Read([LogInput.FromStream("log", new MemoryStream(log))], new FaultQuery(), report, TestContext.Current.CancellationToken)
                .Count()
        );
        Assert.Equal(log, Written(stream => new LargeIncident(500, sessions, 7).Write(stream, Size)));
    }

    [Fact]
    public void The_profiler_names_a_share_of_the_logs_sessions()
    {
        LargeIncident incident = new(500, 4_000, 7);
        string log = Encoding.ASCII.GetString(Written(stream => incident.Write(stream, Size)));
        string[] lines =
        [
            .. Encoding
                .ASCII.GetString(Written(stream => Assert.InRange(incident.WriteProfiler(stream, 0.25), 800, 1200)))
                .Split('\n')
                .Where(line => line.StartsWith("-->", StringComparison.Ordinal)),
        ];
        Assert.All(
            lines.Where((_, i) => i % 50 == 0),
            line => Assert.Contains($" -- {line.Split('\'')[1]}(", log, StringComparison.Ordinal)
        );
        Assert.InRange(lines.Select(line => line.Split('\'')[3]).Distinct().Count(), 350, 500);
    }

    private static byte[] Written(Action<Stream> write)
    {
        using MemoryStream stream = new();
        write(stream);
        return stream.ToArray();
    }
}
