using System.Text;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Tests.Logs;

namespace VcsaAuthGuard.Tests.Faults;

/// <summary>Represents the result of the naive reader; the names are those of <c>LogCounts</c>.</summary>
internal sealed record NaiveResult(
    IReadOnlyList<AuthFault> Faults, long Lines, long Mentions, long Orphans, long CutEntries, long TimesWithoutOffset);

/// <summary>
/// Reads faults as docs/reading-logs.md says, in the plainest code that does so: the whole log in memory, one line after
/// the other, regular expressions. Speed is no aim. It shares nothing with the reader it is held against.
/// </summary>
internal static class NaiveFaultReader
{
    /// <summary>Of a longer entry only so many bytes are used.</summary>
    internal const int MaxEntryLength = 1 << 20;

    /// <summary>Only so many bytes of a line decide whether it is a continuation.</summary>
    private const int LookedAt = 512;

    private static readonly string[] WordsLookedFor =
    [
        "NotAuthenticated",
        "SOAP request returned HTTP failure",
        "Out of HTTP sessions: Limited to",
        "User session count is limited to",
        "remote https connections exceed ",
        "InvalidLogin",
    ];

    /// <summary>Looked for as well, but calls of any kind are refused with it, so it mentions nothing.</summary>
    private const string NoPermission = "NoPermission";

    /// <summary>Reads one log.</summary>
    /// <param name="log">The uncompressed bytes.</param>
    /// <param name="source">What the faults name as their source.</param>
    public static NaiveResult Read(byte[] log, string source)
    {
        // One char a byte, so that positions are bytes and invalid UTF-8 survives until a line is decoded.
        string text = Encoding.Latin1.GetString(AsUtf8(log));
        string[] pieces = text.Split('\n');

        var faults = new List<AuthFault>();
        long mentions = 0, orphans = 0, cut = 0, withoutOffset = 0;
        List<Line>? entry = null;
        List<Line> orphaned = [];
        List<AuthFault> single = [];
        int position = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            bool endsWithFeed = i < pieces.Length - 1;
            string piece = pieces[i];
            if (!endsWithFeed && piece.Length == 0)
            {
                break;
            }

            // At the end of a log a CR is the half of a line end whose LF was cut off, or is not written yet.
            string content = piece.EndsWith('\r') ? piece[..^1] : piece;
            var line = new Line(i + 1, position, content);
            position += piece.Length + 1;

            if (!IsContinuation(content))
            {
                FinishOrphans();
                Finish(entry);
                entry = [line];
            }
            else if (entry is not null)
            {
                entry.Add(line);
            }
            else
            {
                orphaned.Add(line);
            }
        }

        FinishOrphans();
        Finish(entry);
        return new NaiveResult(faults, pieces.Length - 1, mentions, orphans, cut, withoutOffset);

        void Finish(List<Line>? lines)
        {
            if (lines is null)
            {
                return;
            }

            string[] clipped = Use(lines);
            string[] used = clipped.Select(Decode).ToArray();

            if (NaiveEntry.Read(used, out bool saysNoOffset) is { } fault)
            {
                withoutOffset += saysNoOffset ? 1 : 0;
                int last = Array.FindLastIndex(used, line => line.Trim(' ', '\t', '\r').Length > 0);
                fault = fault with
                {
                    Source = source,
                    LineNumber = lines[0].Number,
                    Text = string.Join("\n", used.Take(Math.Max(1, last + 1))),
                };
                if (!IsSecond(fault))
                {
                    faults.Add(fault);
                }
            }
            else if (clipped.Any(HoldsWord))
            {
                mentions++;
            }
        }

        // Of the two entries about one operation that was refused the first counts.
        bool IsSecond(AuthFault fault)
        {
            if (fault.OpId is null || fault.Text.Contains("SOAP request returned HTTP failure;", StringComparison.Ordinal)
                || fault.Kind is not (AuthFaultKind.NotAuthenticated or AuthFaultKind.LoginRefused))
            {
                return false;
            }

            int at = single.FindLastIndex(other => other.OpId == fault.OpId && other.Kind == fault.Kind);
            AuthFault? first = at < 0 ? null : single[at];
            if (at >= 0)
            {
                single.RemoveAt(at);
            }

            bool isSecond = first is not null && IsActivation(first) != IsActivation(fault)
                && (first.Method == fault.Method || first.Method is null || fault.Method is null)
                && (first.Server == fault.Server || first.Server is null || fault.Server is null)
                && (first.Time is null ? fault.Time is null : (first.Time - fault.Time)?.Duration() <= TimeSpan.FromMinutes(1));
            if (!isSecond)
            {
                single.Add(fault);
            }

            return isSecond;
        }

        bool IsActivation(AuthFault fault) => fault.Text.Contains("VMOMI activation LRO failed;", StringComparison.Ordinal);

        void FinishOrphans()
        {
            orphans +=
                orphaned.Count == 0
                    ? 0
                    : Use(orphaned).Count(line => HoldsWord(line) || line.Contains(NoPermission, StringComparison.Ordinal));
            orphaned.Clear();
        }

        string[] Use(List<Line> lines)
        {
            int start = lines[0].Start;
            bool tooLong = lines[^1].Start + lines[^1].Content.Length - start > MaxEntryLength;
            cut += tooLong ? 1 : 0;
            return
            [
                .. lines
                    .Where(line => line.Start - start < MaxEntryLength)
                    .Select(line => Clip(line, MaxEntryLength - (line.Start - start))),
            ];
        }
    }

    private static bool HoldsWord(string line) =>
        WordsLookedFor.Any(word => line.Contains(word, StringComparison.Ordinal));

    private static bool IsContinuation(string line)
    {
        string start = Decode(line.Length > LookedAt ? line[..LookedAt] : line);
        return start.Trim(' ', '\t', '\r').Length == 0 || NaiveHeader.ContinuationMark(start) >= 0
            || System.Text.RegularExpressions.Regex.IsMatch(start, @"^[ \t]+[{}\[\]],?[ \t\r]*\z"); // An indented document's brace.
    }

    private static string Clip(Line line, int room) => line.Content.Length > room ? line.Content[..room] : line.Content;

    private static string Decode(string bytes) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));

    private static byte[] AsUtf8(byte[] log) => log switch
    {
        [0xEF, 0xBB, 0xBF, ..] => log[3..],
        [0xFF, 0xFE, ..] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(log, 2, log.Length - 2)),
        [0xFE, 0xFF, ..] => Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(log, 2, log.Length - 2)),
        _ => log,
    };

    /// <param name="Number">1-based.</param>
    /// <param name="Start">Where it starts, in bytes of the log as UTF-8.</param>
    /// <param name="Content">The line with no line end, one char a byte.</param>
    private sealed record Line(long Number, int Start, string Content);
}
