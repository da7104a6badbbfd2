using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.Faults;

/// <summary>Calls that vpxd itself refused: <c>[VpxLRO] -- ERROR ...</c> and <c>VMOMI activation LRO failed; ...</c>.</summary>
internal static class LroFault
{
    /// <summary><c>[VpxLRO] -- ERROR lro-1 -- SessionManager -- vim.SessionManager.login: vim.fault.InvalidLogin:</c>.</summary>
    public static AuthFault? ParseError(ReadOnlySpan<byte> body, ReadOnlySpan<byte> entry)
    {
        int last = body.LastIndexOf(" -- "u8);
        if (last < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> call = body.Slice(last + 4);
        int colon = call.IndexOf(": "u8);
        if (colon < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> method = call.Slice(call.Slice(0, colon).LastIndexOf((byte)' ') + 1);
        method = method.Slice(0, method.IndexOf((byte)':'));
        ReadOnlySpan<byte> fault = call.Slice(colon + 2);
        return method.IsEmpty ? null : Make(method, TypeName(fault), entry);
    }

    /// <summary><c>VMOMI activation LRO failed; &lt;&lt;...&gt;&gt;, SessionManager, vim.SessionManager.login&gt;, N3Vim5Fault12InvalidLogin9ExceptionE(Fault cause: vim.fault.InvalidLogin</c>.</summary>
    public static AuthFault? ParseActivation(ReadOnlySpan<byte> body, ReadOnlySpan<byte> entry)
    {
        ReadOnlySpan<byte> marker = "Fault cause: "u8;
        int at = body.IndexOf(marker);
        if (at < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> fault = body.Slice(at + marker.Length);
        ReadOnlySpan<byte> call = body.Slice(0, at);
        int callEnd = call.LastIndexOf(">, "u8);
        call = callEnd < 0 ? default : call.Slice(0, callEnd);
        int comma = call.LastIndexOf(", "u8);
        ReadOnlySpan<byte> method = comma < 0 ? default : call.Slice(comma + 2);
        return Make(method.IndexOfAny(" \t<>,"u8) < 0 ? method : default, TypeName(fault), entry);
    }

    /// <summary>The dotted name that <paramref name="text"/> starts with.</summary>
    private static ReadOnlySpan<byte> TypeName(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && (text[length] is (byte)'.' or (byte)'_' || Bytes.IsDigit(text[length]) || (uint)((text[length] | 0x20) - 'a') <= 'z' - 'a'))
        {
            length++;
        }

        return text.Slice(0, length);
    }

    private static AuthFault? Make(ReadOnlySpan<byte> method, ReadOnlySpan<byte> fault, ReadOnlySpan<byte> entry)
    {
        AuthFaultKind kind;
        if (fault.SequenceEqual("vim.fault.NotAuthenticated"u8))
        {
            kind = AuthFaultKind.NotAuthenticated;
        }
        else if (fault.SequenceEqual("vim.fault.InvalidLogin"u8))
        {
            kind = AuthFaultKind.LoginRefused;
        }
        else
        {
            return null;
        }

        FaultBlock block = FaultBlock.Read(entry);
        string? target = block.Object;
        return new AuthFault
        {
            Kind = kind,
            Method = Bytes.ToTextOrNull(method),
            Object = target,
            DatastoreUuid = SoapFault.VolumeUuid(target),
            PrivilegeId = block.PrivilegeId,
            Message = block.Message,
        };
    }
}
