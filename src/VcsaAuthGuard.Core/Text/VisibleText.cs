using System.Globalization;
using System.Text;

namespace VcsaAuthGuard.Text;

/// <summary>
/// Makes log text safe for a page. Characters with a meaning in HTML are escaped, and invisible characters (controls, ANSI's escape,
/// marks that change the reading direction, unpaired surrogates) are shown by their code point: <c>U+202E</c>.
/// </summary>
internal static class VisibleText
{
    /// <summary>Returns the text as plain text, with <c>[U+202E]</c> for invisible characters.</summary>
    public static string Plain(string? text)
    {
        StringBuilder plain = new();
        Walk(
            text,
            keepLines: false,
            c => plain.Append(c),
            point => plain.Append('[').Append(Name(point)).Append(']'),
            pair => plain.Append(pair)
        );
        return plain.ToString();
    }

    /// <summary>Adds the text as HTML.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="text">The text; null adds nothing.</param>
    /// <param name="keepLines">Whether line breaks and tabs stay; if not, each is a space.</param>
    public static void Append(StringBuilder html, string? text, bool keepLines) =>
        Walk(
            text,
            keepLines,
            c => Escape(html, c),
            point => html.Append("<span class=\"point\">").Append(Name(point)).Append("</span>"),
            pair => html.Append(pair)
        );

    /// <summary>Adds the text as an attribute's value, for double quotes.</summary>
    public static void AppendAttribute(StringBuilder html, string text)
    {
        foreach (char c in Plain(text))
        {
            Escape(html, c);
        }
    }

    private static void Escape(StringBuilder html, char c) => _ = c switch
    {
        '<' => html.Append("&lt;"),
        '>' => html.Append("&gt;"),
        '&' => html.Append("&amp;"),
        '"' => html.Append("&quot;"),
        '\'' => html.Append("&#39;"),
        _ => html.Append(c),
    };

    private static void Walk(string? text, bool keepLines, Action<char> character, Action<int> hidden, Action<string> pair)
    {
        for (int i = 0; i < (text?.Length ?? 0); i++)
        {
            char c = text![i];
            if (c is '\n' or '\t')
            {
                character(keepLines ? c : ' ');
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                int point = char.ConvertToUtf32(c, text[i + 1]);
                if (IsHidden(CharUnicodeInfo.GetUnicodeCategory(text, i)) || IsNoncharacter(point))
                {
                    hidden(point);
                }
                else
                {
                    pair(text.Substring(i, 2));
                }

                i++;
            }
            else if (IsHidden(CharUnicodeInfo.GetUnicodeCategory(c)) || IsNoncharacter(c))
            {
                hidden(c);
            }
            else
            {
                character(c);
            }
        }
    }

    private static bool IsHidden(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    /// <summary>Returns whether a code point is a noncharacter, which a page must not contain.</summary>
    private static bool IsNoncharacter(int point) => (point & 0xFFFE) == 0xFFFE || point is >= 0xFDD0 and <= 0xFDEF;

    private static string Name(int point) => "U+" + point.ToString("X4", CultureInfo.InvariantCulture);
}
