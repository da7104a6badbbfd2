namespace VcsaAuthGuard.Diagnosis.Remedies;

/// <summary>Breaks a command into lines that can be copied: behind a pipe, a semicolon, a comma or an opening brace, where PowerShell reads
/// on, or at a blank with a backtick. No word is cut.</summary>
public static class CommandLines
{
    private const string Remote = "ssh ";
    private const string GoOn = " `";
    private const string Indent = "  ";

    /// <summary>Returns the lines; one that has no place to break is longer than the width.</summary>
    /// <param name="command">The command.</param>
    /// <param name="width">The width of the lines.</param>
    /// <param name="taken">The part of the first line that is taken by other text.</param>
    public static IEnumerable<string> Break(string command, int width, int taken = 0)
    {
        string rest = command;
        string indent = "";
        int free = width - taken;
        while (rest.Length > free && Place(rest, free, command) is (int length, bool isMarked))
        {
            string line = rest.Remove(length);
            yield return isMarked ? indent + line + GoOn : indent + line;
            rest = rest.Substring(length + 1);
            indent = Indent;
            free = width - Indent.Length;
        }

        yield return indent + rest;
    }

    /// <summary>Returns the length of the longest part that ends at a place to break, and whether it needs a mark; null if there is
    /// none.</summary>
    private static (int Length, bool IsMarked)? Place(string text, int width, string command)
    {
        int best = 0, blank = 0;
        char quote = '\0';
        for (int i = 0; i < text.Length && i <= width; i++)
        {
            char c = text[i];
            quote = quote == '\0' && c is '"' or '\'' ? c : c == quote ? '\0' : quote;
            if (c != ' ' || i == 0 || quote == '\'')
            {
                continue;
            }

            char before = text[i - 1];
            if (quote == '\0' && before is '|' or ';' or ',' or '{')
            {
                best = i;
            }
            else if (quote == '\0' && i + GoOn.Length <= width)
            {
                blank = i;
            }
        }

        bool isRemote = command.StartsWith(Remote, StringComparison.Ordinal);
        if (command[0] == '#')
        {
            return null;
        }

        bool isMarked = !isRemote && blank > 0 && best < width / 2;
        return isMarked ? (blank, true)
            : best > 0 ? (best, false)
            : null;
    }
}
