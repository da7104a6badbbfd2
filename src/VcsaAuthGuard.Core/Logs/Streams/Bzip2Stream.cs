using ICSharpCode.SharpZipLib.BZip2;

namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Reads the text of a bzip2 file. Parallel programs write several concatenated files, which are read one after another.</summary>
internal sealed class Bzip2Stream : ReadOnlyStream
{
    private readonly ByteSource _source;
    private readonly ExpansionGuard _guard;
    private BZip2InputStream? _text;

    /// <param name="packed">The bzip2 data.</param>
    /// <param name="guard">Ends the reading of a bomb.</param>
    public Bzip2Stream(Stream packed, ExpansionGuard guard)
    {
        _source = new ByteSource(packed);
        _guard = guard;
    }

    /// <summary>Determines whether data starts as bzip2 does: with a header and the mark of a block, or of the end of an empty
    /// file.</summary>
    public static bool IsBzip2(ReadOnlySpan<byte> head)
    {
        const int HeaderLength = 4;
        ReadOnlySpan<byte> blockMark = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
        ReadOnlySpan<byte> endMark = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90];
        return head.Length >= HeaderLength + blockMark.Length
            && head.StartsWith("BZh"u8)
            && head[HeaderLength - 1] is >= (byte)'1' and <= (byte)'9'
            && (head.Slice(HeaderLength).StartsWith(blockMark) || head.Slice(HeaderLength).StartsWith(endMark));
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (count > 0 && (_text is not null || _source.HasMore))
        {
            int read = Damage.Watch(() =>
            {
                _text ??= new BZip2InputStream(_source) { IsStreamOwner = false };
                return _text.Read(buffer, offset, count);
            });
            if (read > 0)
            {
                _guard.Produce(read);
                return read;
            }

            _text?.Dispose();
            _text = null;
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _text?.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads byte by byte, as the library does, and tells whether there are more.</summary>
    private sealed class ByteSource(Stream inner) : ReadOnlyStream
    {
        private readonly byte[] _buffer = new byte[64 * 1024];
        private int _start;
        private int _end;

        public bool HasMore
        {
            get
            {
                if (_start == _end)
                {
                    _start = 0;
                    _end = inner.Read(_buffer, 0, _buffer.Length);
                }

                return _start < _end;
            }
        }

        public override int ReadByte() => HasMore ? _buffer[_start++] : -1;

        public override int Read(byte[] buffer, int offset, int count)
        {
            int copied = HasMore ? Math.Min(count, _end - _start) : 0;
            Array.Copy(_buffer, _start, buffer, offset, copied);
            _start += copied;
            return copied;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
