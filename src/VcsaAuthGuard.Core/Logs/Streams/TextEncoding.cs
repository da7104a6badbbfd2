using System.Text;

namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Makes UTF-8 without a byte order mark of what Windows tools make of logs.</summary>
internal static class TextEncoding
{
    public static Stream ToUtf8(PeekStream stream)
    {
        ReadOnlySpan<byte> head = stream.Peek(3);
        if (head.StartsWith("\uFEFF"u8))
        {
            stream.Skip(3);
            return stream;
        }

        if (head.Length >= 2 && ((head[0] == 0xFF && head[1] == 0xFE) || (head[0] == 0xFE && head[1] == 0xFF)))
        {
            bool bigEndian = head[0] == 0xFE;
            stream.Skip(2);
            return new Utf16Reader(stream, new UnicodeEncoding(bigEndian, byteOrderMark: false));
        }

        return stream;
    }

    private sealed class Utf16Reader(Stream utf16, Encoding encoding) : ReadOnlyStream
    {
        private const int Chunk = 32 * 1024;

        private readonly StreamReader _reader = new(utf16, encoding, detectEncodingFromByteOrderMarks: false, Chunk);
        private readonly Encoder _encoder = new UTF8Encoding(false).GetEncoder();
        private readonly char[] _chars = new char[Chunk];
        private readonly byte[] _bytes = new byte[Encoding.UTF8.GetMaxByteCount(Chunk)];
        private int _start;
        private int _end;

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (_start == _end)
            {
                int chars = _reader.Read(_chars, 0, _chars.Length);
                _start = 0;
                _end = _encoder.GetBytes(_chars, 0, chars, _bytes, 0, flush: chars == 0);
                if (chars == 0 && _end == 0)
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
                _reader.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
