using System.Globalization;
using System.Text.RegularExpressions;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>The oracle's reading of syslog prefixes and entry headers; see docs/reading-logs.md.</summary>
/// <param name="Known">Whether the header has one of the shapes of the contract.</param>
/// <param name="Time">The entry's own time, or that of the syslog prefix.</param>
/// <param name="SaysNoOffset">Whether that time was read as UTC because it has no offset.</param>
/// <param name="Level">As the log writes it.</param>
/// <param name="ThreadId">The thread, not the process.</param>
/// <param name="OpId">From the bracket's keys.</param>
/// <param name="Body">What follows the header; with an unknown header, what follows the syslog prefix.</param>
internal sealed record NaiveHeader(
    bool Known, DateTimeOffset? Time, bool SaysNoOffset, string? Level, string? ThreadId, string? OpId, string Body)
{
    private const string Stamp =
        "(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)";

    private const string Pri = "<[0-9]{1,3}>";
    private const string Word = "[^ \t]+";
    private const string Tag = @"[^ \t:\[\]]+(?:\[[^ \t\[\]]*\])?: ";
    private const string AnyLevel =
        "(?i:info|verbose|warning|error|trivia|debug|warn|critical|panic|fatal|alert|notice|trace|none|(?:In|Wa|Er|Db|Cr|Al|Em|No|Ve|Tr)\\([0-9]+\\))";

    private const string Level1 = $"(?<level>{AnyLevel})";
    private const string Name = @"[^ \t\[\]]+";
    private const string Thread = @"(?<thread>[^ \t\[\]]+)";

    /// <summary>A quoted value of a structured data element may hold a closing bracket.</summary>
    private const string StructuredData = """(?:-|(?:\[(?:"(?:\\.|[^"\\])*"|[^\]"])*\])+)""";

    // From the shortest to the one that reaches furthest.
    private static readonly Regex[] Prefixes =
    [
        new($"^{Pri}", RegexOptions.Singleline),
        new($"^{Pri}1 (?:{Stamp}|-) {Word} {Word} {Word} {Word} {StructuredData} \uFEFF?", RegexOptions.Singleline),
        new($"^(?:{Pri})?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {{1,2}}[0-9]{{1,2}} " +
            $"[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}} {Word} {Tag}", RegexOptions.Singleline),
        new($"^(?:{Pri})?{Stamp} {Word} {Tag}", RegexOptions.Singleline),
    ];

    // Each ends just before the bracket that holds the keys; the first two may have any bracket with an @ or a = in it.
    private static readonly Regex[] Shapes =
    [
        new($@"^(?:{Stamp} +)?{Level1} +{Name}\[{Thread}\]:? +(?:(?<own>{AnyLevel}) +-\[{Name}\]:? +)?(?=\[)"),
        new($@"^(?:{Stamp} +)?{Level1} +{Name} +{Thread} +(?:(?<own>{AnyLevel}) +-\[{Name}\]:? +)?(?=\[)"),
        new($@"^{Stamp} +(?=\[{Thread} +{Level1} +'[^']*')"),
        new($@"^(?=\[{Stamp} +{Thread} +{Level1} +'[^']*')"),
    ];

    private const int ModernShapes = 2;

    private static readonly Regex Arrow = new(@"\G[ \t]*-->");

    /// <summary>The time a line of no known shape starts with, in a bracket or not.</summary>
    private static readonly Regex LeadingStamp = new($@"^\[?{Stamp}(?=[ \t\]]|\z)");

    /// <summary>Where the text behind the <c>--&gt;</c> of a continuation starts; -1 when the line is none.</summary>
    public static int ContinuationMark(string line)
    {
        IEnumerable<int> starts = PrefixesOf(line).Select(prefix => prefix.Length).Prepend(0);
        return starts.Select(start => Arrow.Match(line, start)).Where(mark => mark.Success)
            .Select(mark => mark.Index + mark.Length).DefaultIfEmpty(-1).First();
    }

    /// <summary>Reads the first line of an entry.</summary>
    public static NaiveHeader Read(string line)
    {
        List<Prefix> prefixes = [new(0, null, false), .. PrefixesOf(line)];

        // A header is looked for with the shortest prefix first: what ESXi writes in front of its brackets could also
        // be taken for the host and the tag of a syslog line.
        foreach (Prefix prefix in prefixes)
        {
            if (ReadKnown(WithoutBlanks(line, prefix), prefix) is { } header)
            {
                return header;
            }
        }

        Prefix longest = prefixes.MaxBy(prefix => prefix.Length)!;
        string rest = WithoutBlanks(line, longest);
        Group stamp = LeadingStamp.Match(rest).Groups["time"];
        DateTimeOffset? time = stamp.Success ? ParseTime(stamp.Value) : null;
        return time is null
            ? new NaiveHeader(false, longest.Time, longest.SaysNoOffset, null, null, null, rest)
            : new NaiveHeader(false, time, SaysNone(stamp.Value), null, null, null, rest);
    }

    private static NaiveHeader? ReadKnown(string line, Prefix prefix)
    {
        foreach ((int index, Regex shape) in Shapes.Index())
        {
            Match match = shape.Match(line);
            Group stamp = match.Groups["time"];
            DateTimeOffset? time = stamp.Success ? ParseTime(stamp.Value) : null;
            if (!match.Success || (stamp.Success && time is null))
            {
                continue;
            }

            int open = match.Index + match.Length;
            int close = NaiveBracket.Close(line, open);
            if (close < 0 || (index < ModernShapes && line.IndexOfAny(['@', '='], open, close - open) < 0))
            {
                continue;
            }

            string body = line[(close + 1)..];
            body = (body.StartsWith(':') ? body[1..] : body).TrimStart(' ', '\t');
            string? opId = NaiveBracket.OpId(line[(open + 1)..close]);
            return new NaiveHeader(
                true, time ?? prefix.Time, time is null ? prefix.SaysNoOffset : SaysNone(stamp.Value),
                (match.Groups["own"] is { Success: true } own ? own : match.Groups["level"]).Value, match.Groups["thread"].Value, opId, body);
        }

        return null;
    }

    private static IEnumerable<Prefix> PrefixesOf(string line)
    {
        foreach (Match match in Prefixes.Select(prefix => prefix.Match(line)).Where(match => match.Success))
        {
            Group stamp = match.Groups["time"];
            DateTimeOffset? time = stamp.Success ? ParseTime(stamp.Value) : null;
            if (!stamp.Success || time is not null)
            {
                yield return new Prefix(match.Length, time, time is not null && SaysNone(stamp.Value));
            }
        }
    }

    private static string WithoutBlanks(string line, Prefix prefix) => line[prefix.Length..].TrimStart(' ', '\t');

    private static bool SaysNone(string stamp) => !Regex.IsMatch(stamp, "(Z|[+-][0-9]{2}:?[0-9]{2})\\z");

    /// <summary>The instant, or null where there is no such day, time or offset.</summary>
    private static DateTimeOffset? ParseTime(string stamp)
    {
        Match match = Regex.Match(stamp, @"^(.{10}).(.{8})(?:[.,]([0-9]+))?(?:Z|([+-])(..):?(..))?\z");
        string ticks = (match.Groups[3].Value + "0000000")[..7];
        if (!DateTime.TryParseExact(
            $"{match.Groups[1].Value}T{match.Groups[2].Value}.{ticks}", "yyyy-MM-dd'T'HH:mm:ss.fffffff",
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime local))
        {
            return null;
        }

        if (!match.Groups[4].Success)
        {
            return new DateTimeOffset(local, TimeSpan.Zero);
        }

        int hours = int.Parse(match.Groups[5].Value, CultureInfo.InvariantCulture);
        int minutes = int.Parse(match.Groups[6].Value, CultureInfo.InvariantCulture);
        var offset = new TimeSpan(hours, minutes, 0);
        if (minutes > 59 || offset > TimeSpan.FromHours(14))
        {
            return null;
        }

        long utc = local.Ticks - (match.Groups[4].Value == "-" ? -offset.Ticks : offset.Ticks);
        return utc < 0 || utc > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(utc, TimeSpan.Zero);
    }

    private sealed record Prefix(int Length, DateTimeOffset? Time, bool SaysNoOffset);
}
