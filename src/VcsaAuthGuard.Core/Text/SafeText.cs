using System.Net;
using System.Text;

namespace VcsaAuthGuard.Text;

/// <summary>Makes what a server sent fit to be shown in a message.</summary>
internal static class SafeText
{
    private const int Width = 200;

    /// <summary>Returns the text in one line, not too long.</summary>
    public static string Cut(string? text) => TerminalText.Cut(text, Width);

    /// <summary>Returns the first words of a page, without its markup.</summary>
    public static string FirstWords(string page)
    {
        StringBuilder words = new();
        bool isTag = false;
        foreach (char c in page)
        {
            if (words.Length > Width)
            {
                break;
            }

            isTag = c == '<' || (isTag && c != '>');
            if (isTag || char.IsWhiteSpace(c) || c == '>')
            {
                // Any run of markup and white space is one space.
                if (words.Length > 0 && words[words.Length - 1] != ' ')
                {
                    words.Append(' ');
                }
            }
            else
            {
                words.Append(c);
            }
        }

        return Cut(WebUtility.HtmlDecode(words.ToString().Trim()));
    }
}
