using System.Buffers;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>Cuts a stream into blocks of whole entries, so that blocks can be read side by side. Memory is bounded whatever the lines'
/// length.</summary>
/// <param name="stream">The log's text.</param>
/// <param name="goesOn">Whether an entry over the longest is given in several blocks, of whole lines, and not cut: each of its lines says
/// something for itself.</param>
internal sealed class LogBlockReader(Stream stream, bool goesOn = false)
{
    /// <summary>An entry is cut after this many bytes.</summary>
    public const int MaxEntryLength = 1 << 20;

    /// <summary>The size of a block, which stays in the processor's cache from the read to the last look at it. Several blocks are held
    /// at once with their records, and those of a log of faults only are three times as large.</summary>
    private const int BlockSize = 256 * 1024;
    private const int LargestBlock = MaxEntryLength + (2 * LogLine.ContinuationReach);

    private byte[] _carried = [];
    private int _carriedLength;
    private bool _ended;
    private bool _isInside;

    /// <summary>Gets the error that ended the stream early; the blocks hold everything read before it.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Gets the number of bytes read from the stream.</summary>
    public long BytesRead { get; private set; }

    public static void Return(byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Gets a value indicating whether all blocks were read.</summary>
    public bool HasEnded => _ended && _carriedLength == 0;

    /// <summary>Returns the next block; null at the end of the log or after a <see cref="Failure"/>.</summary>
    public LogBlock? Read()
    {
        if (_ended && _carriedLength == 0)
        {
            return null;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(BlockSize, Math.Min(2 * _carriedLength, LargestBlock)));
        try
        {
            int length = _carriedLength;
            new ReadOnlySpan<byte>(_carried, 0, length).CopyTo(buffer);
            _carriedLength = 0;
            while (true)
            {
                length = Fill(buffer, length, Math.Min(buffer.Length, LargestBlock));
                if (length == 0)
                {
                    return null;
                }

                ReadOnlySpan<byte> text = new(buffer, 0, length);
                bool full = length == LargestBlock;
                int cut = _ended ? length : LastEntryStart(text, full);
                if (cut == 0 && !full)
                {
                    Grow(ref buffer, length);
                    continue;
                }

                bool continues = _isInside;
                _isInside = goesOn && cut == 0;
                cut = _isInside ? text.Slice(0, MaxEntryLength).LastIndexOf((byte)'\n') + 1 : cut;
                LogBlock block;
                if (cut > 0)
                {
                    Carry(text.Slice(cut));
                    block = new(buffer, cut, cut: false, linesLeftOut: 0, bytesLeftOut: 0) { Continues = continues };
                }
                else
                {
                    long start = BytesRead - length;
                    int linesLeftOut = Bytes.CountLineFeeds(text.Slice(MaxEntryLength)) + SkipToNextEntry(text);
                    block = new(buffer, MaxEntryLength, cut: true, linesLeftOut, BytesRead - _carriedLength - start - MaxEntryLength);
                }

                buffer = [];
                return block;
            }
        }
        finally
        {
            Return(buffer);
        }
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(2 * buffer.Length, LargestBlock));
        new ReadOnlySpan<byte>(buffer, 0, length).CopyTo(larger);
        Return(buffer);
        buffer = larger;
    }

    private int Fill(byte[] buffer, int length, int target)
    {
        while (length < target && !_ended)
        {
            int read = ReadStream(buffer, length, target - length);
            _ended = read == 0;
            length += read;
        }

        return length;
    }

    private int ReadStream(byte[] buffer, int offset, int count)
    {
        try
        {
            int read = stream.Read(buffer, offset, count);
            BytesRead += read;
            return read;
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            Failure = e;
            return 0;
        }
    }

    private void Carry(ReadOnlySpan<byte> rest)
    {
        if (_carried.Length < rest.Length)
        {
            _carried = new byte[Math.Max(rest.Length, 64 * 1024)];
        }

        rest.CopyTo(_carried);
        _carriedLength = rest.Length;
    }

    /// <summary>
    /// Returns the index at which the last entry starts. The last line may still be arriving: it counts only once it is complete, or if
    /// <paramref name="full"/> says that the buffer has no room for more of it.
    /// </summary>
    public static int LastEntryStart(ReadOnlySpan<byte> text, bool full)
    {
        int end = text.LastIndexOf((byte)'\n') + 1;
        if (full && end > 0 && text.Length - end >= LogLine.ContinuationReach && !LogLine.IsContinuation(text.Slice(end)))
        {
            return end;
        }

        while (end > 0)
        {
            int start = LogLine.StartOf(text, end - 1);
            if (!LogLine.IsContinuation(text.Slice(start)))
            {
                return start;
            }

            end = start;
        }

        return 0;
    }

    /// <summary>Reads over the rest of an entry that was cut and carries what follows it; counts the line feeds passed.</summary>
    private int SkipToNextEntry(ReadOnlySpan<byte> text)
    {
        int passed = 0;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            // The end of the text may be a line that has just begun; it is judged together with what follows.
            int lineStart = text.LastIndexOf((byte)'\n') + 1;
            int length = 0;
            bool atLineStart = lineStart > 0 && text.Length - lineStart < LogLine.ContinuationReach;
            if (atLineStart)
            {
                text.Slice(lineStart).CopyTo(buffer);
                length = text.Length - lineStart;
            }

            while (true)
            {
                length = Fill(buffer, length, BlockSize);
                ReadOnlySpan<byte> rest = new(buffer, 0, length);
                int at = 0;
                while (at < length)
                {
                    bool canJudge = _ended || length - at >= LogLine.ContinuationReach || rest.Slice(at).IndexOf((byte)'\n') >= 0;
                    if (atLineStart && !canJudge)
                    {
                        break;
                    }

                    if (atLineStart && !LogLine.IsContinuation(rest.Slice(at)))
                    {
                        Carry(rest.Slice(at));
                        return passed;
                    }

                    int end = LogLine.EndOf(rest, at);
                    atLineStart = rest[end - 1] == '\n';
                    passed += atLineStart ? 1 : 0;
                    at = end;
                }

                if (_ended)
                {
                    return passed;
                }

                rest.Slice(at).CopyTo(buffer);
                length -= at;
            }
        }
        finally
        {
            Return(buffer);
        }
    }
}
