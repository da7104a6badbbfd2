using System.Text;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.LogPlatforms.Reading;

/// <summary>Determines from an event's text whether it is a whole entry or a line of one.</summary>
internal static class EntryShape
{
    private const string SessionOfDump = "/SessionPool/Session/";

    /// <summary>Determines whether a text is a continuation line of an entry.</summary>
    public static bool IsContinuation(string text)
    {
        string start = text.Length <= LogLine.ContinuationReach ? text : text.Remove(LogLine.ContinuationReach);
        return start.Contains("-->") && LogLine.IsContinuation(Encoding.UTF8.GetBytes(start));
    }

    /// <summary>Determines whether a text is a first line with an open bracket, or with a colon or a comma at its end.</summary>
    public static bool IsOpen(string text)
    {
        string line = text.TrimEnd();
        if (line.Length == 0 || line.Contains('\n') || line.Contains("\\n-->") || line.Contains("#012-->"))
        {
            return false;
        }

        return OpenBrackets(line) > 0 || line[line.Length - 1] is '{' or ':' or ',';
    }

    /// <summary>Returns the number of brackets that a text opens, less those that it closes.</summary>
    public static int OpenBrackets(string text)
    {
        int open = 0;
        foreach (char c in text)
        {
            open += c is '(' or '{' ? 1 : c is ')' or '}' ? -1 : 0;
        }

        return open;
    }

    /// <summary>Returns a line of the profiler's dump that names a session's user, without its arrow; null if the text is no such
    /// line.</summary>
    public static string? LineOfDump(string text)
    {
        int at = text.IndexOf(SessionOfDump, StringComparison.Ordinal);
        int arrow = at < 0 ? -1 : text.IndexOf("-->", StringComparison.Ordinal);
        return arrow >= 0 && arrow < at && !text.Contains('\n') ? text.Substring(arrow + 3).Trim() : null;
    }
}
