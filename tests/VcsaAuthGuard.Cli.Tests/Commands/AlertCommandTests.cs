using System.Text.Json;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

public sealed class AlertCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-alert-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_alert_goes_to_standard_output()
    {
        (int exitCode, string output, string errors) = Run(
            "alert",
            "LogQL",
            "--threshold",
            "20",
            "--period",
            "90s",
            "--server",
            "vc01",
            "--server",
            "vc02"
        );
        Assert.Equal(0, exitCode);
        Assert.Empty(errors);
        Assert.Contains("hostname=~\"vc01|vc02\"", output, StringComparison.Ordinal);
        Assert.EndsWith("[90s])) > 20\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_gets_a_file_of_the_usual_name()
    {
        Assert.Equal((0, "", ""), Run("alert", "AriaContentPack", "--name", "Mine", "--out", _folder.FullName));
        using JsonDocument pack = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "vcsa-auth.vlcp")));
        Assert.Equal("Mine", pack.RootElement.GetProperty("alerts")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_exit_code_1()
    {
        (int exitCode, _, string errors) = Run("alert", "Sigma", "--out", Path.Combine(_folder.FullName, "gone", "x.yml"));
        Assert.Equal(1, exitCode);
        Assert.StartsWith("The output could not be written: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alert")]
    [InlineData("alert", "Sunspots")]
    [InlineData("alert", "Sigma", "--threshold", "-1")]
    [InlineData("alert", "Sigma", "--period", "300")]
    [InlineData("alert", "Sigma", "--server", "a b")]
    [InlineData("alert", "Sigma", "--name", "[x]")]
    public void Wrong_usage_is_exit_code_2_and_says_what(params string[] arguments)
    {
        (int exitCode, string output, string errors) = Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains("Try 'vcsa-authguard --help'.", errors, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments) =>
        Repository.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), .. arguments]);
}
