using System.Globalization;
using System.Text;

namespace VcsaAuthGuard.Text;

/// <summary>Makes log text safe to show: anyone who can write to a log could otherwise move the cursor, colour the screen or turn the
/// reading direction.</summary>
public static class TerminalText
{
    /// <summary>Returns the text in one line, with a space for each line break or tab and U+FFFD for every other control or direction
    /// character.</summary>
    /// <param name="text">Log text; null gives an empty string.</param>
    public static string OneLine(string? text) => Clean(text, keepLines: false);

    /// <summary>Returns the text with its line breaks and tabs, and U+FFFD for every other control or direction character.</summary>
    /// <param name="text">Log text; null gives an empty string.</param>
    public static string Lines(string? text) => Clean(text, keepLines: true);

    /// <summary>Returns the text in one line, cut with an ellipsis where it is longer than <paramref name="width"/> characters.</summary>
    /// <param name="text">Log text; null gives an empty string.</param>
    /// <param name="width">At least 1.</param>
    public static string Cut(string? text, int width)
    {
        string line = OneLine(text);
        return line.Length <= width ? line : line.Remove(width - 1) + "…";
    }

    private static string Clean(string? text, bool keepLines)
    {
        if (text is null)
        {
            return "";
        }

        StringBuilder? clean = null;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            char shown = c switch
            {
                '\n' or '\t' => keepLines ? c : ' ',
                _ when CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => '\uFFFD',
                _ => c,
            };
            if (shown != c && clean is null)
            {
                clean = new StringBuilder(text, 0, i, text.Length);
            }

            clean?.Append(shown);
        }

        return clean?.ToString() ?? text;
    }

    /// <summary>Breaks a sentence at blanks; further lines are indented by the length of the label.</summary>
    /// <param name="label">The beginning of the first line.</param>
    /// <param name="text">The sentence.</param>
    /// <param name="width">The number of columns.</param>
    public static IEnumerable<string> Wrap(string label, string text, int width)
    {
        string line = label;
        bool isEmpty = true;
        foreach (string word in Words(text, width - label.Length))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = new string(' ', label.Length);
                isEmpty = true;
            }

            line += (isEmpty ? "" : " ") + word;
            isEmpty = false;
        }

        yield return line;
    }

    /// <summary>Returns the words of a text; a word longer than a line is cut into parts.</summary>
    private static IEnumerable<string> Words(string text, int width)
    {
        int max = Math.Max(1, width - 1);
        foreach (string word in OneLine(text).Split([' '], StringSplitOptions.RemoveEmptyEntries))
        {
            for (int at = 0; at < word.Length; at += max)
            {
                yield return word.Substring(at, Math.Min(max, word.Length - at));
            }
        }
    }
}
