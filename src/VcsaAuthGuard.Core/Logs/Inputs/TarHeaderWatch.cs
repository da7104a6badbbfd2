using System.Text;

namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>
/// Follows the headers of a tar while it is read and remembers the entries whose type is not that of a plain file: the library passes
/// over them in silence.
/// </summary>
internal sealed class TarHeaderWatch
{
    private const int BlockSize = 512;
    private const int NameLength = 100;
    private const int SizeAt = 124;
    private const int SizeLength = 12;
    private const int SumAt = 148;
    private const int SumLength = 8;
    private const int TypeAt = 156;

    /// <summary>The types that the library supports: files, links, devices, folders, and its own headers.</summary>
    private const string KnownTypes = "\0" + "01234567LKxgVNMD";

    private readonly byte[] _header = new byte[BlockSize];
    private readonly Queue<(string Name, char Type)> _passed = new();
    private int _length;
    private long _skip;
    private bool _hasEnded;

    /// <summary>Determines whether the library knows a type.</summary>
    public static bool IsKnown(char type) => KnownTypes.Contains(type);

    /// <summary>Moves to the next entry of an unknown type; returns false if there is none.</summary>
    public bool TryTake(out string name, out char type)
    {
        bool isFound = _passed.Count > 0;
        (name, type) = isFound ? _passed.Dequeue() : ("", '\0');
        return isFound;
    }

    /// <summary>Adds bytes as they are read.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_hasEnded)
        {
            if (_skip > 0)
            {
                int skipped = (int)Math.Min(_skip, bytes.Length);
                _skip -= skipped;
                bytes = bytes.Slice(skipped);
                continue;
            }

            int taken = Math.Min(BlockSize - _length, bytes.Length);
            bytes.Slice(0, taken).CopyTo(_header.AsSpan(_length));
            _length += taken;
            bytes = bytes.Slice(taken);
            if (_length == BlockSize)
            {
                _length = 0;
                ReadHeader();
            }
        }
    }

    private void ReadHeader()
    {
        // A damaged header ends the archive for the library too, which reports it.
        long sum = Octal(_header.AsSpan(SumAt, SumLength));
        long size = Octal(_header.AsSpan(SizeAt, SizeLength));
        if (sum != SumOf(_header) || size < 0)
        {
            _hasEnded = true;
            return;
        }

        char type = (char)_header[TypeAt];
        if (!IsKnown(type))
        {
            int end = Array.IndexOf(_header, (byte)0, 0, NameLength);
            _passed.Enqueue((Encoding.UTF8.GetString(_header, 0, end < 0 ? NameLength : end), type));
        }

        _skip = (size + BlockSize - 1) / BlockSize * BlockSize;
    }

    private static long SumOf(byte[] header)
    {
        long sum = 0;
        for (int i = 0; i < header.Length; i++)
        {
            sum += i is >= SumAt and < SumAt + SumLength ? ' ' : header[i];
        }

        return sum;
    }

    /// <summary>Reads a number; -1 if it is not one. Sizes over 8 GiB are written in binary.</summary>
    private static long Octal(ReadOnlySpan<byte> text)
    {
        long number = 0;
        bool isBinary = (text[0] & 0x80) != 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte digit = text[i];
            if (isBinary)
            {
                number = (number << 8) | (i == 0 ? (byte)(digit & 0x7F) : digit);
            }
            else if (digit is >= (byte)'0' and <= (byte)'7')
            {
                number = (number << 3) | (long)(digit - '0');
            }
            else if (digit is not (0 or (byte)' '))
            {
                return -1;
            }
        }

        return number;
    }
}
