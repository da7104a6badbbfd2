using System.Net;
using System.Text.Json;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Cli.Tests.Commands;

/// <summary>Tests the commands that connect to vCenter Server, against the vSphere simulator.</summary>
public sealed class SessionsCommandTests(VSphereSimulator simulator) : IClassFixture<VSphereSimulator>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sessions_are_listed_counted_and_ended()
    {
        Require();
        for (int i = 0; i < 3; i++)
        {
            await LoginAsync(@"CORP\svc-leak", "leaky/1");
        }

        await LoginAsync("vpxd-extension-0a1b", "leaky/1");
        (int exitCode, string output, string errors) = Run("sessions", "--session-user", @"corp\*", "--json");
        Assert.Equal((0, 3), (exitCode, Lines(output).Length));
        Assert.Contains("3 sessions of 5 on 1 server.", errors, StringComparison.Ordinal);
        Assert.Equal("leaky/1", JsonDocument.Parse(Lines(output)[0]).RootElement.GetProperty("userAgent").GetString());

        string[] clients = Lines(Run("sessions", "--summary", "--output", "csv").Output);
        Assert.Equal("SESSIONS,SHARE,USER,ADDRESS,IDLE,AGENT", clients[0]);
        Assert.StartsWith(@"3,60 %,CORP\svc-leak,127.0.0.1,", clients[1], StringComparison.Ordinal);

        (exitCode, output, errors) = Run("sessions", "--agent", "leaky*", "--end", "--what-if");
        Assert.Equal((0, 3), (exitCode, Lines(output).Length));
        Assert.Contains("Nothing was changed (--what-if).", errors, StringComparison.Ordinal);

        (exitCode, _, errors) = Run("sessions", "--agent", "leaky*", "--end", "--yes", "--max-count", "2");
        Assert.Equal(2, exitCode);
        Assert.Contains("None was ended.", errors, StringComparison.Ordinal);

        (exitCode, _, errors) = Run("sessions", "--agent", "leaky*", "--end", "--yes");
        Assert.Equal(0, exitCode);
        Assert.Contains("3 ended, 1 kept.", errors, StringComparison.Ordinal);
        Assert.Equal(2, Lines(Run("sessions", "--json").Output).Length);
    }

    [Fact]
    public void Limits_are_listed_and_recommended()
    {
        Require();
        (int exitCode, string output, _) = Run("limits", "--json");
        Assert.Equal(0, exitCode);
        JsonElement limit = JsonDocument.Parse(Lines(output)[0]).RootElement;
        Assert.Equal(("Sessions", 3000, "Default"), (
            limit.GetProperty("name").GetString(), limit.GetProperty("value").GetInt32(), limit.GetProperty("origin").GetString()));
        Assert.Contains("<maxSessionCount>4000<", Run("limits", "--recommend", "--peak", "2900").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_not_there_is_an_error_and_the_others_are_read()
    {
        Require();
        (int exitCode, string output, string errors) = Run("sessions", "127.0.0.1:1", "--json");
        Assert.Equal(1, exitCode);
        Assert.NotEmpty(Lines(output));
        Assert.StartsWith("127.0.0.1:1: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_is_not_trusted_names_the_options_of_this_program()
    {
        Require();
        (int exitCode, _, string errors) = RunPlain("sessions", simulator.Address.AbsoluteUri, "--user", "a", "--password-file", "-");
        Assert.Equal(1, exitCode);
        Assert.Contains($"--thumbprint {simulator.Thumbprint}", errors, StringComparison.Ordinal);
        Assert.Contains("--skip-certificate-check", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--end needs --session-user", "sessions", "vc01", "--end")]
    [InlineData("--password-file needs --user.", "limits", "vc01", "--password-file", "x")]
    [InlineData("SSH.NET is not part of this program.", "services", "vc01", "--transport", "sshnet")]
    [InlineData("--transport rest needs --user.", "restart", "vc01", "--transport", "rest")]
    [InlineData("The ssh program takes no password", "restart", "vc01", "--transport", "ssh", "--user", "root")]
    [InlineData("One appliance is restarted at a time", "restart", "vc01", "vc02")]
    [InlineData("there is no service 'vpx'", "services", "vc01", "--name", "vpx")]
    [InlineData("--batch needs --interval.", "queue", "--requests", "9", "--service-time", "1s", "--batch", "5")]
    public void Wrong_usage_is_refused(string error, params string[] arguments)
    {
        Assert.Contains(Root.Parse(arguments).Errors, item => item.Message.Contains(error, StringComparison.Ordinal));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void Require()
    {
        if (simulator.Missing is string missing)
        {
            Assert.SkipUnless(Repository.IsRequired(VSphereSimulator.Peer), missing);
            Assert.Fail(missing);
        }
    }

    private async Task LoginAsync(string user, string agent)
    {
        VSphereClientOptions options = new()
        {
            Address = simulator.Address,
            Thumbprint = CertificateThumbprint.Parse(simulator.Thumbprint),
            UserAgent = agent,
        };
        using VSphereClient client = new(options);
        await client.LoginAsync(new NetworkCredential(user, "x"), Stop);
    }

    private (int ExitCode, string Output, string Errors) Run(string command, params string[] arguments) => RunPlain(
        [
            command, .. arguments, simulator.Address.AbsoluteUri, "--user", "operator@vsphere.local", "--password-file", "-",
            "--thumbprint", simulator.Thumbprint,
        ]);

    private static (int ExitCode, string Output, string Errors) RunPlain(params string[] arguments) =>
        Repository.Run("dotnet", [typeof(CliJson).Assembly.Location, .. arguments], "pass\n"u8.ToArray());
}
