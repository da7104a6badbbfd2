using System.Text.RegularExpressions;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>The oracle's reading of the bracket with the keys in an entry's header.</summary>
internal static class NaiveBracket
{
    private static readonly Regex Key = new(@"(?<=^|[ \t])(?:opID|opId)=(?:""(?<value>[^""]*)""|(?<value>[^ \t]*))");
    private static readonly Regex QuotedValue = new("=\"[^\"]*\"");

    /// <summary>Returns the end of the bracket that opens at <paramref name="open"/>; -1 if the line has no closing bracket.</summary>
    public static int Close(string line, int open)
    {
        // Values in quotes are painted over, so that the brackets in them do not count.
        string plain = QuotedValue.Replace(line, value => "=" + new string('_', value.Length - 1), -1, open);
        int depth = 0;
        for (int i = open; i < plain.Length; i++)
        {
            depth += plain[i] == '[' ? 1 : plain[i] == ']' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return line.IndexOf(']', open);
    }

    /// <summary>The first operation id among the keys of a bracket; null when there is none or it is empty.</summary>
    public static string? OpId(string keys)
    {
        MatchCollection quoted = QuotedValue.Matches(keys);
        Match? first = Key.Matches(keys)
            .FirstOrDefault(key => !quoted.Any(value => value.Index < key.Index && key.Index < value.Index + value.Length));
        return first?.Groups["value"] is { Length: > 0 } id ? id.Value : null;
    }
}
