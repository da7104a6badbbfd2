using System.Text;

namespace VcsaAuthGuard.Logs.Streams;

/// <summary>
/// Restores log text that was copied from a web page, a mail, a chat, a word processor or a terminal: entities and tags of HTML, blanks
/// that do not break, typographic quotes and dashes, arrows that a word processor made of <c>--></c>, the colours of a terminal, and lists
/// of records.
/// </summary>
internal static class PastedText
{
    private const int MaxTag = 300;

    /// <summary>The texts that copies have and logs themselves have not.</summary>
    private static readonly byte[][] Marks = ToBytes(
        "Z\u00A0", "]\u00A0", "-->\u00A0", "= \u201C", "= \u2018", "--> \u201C", "=\u00A0\u201C", "=\u00A0\u2018", "\u2014>", "\u2013>",
        "\n\u2192", "\n\u00E0 ", "--&gt;",
        "&lt;&lt;", "\n\u001B[", "\u001B[0", "\u001B[1;31m", "\u001B[m\u001B[K", "\u200B", "<pre>", "<br>", "<br/>", "</td>", "<S>",
        "<![CDATA[", "<field k=");

    /// <summary>The texts of <see cref="Marks"/> that count at the start.</summary>
    private static readonly byte[][] StartMarks = ToBytes("\u2192", "\u00E0 ", "\u001B[");

    private static readonly byte[][] HtmlMarks = ToBytes(
        "--&gt;", "&lt;&lt;", "&lt;UNIX", "<pre>", "<br>", "<br/>", "</td>", "<S>", "<field k=");

    private static readonly (byte[] From, byte[] To)[] Replacements = Pairs(
        ("\u00A0", " "), ("\u202F", " "), ("\u200B", ""), ("\u201C", "\""), ("\u201D", "\""), ("\u201E", "\""), ("\u2018", "'"),
        ("\u2019", "'"), ("\u2014>", "-->"), ("\u2013>", "-->"), ("\u2011", "-"));

    /// <summary>Gets the arrows that a word processor puts at the start of a line; the letter is one in a font of symbols.</summary>
    private static readonly (byte[] From, byte[] To)[] Arrows = Pairs(("\u2192", "-->"), ("\u00E0 ", "-->"));

    private static readonly (byte[] From, byte[] To)[] Entities = Pairs(
        ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&apos;", "'"),
        ("&nbsp;", " "), ("&#160;", " "));

    private static readonly byte[][] LineEndTags = ToBytes("<br", "</p", "</div", "</li", "</tr", "</pre", "<BR", "</P");
    private static readonly byte[][] CellEndTags = ToBytes("</td", "</th", "</TD", "</TH");

    /// <summary>Returns the stream, or its restored text if it starts with a copy.</summary>
    public static Stream Restore(Stream utf8) => new Reader(utf8);

    /// <summary>Returns a line, restored if it is a copy.</summary>
    public static string Restore(string line)
    {
        if (!MayBeCopy(line))
        {
            return line;
        }

        byte[] text = Encoding.UTF8.GetBytes(line);
        return IsCopy(text) ? Encoding.UTF8.GetString(text, 0, Restore(text, text.Length, IsHtml(text))) : line;
    }

