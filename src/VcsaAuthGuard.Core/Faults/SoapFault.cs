using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;


namespace VcsaAuthGuard.Faults;

/// <summary>
/// Reads <c>SOAP request returned HTTP failure; &lt;&lt;io_obj ...&gt;, /hgw/host-150117/sdk&gt;, method: fileManagement; code:
/// 500(Internal
/// Server Error); fault: (vim.fault.NotAuthenticated) {</c>: a call that vpxd sent on and that came back refused.
/// </summary>
internal static class SoapFault
{
    private const int ServerError = 500;
    private const int LastServerError = 599;
    private const int MinVolumeUuidLength = 17; // NFS: two groups of eight

    public static AuthFault? Read(LogEntry entry)
    {
        ReadOnlySpan<byte> body = entry.Body;
        int methodAt = body.IndexOf("method: "u8);
        ReadOnlySpan<byte> channel = methodAt < 0 ? body : body.Slice(0, methodAt);
        ReadOnlySpan<byte> rest = methodAt < 0 ? body : body.Slice(methodAt);
        Bytes.TryBetween(rest, "method: "u8, ";"u8, out ReadOnlySpan<byte> method);
        int? status = Status(rest);
        Bytes.TryBetween(rest, "fault: ("u8, ")"u8, out ReadOnlySpan<byte> fault);

        AuthFaultKind kind;
        if (fault.SequenceEqual("vim.fault.NotAuthenticated"u8))
        {
            kind = AuthFaultKind.NotAuthenticated;
        }
        else
        {
            bool isGateway = channel.IndexOf("/hgw/"u8) >= 0 || channel.IndexOf("envoy-hgw"u8) >= 0;
            bool hasFault = !fault.IsEmpty && !fault.SequenceEqual("null"u8);
            if (!isGateway || !(hasFault || status is >= ServerError and <= LastServerError))
            {
                return null;
            }

            kind = AuthFaultKind.GatewayFailure;
        }

        FaultBlock block = FaultBlock.Read(entry.Span.Text);
        string? target = block.Object;
        return new AuthFault
        {
            Kind = kind,
            VMHostId = HostId(channel),
            Method = Bytes.ToTextOrNull(method),
            HttpStatus = status,
            Object = target,
            DatastoreUuid = VolumeUuid(target),
            PrivilegeId = block.PrivilegeId,
            Message = block.Message,
            Reason = kind == AuthFaultKind.GatewayFailure && !fault.IsEmpty && !fault.SequenceEqual("null"u8) ? Bytes.ToText(fault) : null,
        };
    }

    /// <summary>Returns the uuid in <c>vim.Datastore:62aef28d-fe0e61a8-3da4-9efa524000e2</c>; null for an inventory id
    /// (<c>vim.Datastore:datastore-15</c>).</summary>
    public static string? VolumeUuid(string? target)
    {
        const string Prefix = "vim.Datastore:";
        if (target is null || !target.StartsWith(Prefix, StringComparison.Ordinal) || target.Length < Prefix.Length + MinVolumeUuidLength)
        {
            return null;
        }

        string id = target.Substring(Prefix.Length);
        int groups = 0;
        int digits = 0;
        foreach (char character in id)
        {
            if (character == '-' && digits > 0)
            {
                groups++;
                digits = 0;
            }
            else if (Uri.IsHexDigit(character))
            {
                digits++;
            }
            else
            {
                return null;
            }
        }

        return groups > 0 && digits > 0 ? id : null;
    }

    private static int? Status(ReadOnlySpan<byte> text)
    {
        const int Digits = 3;
        int at = text.IndexOf("code: "u8);
        return at >= 0 && Bytes.TryReadNumber(text.Slice(at + "code: "u8.Length), out int code, out int digits) && digits == Digits
            ? code
            : null;
    }

    private static string? HostId(ReadOnlySpan<byte> channel)
    {
        ReadOnlySpan<byte> prefix = "/hgw/host-"u8;
        int at = channel.IndexOf(prefix);
        if (at < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> digits = channel.Slice(at + prefix.Length);
        int length = 0;
        while (length < digits.Length && Bytes.IsDigit(digits[length]))
        {
            length++;
        }

        return length == 0 ? null : "HostSystem-host-" + Bytes.ToText(digits.Slice(0, length));
    }
}
