using System.Buffers.Binary;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Represents the text of a log that rotation has compressed (<c>vpxd-N.log.gz</c>). It is expanded while it is read, from one offset on;
/// reading from an earlier one expands it again from its start.
/// </summary>
internal sealed class CompressedLogText(string path) : LogText
{
    /// <summary>The ending of a compressed log's name.</summary>
    public const string Ending = ".gz";

    private readonly FileStream _file = PlainLogText.Open(path);
    private CheckedGzipStream? _text;
    private long _position;

    /// <summary>The error that ended the text early. It is thrown after all text before it has been returned.</summary>
    private Exception? _failure;

    /// <summary>Returns whether a file is named like a compressed log.</summary>
    public static bool IsNamed(string file) => file.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the first bytes of the text, by which a log is known.</summary>
    public static byte[] ReadHead(string file)
    {
        using CompressedLogText text = new(file);
        return text.ReadAt(0, LogHead.MaxLength);
    }

    /// <summary>Returns whether the text is <paramref name="length"/> bytes long, by what the file says of itself at its end.</summary>
    public static bool HasLength(string file, long length)
    {
        byte[] size = new byte[sizeof(uint)];
        using FileStream compressed = PlainLogText.Open(file);
        compressed.Position = Math.Max(0, compressed.Length - size.Length);
        return Fill(compressed, size, size.Length) == size.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(size) == (uint)length; // Modulo 2^32 (RFC 1952).
    }

    /// <inheritdoc/>
    public override int ReadAt(long offset, byte[] buffer, int count)
    {
        if (_text is null || offset < _position)
        {
            Restart();
        }

        while (_position < offset)
        {
            int skipped = ReadNext(buffer, 0, (int)Math.Min(buffer.Length, offset - _position));
            if (skipped == 0)
            {
                return _failure is null ? 0 : throw _failure;
            }

            _position += skipped;
        }

        int length = 0;
        while (length < count && _failure is null)
        {
            int read = ReadNext(buffer, length, count - length);
            if (read == 0)
            {
                break;
            }

            length += read;
            _position += read;
        }

        return length > 0 || _failure is null ? length : throw _failure;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _text?.Dispose();
        _file.Dispose();
    }

    private void Restart()
    {
        // The stream before is left to the garbage collector: closing it would close the file.
        _file.Position = 0;
        MeteredStream compressed = new(_file);
        ExpansionGuard guard = new(() => compressed.BytesRead);
        _text = new(compressed, guard, () => new OpenedEntry(PlainLogText.Open(path), guard));
        (_position, _failure) = (0, null);
    }

    private int ReadNext(byte[] buffer, int start, int count)
    {
        try
        {
            return _text!.Read(buffer, start, count);
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            _failure = e;
            return 0;
        }
    }
}
