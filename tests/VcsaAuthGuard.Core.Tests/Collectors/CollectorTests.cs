using System.Text.RegularExpressions;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.Collectors;

/// <summary>
/// The configurations in docs/collectors: their YAML, and the patterns that tell the first line of an entry from the others. The
/// collectors but for rsyslog are not at hand.
/// </summary>
public class CollectorTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "collectors");

    [Theory]
    [InlineData("rsyslog.conf", "startmsg.regex=\"(.+)\"")]
    [InlineData("fluent-bit.yaml", "state: start_state\n +regex: '/(.+)/'")]
    [InlineData("vector.yaml", "start_pattern: '(.+)'")]
    [InlineData("vector.yaml", "condition_pattern: '(.+)'")]
    [InlineData("filebeat.yml", "pattern: '(.+)'", true)]
    [InlineData("otel-collector.yaml", "line_start_pattern: '(.+)'")]
    [InlineData("config.alloy", "firstline += \"(.+)\"")]
    public void Its_pattern_finds_the_first_lines_of_entries(string file, string setting, bool isOfOtherLines = false)
    {
        Match pattern = Regex.Match(File.ReadAllText(Path.Combine(Folder, file)), setting);
        Assert.True(pattern.Success, setting);
        string log = Path.Combine(Repository.Root, "samples", "incident", "vpxd-8.log");
        Assert.All(File.ReadLines(log), line => Assert.Equal(
            line.StartsWith("-->", StringComparison.Ordinal) == isOfOtherLines, Regex.IsMatch(line, pattern.Groups[1].Value)));
    }

    [Theory]
    [InlineData("fluent-bit.yaml")]
    [InlineData("vector.yaml")]
    [InlineData("filebeat.yml")]
    [InlineData("otel-collector.yaml")]
    public void It_is_valid_yaml(string file)
    {
        using StreamReader text = new(Path.Combine(Folder, file));
        Assert.NotEmpty(YamlDocument.Read(text)!.Members!);
    }
}