    private static bool MayBeCopy(string line)
    {
        foreach (char letter in line)
        {
            if (letter is > '\u007F' or '&' or '\u001B')
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCopy(ReadOnlySpan<byte> text) => HasAny(text, Marks) || StartOf(text, StartMarks) > 0;

    private static bool IsHtml(ReadOnlySpan<byte> text) => HasAny(text, HtmlMarks);

    /// <summary>Restores whole lines in place and returns their new length, which is never more.</summary>
    private static int Restore(byte[] buffer, int length, bool isHtml)
    {
        int kept = 0;
        for (int at = 0; at < length;)
        {
            ReadOnlySpan<byte> rest = buffer.AsSpan(at, length - at);
            bool isLineStart = kept == 0 || buffer[kept - 1] == '\n';
            int taken = buffer[at] switch
            {
                >= 0x80 => Replace(rest, isLineStart ? Arrows : [], buffer, ref kept) is int arrow and > 0
                    ? arrow
                    : Replace(rest, Replacements, buffer, ref kept),
                (byte)'&' when isHtml => Replace(rest, Entities, buffer, ref kept),
                (byte)'<' when isHtml || rest.StartsWith("<!["u8) => SkipTag(rest, buffer, ref kept),
                (byte)']' when rest.StartsWith("]]>"u8) => 3,
                0x1B => ColourLength(rest),
                _ => 0,
            };
            if (taken == 0)
            {
                buffer[kept++] = buffer[at];
                taken = 1;
            }

            at += taken;
        }

        return kept;
    }

    private static int Replace(ReadOnlySpan<byte> rest, (byte[] From, byte[] To)[] pairs, byte[] buffer, ref int kept)
    {
        foreach ((byte[] from, byte[] to) in pairs)
        {
            if (rest.StartsWith(from))
            {
                to.CopyTo(buffer, kept);
                kept += to.Length;
                return from.Length;
            }
        }

        return 0;
    }

    /// <summary>Returns the length of a tag; one that ends a line becomes a line end.</summary>
    private static int SkipTag(ReadOnlySpan<byte> rest, byte[] buffer, ref int kept)
    {
        if (rest.StartsWith("<![CDATA["u8))
        {
            return "<![CDATA[".Length;
        }

        int close = rest.Slice(0, Math.Min(rest.Length, MaxTag)).IndexOf((byte)'>');
        bool isTag = close > 1 && (rest[1] is (byte)'/' or (byte)'!' or (byte)'?' || (uint)((rest[1] | 0x20) - 'a') <= 'z' - 'a')
            && rest.Slice(1, close - 1).IndexOfAny((byte)'<', (byte)'\n') < 0;
        if (!isTag)
        {
            return 0;
        }

        ReadOnlySpan<byte> behind = rest.Slice(close + 1);
        bool endsLine = StartOf(rest, LineEndTags) > 0
            && !behind.StartsWith("\n"u8) && !behind.StartsWith("\r\n"u8) && kept > 0 && buffer[kept - 1] != '\n';
        if (endsLine)
        {
            buffer[kept++] = (byte)'\n';
        }
        else if (StartOf(rest, CellEndTags) > 0)
        {
            buffer[kept++] = (byte)' ';
        }

        return close + 1;
    }

    /// <summary>Returns the length of a control sequence of a terminal; 0 if there is none.</summary>
    private static int ColourLength(ReadOnlySpan<byte> rest)
    {
        const int MaxSequence = 32;
        for (int at = 2; rest.Length > 1 && rest[1] == '[' && at < Math.Min(rest.Length, MaxSequence); at++)
        {
            if (rest[at] is < 0x20 or > 0x3F)
            {
                return rest[at] is >= 0x40 and <= 0x7E ? at + 1 : 0;
            }
        }

        return 0;
    }

    private static bool HasAny(ReadOnlySpan<byte> text, byte[][] marks)
    {
        foreach (byte[] mark in marks)
        {
            if (text.IndexOf(mark) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static int StartOf(ReadOnlySpan<byte> text, byte[][] starts)
    {
        foreach (byte[] start in starts)
        {
            if (text.StartsWith(start))
            {
                return start.Length;
            }
        }

        return 0;
    }

    private static byte[][] ToBytes(params string[] texts) => Array.ConvertAll(texts, Encoding.UTF8.GetBytes);

    private static (byte[] From, byte[] To)[] Pairs(params (string From, string To)[] pairs) =>
        Array.ConvertAll(pairs, pair => (Encoding.UTF8.GetBytes(pair.From), Encoding.UTF8.GetBytes(pair.To)));

    /// <summary>Hands on a text as it is, or restored, which its first read decides.</summary>
    private sealed class Reader(Stream text) : ReadOnlyStream
    {
        private const int Chunk = 64 * 1024;
        private const int MaxLooked = 16 * 1024;

        private byte[]? _chunk;
        private bool _isDecided;
        private bool _isHtml;
        private bool _isCopy;
        private RecordList? _records;
        private int _start;
        private int _end;
        private int _length;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (!_isDecided)
            {
                int first = text.Read(buffer, offset, count);
                _isDecided = true;
                ReadOnlySpan<byte> looked = buffer.AsSpan(offset, Math.Min(first, MaxLooked));
                _isCopy = IsCopy(looked);
                _records = RecordList.Find(looked);
                if (!_isCopy && _records is null)
                {
                    return first;
                }

                _isHtml = IsHtml(looked);
                _chunk = new byte[Math.Max(Chunk, 2 * first)];
                Array.Copy(buffer, offset, _chunk, 0, first);
                _length = first;
                RestoreLines(hasEnded: first == 0);
            }

            return _chunk is null ? text.Read(buffer, offset, count) : ReadRestored(buffer, offset, count);
        }

        private int ReadRestored(byte[] buffer, int offset, int count)
        {
            while (_start == _end)
            {
                // The bytes of a line that is not complete follow those that were handed on.
                Array.Copy(_chunk!, _start, _chunk!, 0, _length - _start);
                _length -= _start;
                int read = text.Read(_chunk!, _length, _chunk!.Length - _length);
                _length += read;
                RestoreLines(hasEnded: read == 0);
                if (read == 0 && _end == 0)
                {
                    return 0;
                }
            }

            int copied = Math.Min(count, _end - _start);
            Array.Copy(_chunk!, _start, buffer, offset, copied);
            _start += copied;
            return copied;
        }

        /// <summary>Restores the complete lines at the start of the chunk, or all of it where it has no more room.</summary>
        private void RestoreLines(bool hasEnded)
        {
            int whole = Array.LastIndexOf(_chunk!, (byte)'\n', Math.Max(0, _length - 1)) + 1;
            whole = hasEnded || (_length == _chunk!.Length && whole == 0) ? _length : whole;
            int kept = _isCopy ? Restore(_chunk!, whole, _isHtml) : whole;
            kept = _records?.Restore(_chunk!, kept, hasEnded) ?? kept;
            Array.Copy(_chunk!, whole, _chunk!, kept, _length - whole);
            _length -= whole - kept;
            (_start, _end) = (0, kept);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                text.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
