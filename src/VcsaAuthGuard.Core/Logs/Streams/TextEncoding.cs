using System.Text;

namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Makes UTF-8 without a byte order mark of what Windows tools make of logs.</summary>
internal static class TextEncoding
{
    private const int SampleLength = 256;

    public static Stream ToUtf8(PeekStream stream)
    {
        ReadOnlySpan<byte> head = stream.Peek(SampleLength);
        if (head.StartsWith("\uFEFF"u8))
        {
            stream.Skip(3);
            return new MixedTextReader(stream);
        }

        // The mark of UTF-16 is the start of that of UTF-32.
        Encoding? encoding = (Encoding?)Utf32Of(head) ?? Utf16Of(head);
        if (encoding is null)
        {
            return new MixedTextReader(stream);
        }

        byte[] mark = encoding.GetPreamble();
        stream.Skip(head.StartsWith(mark) ? mark.Length : 0);
        return new WideTextReader(stream, encoding);
    }

    private static UTF32Encoding? Utf32Of(ReadOnlySpan<byte> head)
    {
        foreach (bool isBigEndian in (bool[])[false, true])
        {
            UTF32Encoding encoding = new(isBigEndian, byteOrderMark: true);
            byte[] mark = encoding.GetPreamble();
            if (IsWide(head.StartsWith(mark) ? head.Slice(mark.Length) : head, width: 4, isBigEndian))
            {
                return encoding;
            }
        }

        return null;
    }

    private static UnicodeEncoding? Utf16Of(ReadOnlySpan<byte> head)
    {
        foreach (bool isBigEndian in (bool[])[false, true])
        {
            UnicodeEncoding encoding = new(isBigEndian, byteOrderMark: true);
            if (head.StartsWith(encoding.GetPreamble()) || IsWide(head, width: 2, isBigEndian))
            {
                return encoding;
            }
        }

        return null;
    }

    /// <summary>Determines whether a text without a mark starts with characters of several bytes, of which all but one are zero in ASCII.
    /// Some characters may be others.</summary>
    private static bool IsWide(ReadOnlySpan<byte> head, int width, bool isBigEndian)
    {
        const int MinCharacters = 8;
        int characters = head.Length / width;
        int plain = 0;
        for (int i = 0; i < characters; i++)
        {
            ReadOnlySpan<byte> character = head.Slice(i * width, width);
            byte low = character[isBigEndian ? width - 1 : 0];
            ReadOnlySpan<byte> high = isBigEndian ? character.Slice(0, width - 1) : character.Slice(1);
            bool isZero = true;
            foreach (byte value in high)
            {
                isZero &= value == 0;
            }

            plain += isZero && low is (byte)'\t' or (byte)'\r' or (byte)'\n' or (>= (byte)' ' and < 0x7F) ? 1 : 0;
        }

        return characters >= MinCharacters && plain * 4 >= characters * 3;
    }

    /// <summary>
    /// Turns UTF-16 inside UTF-8 into UTF-8, which a redirection of Windows PowerShell appends to a file. A character beyond ASCII is right
    /// where it is of Latin-1.
    /// </summary>
    private sealed class MixedTextReader(Stream text) : ReadOnlyStream
    {
        private const int Stride = 1024;
        private const int Probe = 16;

        public override int Read(byte[] buffer, int offset, int count)
        {
            int kept = 0;
            for (int read = 1; kept == 0 && read > 0;)
            {
                read = text.Read(buffer, offset, count);
                Span<byte> part = buffer.AsSpan(offset, Math.Max(0, read));
                kept = MayHoldZero(part) ? Filter(part) : part.Length;
            }

            return kept;
        }

        /// <summary>Looks at some places only: zeros come in numbers.</summary>
        private static bool MayHoldZero(ReadOnlySpan<byte> part)
        {
            for (int at = 0; at + Stride < part.Length; at += Stride)
            {
                if (part.Slice(at, Probe).IndexOf((byte)0) >= 0)
                {
                    return true;
                }
            }

            return part.Slice(Math.Max(0, part.Length - Stride)).IndexOf((byte)0) >= 0;
        }

        private static int Filter(Span<byte> part)
        {
            byte[] text = part.ToArray();
            int kept = 0;
            for (int at = 0; at < text.Length; at++)
            {
                byte value = text[at];
                bool isFollowed = at + 1 < text.Length && IsHalf(text, at + 1);
                if (isFollowed && value >= 0x80)
                {
                    part[kept++] = (byte)(0xC0 | (value >> 6));
                    part[kept++] = (byte)(0x80 | (value & 0x3F));
                    at++;
                }
                else if (IsMark(text, at))
                {
                    at++;
                }
                else if (!IsHalf(text, at))
                {
                    part[kept++] = value;
                }
            }

            return kept;
        }

        private static bool IsMark(byte[] text, int at) =>
            at + 3 < text.Length && text[at] == 0xFF && text[at + 1] == 0xFE && IsHalf(text, at + 3);

        /// <summary>Determines whether a zero is the upper half of a character: every second byte beside it is zero too.</summary>
        private static bool IsHalf(byte[] text, int at)
        {
            if (text[at] != 0)
            {
                return false;
            }

            int halves = 1;
            for (int i = at - 2; i >= 0 && i >= at - 4 && text[i] == 0 && text[i + 1] != 0; i -= 2)
            {
                halves++;
            }

            for (int i = at + 2; i < text.Length && i <= at + 4 && text[i] == 0 && text[i - 1] != 0; i += 2)
            {
                halves++;
            }

            const int MinHalves = 3;
            return halves >= MinHalves;
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

    private sealed class WideTextReader(Stream wide, Encoding encoding) : ReadOnlyStream
    {
        private const int Chunk = 32 * 1024;

        private readonly byte[] _wide = new byte[Chunk];
        private readonly Decoder _decoder = encoding.GetDecoder();
        private readonly Encoder _encoder = new UTF8Encoding(false).GetEncoder();
        private readonly char[] _chars = new char[encoding.GetMaxCharCount(Chunk)];
        private readonly byte[] _bytes = new byte[Encoding.UTF8.GetMaxByteCount(encoding.GetMaxCharCount(Chunk))];
        private int _start;
        private int _end;

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (_start == _end)
            {
                int read = wide.Read(_wide, 0, _wide.Length);
                int chars = _decoder.GetChars(_wide, 0, read, _chars, 0, flush: read == 0);
                _start = 0;
                _end = _encoder.GetBytes(_chars, 0, chars, _bytes, 0, flush: read == 0);
                if (read == 0 && _end == 0)
                {
                    return 0;
                }
            }

            int copied = Math.Min(count, _end - _start);
            Array.Copy(_bytes, _start, buffer, offset, copied);
            _start += copied;
            return copied;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                wide.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
