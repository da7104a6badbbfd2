using System.Text.Json;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Pester.Tests;

/// <summary>Runs the Pester suite in PowerShell and reports each of its tests as a test of this project.</summary>
public class PesterSuiteTests
{
    private static readonly string PowerShellFolder = Path.Combine(AppContext.BaseDirectory, "powershell");

    public static IEnumerable<TheoryDataRow<string, string>> Suite()
    {
        string pwsh = Path.Combine(PowerShellFolder, OperatingSystem.IsWindows() ? "pwsh.cmd" : "pwsh");
        string suite = Path.Combine(Repository.Root, "tests", "Pester", "Invoke-Suite.ps1");
        string results = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        (int exitCode, string output, string errors) = Repository.Run(
            pwsh, ["-NoProfile", "-NonInteractive", "-File", suite, "-ResultPath", results, "-PowerShellFolder", PowerShellFolder]);
        if (!File.Exists(results))
        {
            yield return new("Failed", $"The suite ended with {exitCode} and without results.\n{output}\n{errors}") { TestDisplayName = "Pester suite" };
            yield break;
        }

        foreach (string line in File.ReadLines(results))
        {
            using JsonDocument test = JsonDocument.Parse(line);
            string Text(string name) => test.RootElement.GetProperty(name).GetString() ?? "";
            string result = Text("Result");
            yield return new(result, Text("Error"))
            {
                TestDisplayName = "Pester: " + Text("Name"),
                Skip = result is "Skipped" or "NotRun" or "Inconclusive" ? (Text("Error") is { Length: > 0 } why ? why : result) : null,
            };
        }

        File.Delete(results);
    }

    [Theory]
    [MemberData(nameof(Suite), DisableDiscoveryEnumeration = true)]
    public void Passes(string result, string error) => Assert.True(result == "Passed", error);
}
