using System.Text;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Logs.Streams;

/// <summary>
/// Takes log text out of lists of records that have a line for each field: the export and verbose output of journalctl, Format-List of
/// PowerShell, the vertical output of databases. The lines of other fields become blank, so that line numbers stay.
/// </summary>
internal sealed class RecordList
{
    private const int MaxName = 60;
    private const int MinRecords = 2;

    private readonly byte[] _name;
    private readonly byte _separator;
    private readonly int _column;
    private bool _isInValue;
    private int _pendingEnds;

    private RecordList(byte[] name, byte separator, int column)
    {
        _name = name;
        _separator = separator;
        _column = column;
    }

    /// <summary>Returns the list that a text starts with; null if it starts with none.</summary>
    public static RecordList? Find(ReadOnlySpan<byte> text)
    {
        Dictionary<string, int> texts = [];
        HashSet<string> names = [];
        while (!text.IsEmpty)
        {
            ReadOnlySpan<byte> line = LogLine.Next(ref text);
            if (!TrySplit(line, out ReadOnlySpan<byte> name, out byte separator, out int column))
            {
                continue;
            }

            string field = $"{(char)separator}{Encoding.ASCII.GetString(name.ToArray())}";
            names.Add(field);
            if (!IsLogText(line.Slice(column)))
            {
                continue;
            }

            texts[field] = texts.TryGetValue(field, out int count) ? count + 1 : 1;
            bool hasOthers = names.Count(other => other[0] == separator) > MinRecords;
            if (count + 1 >= MinRecords && hasOthers)
            {
                return new(name.ToArray(), separator, column);
            }
        }

        return null;
    }

    /// <summary>Takes the log text out of whole lines in place and returns their new length, which is never more.</summary>
    /// <param name="buffer">The lines.</param>
    /// <param name="length">Their length.</param>
    /// <param name="hasEnded">Whether no more lines follow.</param>
    public int Restore(byte[] buffer, int length, bool hasEnded)
    {
        int kept = 0;
        for (int at = 0; at < length;)
        {
            int end = LogLine.EndOf(buffer.AsSpan(0, length), at);
            int start = at;
            ReadOnlySpan<byte> line = LogLine.WithoutEnd(buffer.AsSpan(at, end - at));
            at = end;
            bool isField = TrySplit(line, out ReadOnlySpan<byte> name, out byte separator, out int column);
            bool isText = isField && separator == _separator && name.SequenceEqual(_name);
            bool goesOn = !isText && _isInValue && _separator == ':' && line.Length > _column && IsBlank(line.Slice(0, _column));
            if (!goesOn)
            {
                WriteEnds(buffer, ref kept);
            }

            if (isText || goesOn)
            {
                int skipped = isText ? column : _column;
                buffer.AsSpan(start + skipped, line.Length - skipped).CopyTo(buffer.AsSpan(kept));
                kept += line.Length - skipped;
            }

            _isInValue = isText || goesOn;
            _pendingEnds++;
        }

        if (hasEnded)
        {
            WriteEnds(buffer, ref kept);
        }

        return kept;
    }

    private void WriteEnds(byte[] buffer, ref int kept)
    {
        // The ends of lines that went on are those of lines read before, so there is room; at the end the last line may have had none.
        for (; _pendingEnds > 0 && kept < buffer.Length; _pendingEnds--)
        {
            buffer[kept++] = (byte)'\n';
        }
    }

    /// <summary>Splits <c>NAME=VALUE</c>, <c>NAME : VALUE</c>, <c>NAME: VALUE</c> or <c>NAME | VALUE</c>.</summary>
    private static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out byte separator, out int column)
    {
        name = default;
        (separator, column) = (0, 0);
        int start = line.Length - Bytes.TrimStart(line).Length;
        int end = start;
        while (end < line.Length && end - start < MaxName && IsOfName(line[end]))
        {
            end++;
        }

        int at = end;
        while (at < line.Length && line[at] == ' ')
        {
            at++;
        }

        if (end == start || Bytes.IsDigit(line[start]) || at == line.Length || line[at] is not ((byte)'=' or (byte)':' or (byte)'|'))
        {
            return false;
        }

        separator = line[at];
        bool isDirect = separator == '=';
        if ((isDirect && at != end) || (!isDirect && at + 1 < line.Length && line[at + 1] != ' '))
        {
            return false;
        }

        name = line.Slice(start, end - start);
        column = Math.Min(line.Length, at + (isDirect ? 1 : 2));
        return true;
    }

    private static bool IsOfName(byte value) =>
        Bytes.IsDigit(value) || (uint)((value | 0x20) - 'a') <= 'z' - 'a' || value is (byte)'_' or (byte)'.' or (byte)'@';

    private static bool IsLogText(ReadOnlySpan<byte> value)
    {
        value = Bytes.Trim(value);
        return value.StartsWith("-->"u8) || EntryHeader.IsAtStart(value) || JsonLogText.IsLogText(value.ToArray());
    }

    private static bool IsBlank(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            if (value != ' ')
            {
                return false;
            }
        }

        return true;
    }
}
