using System.Text;

namespace VcsaAuthGuard.Logs.Entries;

/// <summary>
/// Finds log text in the strings of a line of JSON: a whole document, several, or one line of an indented document. It is read tolerantly,
/// for a line may be cut, or be part of a document.
/// </summary>
internal static class JsonLogText
{
    private const int MaxDepth = 4;
    private const int MaxField = 300;

    /// <summary>The names under which shippers, containers, journals and log platforms put the line they collected.</summary>
    private static readonly HashSet<string> TextKeys = new(StringComparer.Ordinal)
    {
        "message",
        "MESSAGE",
        "Message",
        "event.original",
        "original",
        "log",
        "_raw",
        "raw",
        "rawMessage",
        "msg",
        "text",
        "full_log",
        "full_message",
        "short_message",
        "line",
    };

    /// <summary>The names under which shippers, journals and log platforms put the host that wrote the line.</summary>
    private static readonly HashSet<string> HostKeys = new(StringComparer.Ordinal)
    {
        "host", "hostname", "HOSTNAME", "_HOSTNAME", "host.name", "host.hostname", "host/name", "host/hostname", "syslog/hostname",
        "log.syslog.hostname", "syslog_hostname", "vmw_vcenter",
    };

    private static readonly HashSet<string> TimeKeys = new(StringComparer.Ordinal) { "@timestamp", "timestamp", "time", "_time", "ts" };

    /// <summary>Returns the log text of a line, in its order.</summary>
    public static List<QuotedEntry> ReadAll(ReadOnlySpan<byte> line) => ReadAll(line, depth: 1);

    /// <summary>Determines whether a text starts with a JSON document.</summary>
    public static bool StartsDocument(ReadOnlySpan<byte> text) => text.StartsWith("{\""u8) || text.StartsWith("{ \""u8);

    /// <summary>Determines whether a line starts with the name of a string or value, as those of an indented document do.</summary>
    public static bool StartsWithName(ReadOnlySpan<byte> line)
    {
        int close = CloseOf(line, start: 1);
        return close < line.Length && IsNamed(line.Slice(close + 1));
    }

    /// <summary>Determines whether a line is a string of an indented array: it has an escape of JSON and none of CSV.</summary>
    public static bool IsString(ReadOnlySpan<byte> line)
    {
        int close = CloseOf(line, start: 1);
        return close < line.Length
            && (close + 1 == line.Length || line.Slice(close + 1).SequenceEqual(","u8))
            && HasOnlyEscapes(line.Slice(1, close - 1));
    }

    /// <summary>Determines whether a line of an indented document holds no log text: a brace, a number, a short string.</summary>
    /// <param name="line">The line without its end.</param>
    public static bool IsField(ReadOnlySpan<byte> line)
    {
        bool isIndented = line.Length > 1 && Bytes.IsBlank(line[0]);
        line = Bytes.Trim(line);
        line = line.EndsWith(","u8) ? line.Slice(0, line.Length - 1) : line;
        if (!isIndented || line.IsEmpty || line.Length > MaxField)
        {
            return false;
        }

        if (line.Length == 1)
        {
            return line[0] is (byte)'{' or (byte)'}' or (byte)']' or (byte)'[';
        }

        return line[0] == '"' && StartsWithName(line) && line.IndexOf("-->"u8) < 0 && ReadAll(line).Count == 0;
    }

