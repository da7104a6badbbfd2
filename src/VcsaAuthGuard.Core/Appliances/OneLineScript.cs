namespace VcsaAuthGuard.Appliances;

/// <summary>
/// Turns scripts, which are kept in files that people can read, into one line that an appliance shell takes. The files follow rules that
/// make this simple: a comment has a line of its own, an operator stands at the end of its line, and there is neither a single quote nor a
/// here document.
/// </summary>
internal static class OneLineScript
{
    /// <summary>The ends of lines after which a command, or a part of one, follows. All others end a command.</summary>
    private static readonly string[] OpenEnds = ["{", "(", ";", "|", "&", "||", "then", "do", "else"];

    /// <summary>Joins the lines of a script of bash or awk.</summary>
    /// <exception cref="FormatException">A line does not follow the rules.</exception>
    public static string Join(string script)
    {
        List<string> parts = [];
        foreach (string line in script.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            bool isOpen = Array.Exists(OpenEnds, end => EndsWith(line, end));
            if (line.Any(letter => letter == '\'') || line.Contains(" #") || line.Contains("<<") || line[line.Length - 1] == '\\')
            {
                throw new FormatException($"The line '{line}' cannot be joined with others.");
            }

            parts.Add(isOpen ? line : line + ";");
        }

        return string.Join(" ", parts);
    }

    /// <summary>Puts text between double quotes, so that bash takes it as it is.</summary>
    public static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("$", "\\$").Replace("`", "\\`") + "\"";

    private static bool EndsWith(string line, string end)
    {
        if (!line.EndsWith(end, StringComparison.Ordinal))
        {
            return false;
        }

        // A word is one only where it stands alone.
        int before = line.Length - end.Length - 1;
        return !char.IsLetter(end[0]) || before < 0 || line[before] is ' ' or ';';
    }
}
