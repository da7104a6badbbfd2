using System.Text.Json;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Pester.Tests;

/// <summary>Runs the Pester suite in PowerShell and reports each of its tests as a test of this project.</summary>
public class PesterSuiteTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Suite() => PesterSuite.Run("Pester: ");

    [Theory]
    [MemberData(nameof(Suite), DisableDiscoveryEnumeration = true)]
    public void Passes(string result, string error) => Assert.True(result == "Passed", error);
}

/// <summary>Runs a part of the suite against the module's netstandard2.0 build.</summary>
public class NetStandardSuiteTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Suite() => PesterSuite.Run("Pester, netstandard2.0: ", "-NetStandard");

    [Theory]
    [MemberData(nameof(Suite), DisableDiscoveryEnumeration = true)]
    public void Passes(string result, string error) => Assert.True(result == "Passed", error);
}

/// <summary>Runs Invoke-Suite.ps1 in the PowerShell that the build laid out beside this program.</summary>
internal static class PesterSuite
{
    private static readonly string PowerShellFolder = Path.Combine(AppContext.BaseDirectory, "powershell");

    public static IEnumerable<TheoryDataRow<string, string>> Run(string prefix, params string[] options)
    {
        string pwsh = Path.Combine(PowerShellFolder, OperatingSystem.IsWindows() ? "pwsh.cmd" : "pwsh");
        string suite = Path.Combine(Repository.Root, "tests", "Pester", "Invoke-Suite.ps1");
        string results = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        (int exitCode, string output, string errors) = Repository.Run(
            pwsh,
            ["-NoProfile", "-NonInteractive", "-File", suite, "-ResultPath", results, "-PowerShellFolder", PowerShellFolder, .. options]
        );
        if (!File.Exists(results))
        {
            yield return new("Failed", $"The suite ended with {exitCode} and without results.\n{output}\n{errors}")
            {
                TestDisplayName = prefix + "suite",
            };
            yield break;
        }

        foreach (string line in File.ReadLines(results))
        {
            using JsonDocument test = JsonDocument.Parse(line);
            string Text(string name) => test.RootElement.GetProperty(name).GetString() ?? "";
            string result = Text("Result");
            yield return new(result, Text("Error"))
            {
                TestDisplayName = prefix + Text("Name"),
                Skip = result is "Skipped" or "NotRun" or "Inconclusive" ? (Text("Error") is { Length: > 0 } why ? why : result) : null,
            };
        }

        File.Delete(results);
    }
}
