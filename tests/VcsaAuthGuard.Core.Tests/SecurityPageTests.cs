using System.Text.RegularExpressions;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests;

/// <summary>docs/security.md names tests that exist, and every promise has one.</summary>
public partial class SecurityPageTests
{
    private static readonly string Tests = Path.Combine(Repository.Root, "tests");

    private static readonly Lazy<Dictionary<string, string>> Sources = new(() =>
        Directory
            .EnumerateFiles(Tests, "*Tests.*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".cs" or ".ps1")
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .DistinctBy(Path.GetFileName)
            .ToDictionary(path => Path.GetFileName(path)!, File.ReadAllText));

    public static TheoryData<string> Promises =>
    [
        .. File.ReadAllLines(Path.Combine(Repository.Root, "docs", "security.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Promise", StringComparison.Ordinal))
            .Where(line => !line.StartsWith("| ---", StringComparison.Ordinal)),
    ];

    [Fact]
    public void The_page_lists_promises() => Assert.InRange(Promises.Count, 20, 200);

    [Theory]
    [MemberData(nameof(Promises))]
    public void A_promise_names_tests_that_exist(string row)
    {
        string[] cells = row.Trim('|').Split(" | ", 2);
        MatchCollection tests = Quoted().Matches(cells[1]);
        Assert.NotEmpty(tests);
        Assert.All(tests, test => Assert.True(Exists(test.Groups[1].Value), $"There is no test {test.Groups[1].Value}."));
    }

    private static bool Exists(string test)
    {
        string[] pester = test.Split(": ", 2);
        string[] method = test.Split('.');
        return pester.Length == 2
            ? Sources.Value.TryGetValue(pester[0], out string? script) && script.Contains($"It '{pester[1]}'", StringComparison.Ordinal)
            : Sources.Value.TryGetValue(method[0] + ".cs", out string? source)
                && source.Contains($" {method[1]}(", StringComparison.Ordinal);
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
