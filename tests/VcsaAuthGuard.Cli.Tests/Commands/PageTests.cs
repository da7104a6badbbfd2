using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests;

/// <summary>Tests that the commands and options that the pages show are there.</summary>
public sealed partial class PageTests
{
    public static TheoryData<string> Lines =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .Append(Path.Combine(Repository.Root, "README.md"))
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(" #")[0].Split("| ")[^1].Trim())
            .Where(line => line.StartsWith("vcsa-authguard ", StringComparison.Ordinal))
            .Distinct()];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_page_shows_commands_and_options_that_exist(string line)
    {
        string[] words = [.. line.Split(' ').Skip(1)];
        Command command = Assert.Single(Root.Create().Subcommands, command => command.Name == words[0]);
        string[] known =
        [
            .. command.Options.Concat(command.Subcommands.SelectMany(subcommand => subcommand.Options))
                .SelectMany(option => option.Aliases.Append(option.Name)),
        ];
        Assert.All(LongOption().Matches(line).Select(match => match.Value), option => Assert.Contains(option, known));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_without_placeholders_is_parsed(string line)
    {
        if (PlaceHolder().IsMatch(line) || line.Contains('[', StringComparison.Ordinal))
        {
            return;
        }

        Assert.Empty(Root.Parse([.. CommandLineParser.SplitCommandLine(line).Skip(1)]).Errors);
    }

    [GeneratedRegex(@"(?<=[\s\[(])--[a-z][a-z-]+")]
    private static partial Regex LongOption();

    [GeneratedRegex(@"\b[A-Z]{2,}\b|\|")]
    private static partial Regex PlaceHolder();
}
