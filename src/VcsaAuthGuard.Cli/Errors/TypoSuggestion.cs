using System.CommandLine;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Errors;

/// <summary>Finds the command or option that a mistyped word most likely stands for.</summary>
internal static class TypoSuggestion
{
    /// <summary>More changes than a third of the word's letters make another word.</summary>
    private const int LettersPerChange = 3;

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
            .Select(word => (Word: word, Name: known
                .Select(name => (Name: name, Changes: CountChanges(word, name)))
                .Where(item => item.Changes <= Math.Max(1, word.TrimStart('-').Length / LettersPerChange))
                .OrderBy(item => item.Changes)
                .Select(item => item.Name)
                .FirstOrDefault()))
            .Where(item => item.Name is not null && item.Word.StartsWith('-') == item.Name.StartsWith('-'))
            .Select(item => $"Did you mean {item.Name} instead of {TerminalText.OneLine(item.Word)}?");
    }

    /// <summary>Counts the letters to insert, remove, replace or swap with their neighbour (the restricted Damerau-Levenshtein
    /// distance).</summary>
    private static int CountChanges(string left, string right)
    {
        int[,] changes = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    changes[i, j] = i + j;
                    continue;
                }

                int replaced = changes[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                changes[i, j] = Math.Min(replaced, 1 + Math.Min(changes[i - 1, j], changes[i, j - 1]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    changes[i, j] = Math.Min(changes[i, j], changes[i - 2, j - 2] + 1);
                }
            }
        }

        return changes[left.Length, right.Length];
    }
}
