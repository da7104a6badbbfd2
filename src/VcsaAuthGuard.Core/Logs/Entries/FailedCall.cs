namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Represents the method and the fault of a call that vpxd reports as failed, in either of its two forms.</summary>
internal readonly ref struct FailedCall
{
    private FailedCall(ReadOnlySpan<byte> method, ReadOnlySpan<byte> text)
    {
        Method = method;
        Fault = TypeName(text);
    }

    /// <summary>Gets the method (<c>vim.SessionManager.login</c>); empty if an activation does not name it.</summary>
    public ReadOnlySpan<byte> Method { get; }

    /// <summary>Gets the type of the fault (<c>vim.fault.InvalidLogin</c>).</summary>
    public ReadOnlySpan<byte> Fault { get; }

    /// <summary>Gets a value indicating whether a login was refused: for a wrong password, or, when it logs in, for lack of any
    /// privilege.</summary>
    public bool IsRefusedLogin =>
        Fault.SequenceEqual("vim.fault.InvalidLogin"u8)
        || (Fault.SequenceEqual("vim.fault.NoPermission"u8)
            && (Method.StartsWith("vim.SessionManager.login"u8) || Method.SequenceEqual("vim.SessionManager.impersonateUser"u8)));

    /// <summary>Reads an entry; returns false if it is of another kind, or when a part is missing.</summary>
    public static bool TryRead(LogEntry entry, out FailedCall call)
    {
        call = default;
        return entry.Kind switch
        {
            EntryKind.CallError => TryReadError(entry.Body, out call),
            EntryKind.ActivationFailure => TryReadActivation(entry.Body, out call),
            _ => false,
        };
    }

    /// <summary>Reads <c>[VpxLRO] -- ERROR lro-1 -- SessionManager -- vim.SessionManager.login: vim.fault.InvalidLogin:</c>.</summary>
    private static bool TryReadError(ReadOnlySpan<byte> body, out FailedCall call)
    {
        call = default;
        ReadOnlySpan<byte> text = body.Slice(body.LastIndexOf(" -- "u8) + 4);
        int colon = text.IndexOf(": "u8);
        if (colon < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> method = text.Slice(text.Slice(0, colon).LastIndexOf((byte)' ') + 1);
        method = method.Slice(0, method.IndexOf((byte)':'));
        ReadOnlySpan<byte> fault = text.Slice(colon + 2);
        call = new(method, fault.Length > 0 && fault[0] == ':' ? fault.Slice(1) : fault); // METHOD: :FAULT
        return !method.IsEmpty;
    }

    /// <summary>
    /// Reads <c>VMOMI activation LRO failed; &lt;&lt;...&gt;&gt;, SessionManager, vim.SessionManager.login&gt;, ...(Fault cause:
    /// vim.fault.InvalidLogin</c>.
    /// </summary>
    private static bool TryReadActivation(ReadOnlySpan<byte> body, out FailedCall call)
    {
        call = default;
        ReadOnlySpan<byte> marker = "Fault cause: "u8;
        int at = body.IndexOf(marker);
        if (at < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> front = body.Slice(0, at);
        int end = front.LastIndexOf(">, "u8);
        front = end < 0 ? default : front.Slice(0, end);
        int comma = front.LastIndexOf(", "u8);
        ReadOnlySpan<byte> method = comma < 0 ? default : front.Slice(comma + 2);
        call = new(method.IndexOfAny(" \t<>,"u8) < 0 ? method : default, body.Slice(at + marker.Length));
        return true;
    }

    /// <summary>Returns the dotted name that <paramref name="text"/> starts with.</summary>
    private static ReadOnlySpan<byte> TypeName(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length
            && (text[length] is (byte)'.' or (byte)'_' || Bytes.IsDigit(text[length]) || (uint)((text[length] | 0x20) - 'a') <= 'z' - 'a'))
        {
            length++;
        }

        return text.Slice(0, length);
    }
}
