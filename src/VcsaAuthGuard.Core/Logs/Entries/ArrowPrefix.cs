namespace VcsaAuthGuard.Logs.Entries;

/// <summary>
/// Recognizes the further lines of an entry behind a prefix of any form: the marks of a quoted mail, line numbers, the columns of a
/// collector, a time and a host without a tag, the names of a container. The arrow of vpxd stands directly behind the prefix, which ends
/// with a mark of punctuation, holds a time or no letters, or is a few names: sentences may hold an arrow too.
/// </summary>
internal static class ArrowPrefix
{
    private const int MaxLength = 400;
    private const int MaxWords = 12;

    /// <summary>The levels that services write in capitals: a line with one and words behind it is an entry of its own.</summary>
    private static readonly byte[][] Levels =
        ["INFO"u8.ToArray(), "WARN"u8.ToArray(), "ERROR"u8.ToArray(), "DEBUG"u8.ToArray(), "TRACE"u8.ToArray(), "FATAL"u8.ToArray()];

    /// <summary>Gets the characters that end an envelope; behind them an arrow is no part of a sentence.</summary>
    private static ReadOnlySpan<byte> EnvelopeEnds => ":-|]>)}=,;\"'+"u8;

    /// <summary>Determines whether a line that starts with no prefix of a known form continues an entry.</summary>
    /// <param name="line">The line; it may be cut.</param>
    public static bool IsContinuation(ReadOnlySpan<byte> line)
    {
        int arrow = line.IndexOf("-->"u8);
        if (arrow is <= 0 or > MaxLength)
        {
            return false;
        }

        ReadOnlySpan<byte> front = line.Slice(0, arrow);
        ReadOnlySpan<byte> behind = line.Slice(arrow + 3);
        byte last = front[arrow - 1];
        bool isSeparate = Bytes.IsBlank(last) || (EnvelopeEnds.IndexOf(last) >= 0 && (last != '-' || arrow == 1));
        return isSeparate
            && (behind.IsEmpty || Bytes.IsBlank(behind[0]) || EnvelopeEnds.IndexOf(behind[0]) >= 0 || behind.SequenceEqual("\r"u8))
            && MayBeEnvelope(front)
            && RequestMethod.Find(behind, out _) < 0
            && !EntryHeader.Read(line).IsKnown;
    }

    private static bool MayBeEnvelope(ReadOnlySpan<byte> front)
    {
        ReadOnlySpan<byte> trimmed = Bytes.Trim(front);
        bool isEnded = front[front.Length - 1] == '\t' || (trimmed.Length > 0 && EnvelopeEnds.IndexOf(trimmed[trimmed.Length - 1]) >= 0);
        if (!isEnded && (HasLevel(front) || !(HasTime(front) || !HasLetters(front) || AreNames(front))))
        {
            return false;
        }

        return CountWords(front) <= MaxWords
            && front.IndexOf("<!--"u8) < 0
            && front.IndexOf("vim.event."u8) < 0
            && front.IndexOf("com.vmware."u8) < 0
            && RequestMethod.Find(front, out _) < 0;
    }

    private static bool HasLevel(ReadOnlySpan<byte> front)
    {
        foreach (byte[] level in Levels)
        {
            if (front.IndexOf(level) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Determines whether a text is a few names of machines, containers or queues, as tools print them in front of each
    /// line: one has a digit, a dash, a dot or a slash, which words of a sentence have not.</summary>
    private static bool AreNames(ReadOnlySpan<byte> front)
    {
        bool hasName = false;
        while (!front.IsEmpty)
        {
            bool hasLetter = false;
            bool hasMark = false;
            foreach (byte value in Bytes.NextWord(ref front))
            {
                bool isLetter = (uint)((value | 0x20) - 'a') <= 'z' - 'a' || value >= 0x80;
                bool isMark = Bytes.IsDigit(value) || value is (byte)'-' or (byte)'.' or (byte)'/' or (byte)'_' or (byte)'@';
                if (!isLetter && !isMark)
                {
                    return false;
                }

                hasLetter |= isLetter;
                hasMark |= isMark;
            }

            hasName |= hasLetter && hasMark;
        }

        return hasName;
    }

    /// <summary>Determines whether a text has a time of day, or a number of at least ten digits: the seconds since 1970.</summary>
    private static bool HasTime(ReadOnlySpan<byte> text)
    {
        const int ClockLength = 8; // hh:mm:ss
        const int EpochDigits = 10;
        int digits = 0;
        for (int at = 0; at < text.Length; at++)
        {
            digits = Bytes.IsDigit(text[at]) ? digits + 1 : 0;
            bool isClock = at + ClockLength <= text.Length && Bytes.IsDigit(text[at]) && text[at + 2] == ':' && text[at + 5] == ':'
                && Bytes.IsDigit(text[at + 7]);
            if (isClock || digits == EpochDigits)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasLetters(ReadOnlySpan<byte> text)
    {
        const byte Punctuation = 0xE2; // U+2000 to U+2FFF: dashes, arrows, the lines of a frame. They have three bytes.
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == Punctuation)
            {
                at += 2;
            }
            else if ((uint)((text[at] | 0x20) - 'a') <= 'z' - 'a' || text[at] >= 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static int CountWords(ReadOnlySpan<byte> text)
    {
        int words = 0;
        while (!text.IsEmpty && words <= MaxWords)
        {
            words += Bytes.NextWord(ref text).IsEmpty ? 0 : 1;
        }

        return words;
    }
}
