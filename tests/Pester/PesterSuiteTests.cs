using System.Text.Json;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Pester.Tests;

/// <summary>Runs the Pester suite in a child PowerShell and reports each of its tests as one of ours.</summary>
public class PesterSuiteTests
{
    private const string NoPester =
        "The Pester suite did not run: PowerShell 7.4 or later with Pester 5 is not on the PATH (https://aka.ms/powershell, Install-Module Pester).";

    public static IEnumerable<TheoryDataRow<string, string>> Suite()
    {
        string? pwsh = Repository.Program("pwsh");
        if (pwsh is null || !HasPester(pwsh))
        {
            yield return Repository.IsRequired("pwsh")
                ? new("Failed", NoPester) { TestDisplayName = "Pester suite" }
                : new("Skipped", NoPester) { TestDisplayName = "Pester suite", Skip = NoPester };
            yield break;
        }

        string results = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        (int exitCode, string output, string errors) = Repository.Run(
            pwsh, ["-NoProfile", "-NonInteractive", "-File", Path.Combine(Repository.Root, "tests", "Pester", "Invoke-Suite.ps1"), "-ResultPath", results]);
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

    private static bool HasPester(string pwsh)
    {
        const string Check = "if ($PSVersionTable.PSVersion -lt [version]'7.4' -or -not (Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -ge 5 })) { exit 1 }";
        return Repository.Run(pwsh, ["-NoProfile", "-NonInteractive", "-Command", Check]).ExitCode == 0;
    }
}
