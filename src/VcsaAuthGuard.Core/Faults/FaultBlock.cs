using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;


namespace VcsaAuthGuard.Faults;

/// <summary>
/// Reads the fields of the fault that an entry prints after its first line in vmodl's notation: <c>name = value,</c>, one per line, with
/// nested braces.
/// </summary>
internal ref struct FaultBlock
{
    private ReadOnlySpan<byte> _object;
    private ReadOnlySpan<byte> _privilegeId;
    private ReadOnlySpan<byte> _message;

    public readonly string? Object => Value(_object);

    public readonly string? PrivilegeId => Value(_privilegeId);

    public readonly string? Message => Value(_message);

    /// <summary>Reads the first block; what a block inside it says (a cause) is another fault's.</summary>
    public static FaultBlock Read(ReadOnlySpan<byte> entry)
    {
        FaultBlock block = default;
        int depth = 0;
        bool isFirstLine = true;
        while (EntryLines.Next(ref entry, out ReadOnlySpan<byte> line))
        {
            ReadOnlySpan<byte> text = WithoutTail(isFirstLine ? Bytes.Trim(line) : EntryLines.WithoutArrow(line));
            isFirstLine = false;
            if (text.IsEmpty)
            {
                continue;
            }

            // `}, (vmodl.LocalizableMessage) {` ends one and starts the next.
            if (depth > 0 && text[0] == '}' && --depth == 0)
            {
                break;
            }

            if (depth == 0 ? Opens(text) : text[text.Length - 1] == '{')
            {
                depth++;
            }
            else if (depth == 1)
            {
                block.ParseLine(text);
            }
        }

        return block;
    }

    /// <summary>Returns a line that opens a block without what an envelope has behind it: quotes, columns, a time as a number.</summary>
    private static ReadOnlySpan<byte> WithoutTail(ReadOnlySpan<byte> line)
    {
        int brace = line.LastIndexOf((byte)'{');
        for (int at = brace + 1; brace >= 0 && at < line.Length; at++)
        {
            if (line[at] == '}' || (uint)((line[at] | 0x20) - 'a') <= 'z' - 'a')
            {
                return line;
            }
        }

        return brace < 0 ? line : line.Slice(0, brace + 1);
    }

    private void ParseLine(ReadOnlySpan<byte> line)
    {
        int equals = line.IndexOf((byte)'=');
        if (equals < 0)
        {
            return;
        }

        // Where a key comes twice, the first counts.
        ReadOnlySpan<byte> key = Bytes.Trim(line.Slice(0, equals));
        ReadOnlySpan<byte> value = Bytes.TrimStart(line.Slice(equals + 1));
        if (_object.IsEmpty && key.SequenceEqual("object"u8))
        {
            _object = value;
        }
        else if (_privilegeId.IsEmpty && key.SequenceEqual("privilegeId"u8))
        {
            _privilegeId = value;
        }
        else if (_message.IsEmpty && key.SequenceEqual("msg"u8))
        {
            _message = value;
        }
    }

    /// <summary>
    /// Returns whether a line ends with a fault's type and the start of its block: <c>(vim.fault.NotAuthenticated) {</c>.
    /// </summary>
    private static bool Opens(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> end = ") {"u8;
        if (!line.EndsWith(end))
        {
            return false;
        }

        ReadOnlySpan<byte> before = line.Slice(0, line.Length - end.Length);
        return before.LastIndexOf((byte)'(') > before.LastIndexOf((byte)')');
    }

    /// <summary>Returns the text between the first quote and the last of its kind; null for <c>&lt;unset&gt;</c> and <c>null</c>.</summary>
    private static string? Value(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value[0] is not ((byte)'"' or (byte)'\''))
        {
            return null;
        }

        // An id in single quotes has none inside.
        int close = value[0] == '"' ? value.LastIndexOf(value[0]) : value.Slice(1).IndexOf(value[0]) + 1;
        return close == 0 ? null : Bytes.ToText(value.Slice(1, close - 1));
    }
}
