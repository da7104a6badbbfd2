using System.CommandLine;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Errors;

/// <summary>Finds the command or option that a mistyped word most likely stands for.</summary>
internal static class TypoSuggestion
{
    /// <summary>Returns a sentence for each word of a command line that is close to a command or an option.</summary>
    public static IEnumerable<string> Find(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] known =
        [
            .. command.Subcommands.Select(subcommand => subcommand.Name),
            .. command.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name)),
        ];
        return parsed
            .Tokens.Select(token => token.Value)
            .Where(word => !known.Contains(word))
            .Select(word => (Word: word, Name: NearNames.Find(word, known)))
            .Where(item => item.Name is not null && item.Word.StartsWith('-') == item.Name.StartsWith('-'))
            .Select(item => $"Did you mean {item.Name} instead of {TerminalText.OneLine(item.Word)}?");
    }
}
