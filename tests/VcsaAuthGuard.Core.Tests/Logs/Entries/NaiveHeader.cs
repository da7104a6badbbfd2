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
    /// <summary>Gets the host that the innermost syslog prefix names.</summary>
    public string? Server { get; init; }

    private const string Stamp =
        "(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)";

    private const string Pri = "<[0-9]{1,3}>";
    private const string Word = "[^ \t]+";
    private const string Host = $"(?<host>{Word})";

    /// <summary>A word that may be the name of a host.</summary>
    private const string NoHost = $"(?!(?:-|localhost\\S*|127\\.0\\.0\\.1|::1|{AnyLevel}) )(?=[A-Za-z0-9._:-]+(?<!:) )";
    private const string Tag = @"[^ \t:\[\]]+(?:\[[^ \t\[\]]*\])?: ";
    private const string AnyLevel =
        "(?i:info|verbose|warning|error|trivia|debug|warn|critical|panic|fatal|alert|notice|trace|none|"
        + "(?:In|Wa|Er|Db|Cr|Al|Em|No|Ve|Tr)\\([0-9]+\\))";

    private const string Level1 = $"(?<level>{AnyLevel})";
    private const string Name = @"[^ \t\[\]]+";
    private const string Thread = @"(?<thread>[^ \t\[\]]+)";

    /// <summary>A quoted value of a structured data element may hold a closing bracket.</summary>
    private const string StructuredData = """(?:-|(?:\[(?:"(?:\\.|[^"\\])*"|[^\]"])*\])+)""";

    private const string Day = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}[0-9]{1,2} [0-9]{2}:[0-9]{2}:[0-9]{2}";
    private const string Rfc5424 = $"1 (?:{Stamp}|-) {Host} {Word} {Word} {Word} {StructuredData} \uFEFF?";

    // Of those that fit, the longest is taken; another may follow it.
    private static readonly Regex[] Prefixes =
    [
        new($"^{Pri}", RegexOptions.Singleline),
        new($"^(?:{Pri})?{Rfc5424}", RegexOptions.Singleline),
        new($"^(?:{Pri})?{Day} {Host} {Tag}", RegexOptions.Singleline),
        new($"^(?:{Pri})?{Stamp} {Host} {Tag}", RegexOptions.Singleline),
        new($"^(?:{Pri})?(?:{Day}|{Stamp}) {Host} {Rfc5424}", RegexOptions.Singleline),
        new($"^(?:{Pri})?(?:{Day}|{Stamp}) {Host} (?={Pri}|{Day} )", RegexOptions.Singleline),
        new($"^(?:{Pri})?(?:{Day}|{Stamp}) {NoHost}{Host} (?={Stamp} )", RegexOptions.Singleline),
        new(
            $@"^(?:{Pri})?(?:{Day}|{Stamp}) (?:In|Wa|Er|Db|Cr|Al|Em|No|Ve|Tr)\([0-9]+\)\+:? (?:[^ \[]+\[[^ ]*\] )?",
            RegexOptions.Singleline
        ),
        new($"^(?:{Pri})?(?:{Day}|{Stamp}) (?:stdout|stderr) [FP] ", RegexOptions.Singleline),
        new($@"^(?:{Pri})?{Word} +\| ", RegexOptions.Singleline),
        new($@"^(?:{Pri})?\[#[0-9]+\] ", RegexOptions.Singleline),
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

    /// <summary>The characters of a line that decide whether it continues an entry.</summary>
    private const int DecidingLength = 512;

    private static readonly Regex LooseArrow = new(
        @"^(?!\{ ?"")(?<front>-|(?:(?!-->).){0,399}[ \t:|\]>)}=,;""'+])-->(?<behind>(?=[ \t:\-|\]>)}=,;""'+]|\r?\z).*)",
        RegexOptions.Singleline);

    private static readonly Regex EndsEnvelope = new(@"\t\z|[:\-|\]>)}=,;""'+][ \t\r]*\z");

    private static readonly Regex AreNames = new(
        @"^(?=(?:.*[ \t])?(?=[^ \t]*[A-Za-z\u0080-\uFFFF])[^ \t]*[0-9\-./_@])[A-Za-z0-9\-./_@ \t\u0080-\uFFFF]*\z",
        RegexOptions.Singleline);

    private static readonly Regex HasClock = new("[0-9].:..:.[0-9]|[0-9]{10}");
    private static readonly Regex HasLevel = new("INFO|WARN|ERROR|DEBUG|TRACE|FATAL");
    private static readonly Regex HasRequest = new(@"(?:^|[ ""])(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS) /");
    private static readonly Regex HasText = new(@"<!--|vim\.event\.|com\.vmware\.");

    /// <summary>The time a line of no known shape starts with, in a bracket or not.</summary>
    private static readonly Regex LeadingStamp = new($@"^\[?{Stamp}(?=[ \t\]]|\z)");

    /// <summary>A time behind an envelope: no part of a word, and whole.</summary>
    private static readonly Regex InnerStamp = new($@"(?<![0-9\-.+_])(?<glued>(?<=[A-Za-z]))?{Stamp}(?=[ \t\]\r]|\z)");

    private static readonly Regex IsHost = new($"^{NoHost}");

    /// <summary>Only so much of a line is searched for a header behind an envelope.</summary>
    private const int Searched = 4096;

    /// <summary>The prefixes that may follow one another.</summary>
    private const int MaxPrefixes = 8;

    /// <summary>Returns the start of the text behind the <c>--&gt;</c> of a continuation; -1 if the line is no continuation.</summary>
    public static int ContinuationMark(string line)
    {
        IEnumerable<int> starts = ChainOf(line).Select(prefix => prefix.Length).Prepend(0);
        return starts.Select(start => Arrow.Match(line, start)).Where(mark => mark.Success)
            .Select(mark => mark.Index + mark.Length).DefaultIfEmpty(LooseMark(line)).First();
    }

    /// <summary>Returns the start of the text behind an arrow whose prefix is of no known form, but has a time or no letters.</summary>
    private static int LooseMark(string line)
    {
        Prefix known = ChainOf(line).LastOrDefault() ?? new(0, null, false);
        string rest = WithoutBlanks(line, known);
        string read = rest.Length > DecidingLength ? rest[..DecidingLength] : rest;
        Match mark = LooseArrow.Match(read);
        string front = mark.Groups["front"].Value;
        bool isEnvelope = mark.Success
            && !HasText.IsMatch(front) && !HasRequest.IsMatch(front) && !HasRequest.IsMatch(mark.Groups["behind"].Value)
            && (EndsEnvelope.IsMatch(front) || (!HasLevel.IsMatch(front) && (HasClock.IsMatch(front) || AreNames.IsMatch(front)
                || !Regex.IsMatch(front, "[A-Za-z\u0080-\u1FFF\u3000-\uFFFF]"))))
            && front.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= 12
            && !Read(read).Known;
        return isEnvelope ? line.Length - rest.Length + mark.Groups["behind"].Index : -1;
    }

    /// <summary>Reads the first line of an entry.</summary>
    public static NaiveHeader Read(string line)
    {
        List<Prefix> chain = [new(0, null, false), .. ChainOf(line)];

        // A header is looked for with the shortest prefix first: what ESXi writes in front of its brackets could also
        // be taken for the host and the tag of a syslog line.
        foreach (Prefix prefix in chain)
        {
            if (ReadKnown(WithoutPriority(WithoutBlanks(line, prefix)), prefix) is { } header)
            {
                return header;
            }
        }

        Prefix last = chain[^1];
        string rest = WithoutBlanks(line, last);
        if (ReadInside(rest, last) is { } inside)
        {
            return inside;
        }

        rest = WithoutPriority(rest);
        Group stamp = LeadingStamp.Match(rest).Groups["time"];
        DateTimeOffset? time = stamp.Success ? ParseTime(stamp.Value) : null;
        return time is null
            ? new NaiveHeader(false, last.Time, last.SaysNoOffset, null, null, null, rest) { Server = last.Host }
            : new NaiveHeader(false, time, SaysNone(stamp.Value), null, null, null, rest) { Server = last.Host };
    }

    /// <summary>The first header behind an envelope of any kind.</summary>
    private static NaiveHeader? ReadInside(string line, Prefix prefix)
    {
        string searched = line.Length > Searched ? line[..Searched] : line;
        List<(int At, Match Stamp)> times = [.. InnerStamp.Matches(searched)
            .Where(stamp => ParseTime(stamp.Groups["time"].Value) is not null).Select(stamp => (stamp.Index, stamp))];
        int untimed = UntimedStart(line, searched);
        foreach ((int at, Match stamp) in times.Where(time => untimed < 0 || time.At < untimed))
        {
            bool isBracketed = at > 0 && line[at - 1] == '[';
            NaiveHeader? header = (isBracketed ? ReadKnown(line[(at - 1)..], prefix) : null) ?? ReadKnown(line[at..], prefix);
            if (header is not null)
            {
                return header;
            }

            prefix = stamp.Groups["glued"].Success
                ? prefix
                : new(0, ParseTime(stamp.Groups["time"].Value), SaysNone(stamp.Groups["time"].Value), prefix.Host);
        }

        return untimed < 0 ? null : ReadKnown(line[untimed..], prefix);
    }

    /// <summary>Returns the start of a header without a time: two or three words in front of the first bracket of an originator.</summary>
    private static int UntimedStart(string line, string searched)
    {
        int originator = searched.IndexOf(" [Originator@", StringComparison.Ordinal);
        MatchCollection words = Regex.Matches(originator < 0 ? "" : line[..originator], "[^ ]+");
        return words.Select(word => word.Index).Reverse().Skip(1).Take(2)
            .Where(start => !LeadingStamp.IsMatch(line[start..]) && ReadKnown(line[start..], new(0, null, false)) is not null)
            .Append(-1).First();
    }

    private static string WithoutPriority(string line) => Regex.Replace(line, $"^{Pri}", "", RegexOptions.Singleline).TrimStart(' ', '\t');

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
                true,
                time ?? prefix.Time,
                time is null ? prefix.SaysNoOffset : SaysNone(stamp.Value),
                (match.Groups["own"] is { Success: true } own ? own : match.Groups["level"]).Value,
                match.Groups["thread"].Value,
                opId,
                body
            )
            { Server = prefix.Host };
        }

        return null;
    }

    /// <summary>The prefixes in front of a line, each with all that are in front of it.</summary>
    private static IEnumerable<Prefix> ChainOf(string line)
    {
        Prefix all = new(0, null, false);
        for (int i = 0; i < MaxPrefixes; i++)
        {
            string rest = WithoutBlanks(line, all);
            int start = line.Length - rest.Length;
            Prefix? next = PrefixesOf(rest).MaxBy(prefix => prefix.Length);
            if (next is null || Arrow.IsMatch(rest, 0))
            {
                yield break;
            }

            string? host = next.Host ?? all.Host;
            all = (next.Time is null ? all : next) with { Length = start + next.Length, Host = host };
            yield return all;
        }
    }

    private static IEnumerable<Prefix> PrefixesOf(string line)
    {
        foreach (Match match in Prefixes.Select(prefix => prefix.Match(line)).Where(match => match.Success))
        {
            // Of a relay's time and that of what it relayed the second counts.
            Capture? stamp = match.Groups["time"].Captures.LastOrDefault();
            DateTimeOffset? time = stamp is null ? null : ParseTime(stamp.Value);
            if (match.Groups["time"].Captures.All(capture => ParseTime(capture.Value) is not null))
            {
                string? host = match.Groups["host"].Captures
                    .Select(capture => capture.Value)
                    .LastOrDefault(name => IsHost.IsMatch(name + " "));
                yield return new Prefix(match.Length, time, time is not null && SaysNone(stamp!.Value), host);
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

    private sealed record Prefix(int Length, DateTimeOffset? Time, bool SaysNoOffset, string? Host = null);
}