    /// <summary>Determines whether a text has a backslash, and each is followed by a letter that JSON knows.</summary>
    public static bool HasOnlyEscapes(ReadOnlySpan<byte> text)
    {
        bool isFound = false;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                isFound = true;
                at++;
                if (at == text.Length || "\"'\\/bfnrtu"u8.IndexOf(text[at]) < 0)
                {
                    return false;
                }
            }
        }

        return isFound;
    }

    /// <summary>Determines whether what follows a string says that it was a name: a colon, or the arrow of Ruby.</summary>
    private static bool IsNamed(ReadOnlySpan<byte> behind)
    {
        behind = Bytes.TrimStart(behind);
        return behind.StartsWith(":"u8) || behind.StartsWith("=>"u8);
    }

    private static List<QuotedEntry> ReadAll(ReadOnlySpan<byte> line, int depth)
    {
        List<QuotedEntry> found = [];
        HashSet<DateTimeOffset> times = [];
        List<(string Key, string Host)> hosts = [];
        Stack<string> parents = new();
        string key = "";
        for (int at = 0, last = 0; (at = IndexOfQuote(line, at)) < line.Length;)
        {
            CountBraces(line.Slice(last, at - last), key, parents);
            int close = CloseOf(line, at + 1);
            ReadOnlySpan<byte> escaped = line.Slice(at + 1, close - at - 1);
            at = last = Math.Min(line.Length, close + 1);
            if (IsNamed(line.Slice(at)))
            {
                key = Bytes.ToText(escaped);
            }
            else if (
                TimeKeys.Contains(key)
                && LogTimestamp.TryRead(escaped, out DateTimeOffset time, out int length, out _)
                && length == escaped.Length
            )
            {
                times.Add(time);
            }
            else if (HostKeyOf(key, parents) is string hostKey && !SyslogPrefix.IsNoHost(escaped))
            {
                hosts.Add((hostKey, Bytes.ToText(escaped)));
            }
            else
            {
                AddText(Unescape(escaped), key, found, depth);
            }
        }

        DateTimeOffset? envelopeTime = times.Count == 1 ? times.First() : null;
        bool hasLogText = found.Exists(text => IsLogText(text.Text));
        List<QuotedEntry> distinct =
        [
            .. found.Where(text => (!hasLogText || IsLogText(text.Text) || LogLine.IsContinuation(text.Text))
                && !found.Exists(other => IsPartOf(text, other, found))),
        ];
        string? envelopeHost = OnlyHost(hosts);
        return envelopeTime is null && envelopeHost is null
            ? distinct
            : distinct.ConvertAll(text => text with
            {
                EnvelopeTime = text.EnvelopeTime ?? envelopeTime,
                EnvelopeHost = text.EnvelopeHost ?? envelopeHost,
            });
    }

    /// <summary>Keeps the names of the objects that are open.</summary>
    private static void CountBraces(ReadOnlySpan<byte> between, string key, Stack<string> parents)
    {
        foreach (byte value in between)
        {
            if (value == '{')
            {
                parents.Push(key);
            }
            else if (value == '}' && parents.Count > 0)
            {
                parents.Pop();
            }
        }
    }

    /// <summary>Returns the name of a host's field with that of its object, where that is the host or syslog; null for other
    /// fields.</summary>
    private static string? HostKeyOf(string key, Stack<string> parents)
    {
        string parent = parents.Count > 0 ? parents.Peek() : "";
        string name = parent is "host" or "syslog" ? $"{parent}/{key}" : key;
        return HostKeys.Contains(name) && parent is not ("agent" or "observer") ? name : null;
    }

    /// <summary>Returns the host that a document names. What syslog's header said comes before the shipper's own host.</summary>
    private static string? OnlyHost(List<(string Key, string Host)> hosts)
    {
        bool hasSyslog = hosts.Exists(host => host.Key.Contains("syslog"));
        string[] names =
        [
            .. hosts.Where(host => !hasSyslog || host.Key.Contains("syslog"))
                .Select(host => host.Host).Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        return names.Length == 1 ? names[0] : null;
    }

    /// <summary>Determines whether a text stands in another of the same document: shippers keep the line as it came beside what they made
    /// of it.</summary>
    public static bool IsSame(QuotedEntry one, QuotedEntry other)
    {
        if (one.Key is null || other.Key is null || one.Key == other.Key)
        {
            return false;
        }

        // GELF has the first line of the text once more, as the short message.
        ReadOnlySpan<byte> text = Trimmed(one.Text);
        ReadOnlySpan<byte> whole = Trimmed(other.Text);
        return whole.EndsWith(text) || (whole.StartsWith(text) && whole[text.Length] is (byte)'\n' or (byte)'\r');
    }

    private static bool IsPartOf(QuotedEntry text, QuotedEntry other, List<QuotedEntry> found) =>
        !ReferenceEquals(text, other)
        && IsSame(text, other)
        && (text.Text.Length < other.Text.Length || found.IndexOf(other) < found.IndexOf(text));

    private static ReadOnlySpan<byte> Trimmed(byte[] text)
    {
        ReadOnlySpan<byte> trimmed = text;
        while (trimmed.Length > 0 && trimmed[trimmed.Length - 1] is (byte)'\n' or (byte)'\r' or (byte)' ')
        {
            trimmed = trimmed.Slice(0, trimmed.Length - 1);
        }

        return trimmed;
    }

    /// <summary>Adds a string that is log text, or the log text of a document inside it.</summary>
    private static void AddText(byte[] text, string key, List<QuotedEntry> found, int depth)
    {
        ReadOnlySpan<byte> rest = text;
        ReadOnlySpan<byte> first = Bytes.Trim(LogLine.Next(ref rest));
        if (first.Length > 0 && first[0] == '{' && depth < MaxDepth && ReadAll(first, depth + 1) is { Count: > 0 } inner)
        {
            found.AddRange(inner);
        }
        else if (TextKeys.Contains(key) || IsLogText(text))
        {
            found.Add(new(text, key, null));
        }
    }

    /// <summary>Determines whether a string holds a line of a log: one with a header, an arrow or a form that is known.</summary>
    public static bool IsLogText(byte[] text)
    {
        ReadOnlySpan<byte> rest = text;
        ReadOnlySpan<byte> first = Bytes.Trim(LogLine.Next(ref rest));
        if (first.StartsWith("-->"u8) || EntryHeader.Read(first).IsKnown)
        {
            return true;
        }

        // The name of an event alone is a field of a document.
        EntryKind kind = LogEntry.Read(new(first, "", line: 1)).Kind;
        return kind is not (EntryKind.Other or EntryKind.Request)
            && (kind != EntryKind.SignOnRefusal || first.IndexOf("\"user\":"u8) >= 0);
    }

    private static int IndexOfQuote(ReadOnlySpan<byte> line, int from)
    {
        int at = from >= line.Length ? -1 : line.Slice(from).IndexOf((byte)'"');
        return at < 0 ? line.Length : from + at;
    }

    /// <summary>Returns where the string that starts at <paramref name="start"/> ends; the end of the line where it is cut.</summary>
    private static int CloseOf(ReadOnlySpan<byte> line, int start)
    {
        for (int at = start; at < line.Length; at++)
        {
            int next = line.Slice(at).IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                break;
            }

            at += next;
            if (line[at] == '"')
            {
                return at;
            }

            at++;
        }

        return line.Length;
    }

    /// <summary>Returns a text without the escapes of JSON.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> escaped)
    {
        if (escaped.IndexOf((byte)'\\') < 0)
        {
            return escaped.ToArray();
        }

        List<byte> text = new(escaped.Length);
        StringBuilder units = new(); // A character beyond the first plane is two \u in a row.
        for (int at = 0; at < escaped.Length; at++)
        {
            if (
                escaped[at] == '\\'
                && at + 5 < escaped.Length
                && escaped[at + 1] == 'u'
                && TryReadUnit(escaped.Slice(at + 2, 4), out char unit)
            )
            {
                units.Append(unit);
                at += 5;
                continue;
            }

            Flush(units, text);
            bool isEscape = escaped[at] == '\\' && at + 1 < escaped.Length;
            at += isEscape ? 1 : 0;
            text.Add(isEscape ? Unescape(escaped[at]) : escaped[at]);
        }

        Flush(units, text);
        return [.. text];
    }

    private static void Flush(StringBuilder units, List<byte> text)
    {
        if (units.Length > 0)
        {
            text.AddRange(Encoding.UTF8.GetBytes(units.ToString()));
            units.Clear();
        }
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> digits, out char unit)
    {
        bool isRead = System.Buffers.Text.Utf8Parser.TryParse(digits, out ushort value, out int length, 'x') && length == digits.Length;
        unit = (char)value;
        return isRead;
    }

    private static byte Unescape(byte letter) => letter switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => letter,
    };
}
