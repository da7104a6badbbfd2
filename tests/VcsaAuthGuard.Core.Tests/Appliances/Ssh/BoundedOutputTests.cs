using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Appliances.Ssh;

namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>Output without an end does not fill the memory.</summary>
public class BoundedOutputTests
{
    public static TheoryData<ServiceTransport> Transports() => [.. ApplianceShells.Transports];

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a\nb\n", new[] { "a", "b" })]
    [InlineData("a\r\n\nb", new[] { "a", "", "b" })]
    [InlineData("12345678901\n2\n", new[] { "1234567890", "1", "2" })]
    [InlineData("1234567890\n2", new[] { "1234567890", "2" })]
    public async Task A_long_line_is_read_in_pieces(string text, string[] expected)
    {
        BoundedLineReader reader = new(new StringReader(text), maxLength: 10);
        List<string> lines = [];
        while (await reader.ReadAsync() is string line)
        {
            lines.Add(line);
        }

        Assert.Equal(expected, lines);
    }

    [Theory]
    [InlineData(SshStream.Output)]
    [InlineData(SshStream.Error)]
    public async Task A_command_that_prints_without_end_is_given_up(object stream)
    {
        using ApplianceShell shell = new(new EndlessConnection((SshStream)stream));
        ApplianceException e = await Assert.ThrowsAsync<ApplianceException>(() =>
            shell.RunAsync(ApplianceCommand.StatusAll, null, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        Assert.Equal(ApplianceProblem.NotUnderstood, e.Problem);
        Assert.Contains("printed more than 4 MiB", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_step_that_prints_too_much_is_kept_in_part_and_taken_to_its_end(ServiceTransport transport)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        appliance.SetFault("vpxd", ApplianceAction.Restart, ApplianceFault.Talks);
        using ShellServiceControl control = appliance.Control(transport);
        RestartReport report = await new PipelineRestart(control, new() { PollInterval = TimeSpan.FromMilliseconds(150) })
            .RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(RestartOutcome.Restarted, report.Outcome);
        Assert.InRange(Assert.Single(report.Steps).Output.Length, 200_000, 300_000);
    }

    /// <summary>Prints the mark at which output begins, and then lines until it is cancelled.</summary>
    private sealed class EndlessConnection(SshStream stream) : ISshConnection
    {
        public SshTarget Target { get; } = new() { Host = "vc01.example.org" };

        public Task RunAsync(string text, Action<SshStream, string> onLine, CancellationToken cancellation)
        {
            string mark = text.Substring(text.IndexOf("vcsa-", StringComparison.Ordinal)).Split(';')[0];
            onLine(SshStream.Output, mark);
            onLine(SshStream.Error, mark);
            string line = new('x', 1000);
            while (true)
            {
                onLine(stream, line);
                cancellation.ThrowIfCancellationRequested();
            }
        }

        public void Dispose()
        {
        }
    }
}
