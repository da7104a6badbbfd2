namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Writes regular expressions of RE2, and the quoted strings of LogQL and LogsQL that contain them.</summary>
internal static class LineExpression
{
    /// <summary>Matches continuation lines, and most first lines of entries of several lines; see EntryShape.</summary>
    public const string ContinuationOrOpen = """-->|[{:,]\s*$|\([^)]*$|\{[^}]*$""";

    /// <summary>Returns a text in quotes.</summary>
    public static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n") + "\"";

    /// <summary>Returns a text as a regular expression.</summary>
    public static string Escaped(string text) =>
        string.Concat(
            text.Select(c => c < 128 && !char.IsLetterOrDigit(c) && c is not (' ' or '-' or '_' or '/') ? "\\" + c : c.ToString())
        );

    /// <summary>Returns the expression for the lines of a filter; empty if it has no phrases. Around parts of entries it matches
    /// continuation lines too.</summary>
    public static string Of(PlatformFilter filter)
    {
        IEnumerable<string> lines = filter.Phrases.Select(phrase => Escaped(phrase.Literal));
        return string.Join("|", filter.Parts is not null && filter.Phrases.Count > 0 ? lines.Append(ContinuationOrOpen) : lines);
    }
}
