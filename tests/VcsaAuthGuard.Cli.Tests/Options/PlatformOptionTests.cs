using System.Text;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Options;

/// <summary>Commands that query a log platform.</summary>
public class PlatformOptionTests
{
    [Theory]
    [InlineData("--platform needs --uri", "faults", "--platform", "Loki")]
    [InlineData("--platform needs --after", "load", "--platform", "Loki", "--uri", "loki.example.org")]
    [InlineData("need --platform", "diagnose", "vpxd.log", "--uri", "loki.example.org")]
    [InlineData("not both", "diagnose", "vpxd.log", "--platform", "Loki", "--uri", "loki.example.org", "--after", "-1h")]
    [InlineData("AriaLogs requires a login", "faults", "--platform", "AriaLogs", "--uri", "logs.example.org", "--after", "-1h")]
    [InlineData("--index applies to OpenSearch", "fleet", "--platform", "loki", "--uri", "l.example.org", "--after", "-1h", "--index", "x")]
    [InlineData("--after is not earlier", "fleet", "--platform", "Loki", "--uri", "l.example.org", "--after", "now", "--before", "-1h")]
    [InlineData("Give the log platform", "fleet")]
    [InlineData("contains a user name", "fleet", "--platform", "Loki", "--uri", "https://me:secret@l.example.org", "--after", "-1h")]
    public void What_does_not_go_together_is_incorrect_usage(string message, params string[] arguments)
    {
        (int exitCode, string output, string errors) = Run(arguments);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("faults")]
    [InlineData("fleet")]
    [InlineData("load")]
    [InlineData("diagnose")]
    public void A_platform_that_cannot_be_reached_is_reported_with_what_to_do(string command)
    {
        (int exitCode, string output, string errors) = Run(command, "--platform", "Loki", "--uri", "http://127.0.0.1:9", "--after", "-1h");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("127.0.0.1:9: The server could not be reached", errors, StringComparison.Ordinal);
        Assert.Contains("the firewall and the proxy", errors, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments) =>
        Repository.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), .. arguments], Encoding.UTF8.GetBytes(""));
}
