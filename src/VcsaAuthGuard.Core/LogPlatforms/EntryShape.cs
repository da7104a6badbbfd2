using System.Text;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>What an event's text says of the entry it is, or is a line of.</summary>
internal static class EntryShape
{
    private const string SessionOfDump = "/SessionPool/Session/";

    /// <summary>Whether it is a line that carries an entry on.</summary>
    public static bool IsContinuation(string text)
    {
        string start = text.Length <= LogLine.ContinuationReach ? text : text.Remove(LogLine.ContinuationReach);
        return start.Contains("-->") && LogLine.IsContinuation(Encoding.UTF8.GetBytes(start));
    }

    /// <summary>Whether it is a first line that leaves something open: a bracket, or a colon or a comma at its end.</summary>
    public static bool IsOpen(string text)
    {
        string line = text.TrimEnd();
        if (line.Length == 0 || line.Contains('\n') || line.Contains("\\n-->") || line.Contains("#012-->"))
        {
            return false;
        }

        int open = 0;
        foreach (char c in line)
        {
            open += c is '(' or '{' ? 1 : c is ')' or '}' ? -1 : 0;
        }

        return open > 0 || line[line.Length - 1] is '{' or ':' or ',';
    }

    /// <summary>A line of the profiler's dump that says whose a session is: it needs no other line. Without its arrow; null when it is none.</summary>
    public static string? LineOfDump(string text)
    {
        int at = text.IndexOf(SessionOfDump, StringComparison.Ordinal);
        int arrow = at < 0 ? -1 : text.IndexOf("-->", StringComparison.Ordinal);
        return arrow >= 0 && arrow < at && !text.Contains('\n') ? text.Substring(arrow + 3).Trim() : null;
    }
}
