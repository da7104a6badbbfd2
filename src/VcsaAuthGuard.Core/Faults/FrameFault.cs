using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Faults;

/// <summary>
/// Reads <c>Failed to collect uploaders for host esxi01.example.org. vapi.invalid.result.code&lt;Recv of frame failed with code: 503
/// Service Unavailable&gt;</c>: a vAPI call to a host that failed at the gateway.
/// </summary>
internal static class FrameFault
{
    private const int ServerError = 500;
    private const int LastServerError = 599;

    /// <summary>Reads an entry; returns null for a status that is not a server's error.</summary>
    public static AuthFault? Read(LogEntry entry)
    {
        int at = entry.Line.IndexOf(EntryForms.FrameFailure);
        ReadOnlySpan<byte> rest = entry.Line.Slice(at + EntryForms.FrameFailure.Length);
        if (!Bytes.TryReadNumber(rest, out int status, out _) || status is < ServerError or > LastServerError)
        {
            return null;
        }

        return new()
        {
            Kind = AuthFaultKind.GatewayFailure,
            HttpStatus = status,
            VMHost = Host(entry.Line.Slice(0, at)),
            VMHostId = HostId(entry.Line.Slice(0, at)),
            Message = Bytes.ToText(Bytes.Trim(entry.Line.Slice(at))),
        };
    }

    /// <summary>Returns the name in <c>for host NAME. </c>.</summary>
    private static string? Host(ReadOnlySpan<byte> text)
    {
        int at = text.LastIndexOf(" host "u8);
        if (at < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = text.Slice(at + " host ".Length);
        string name = Bytes.ToText(Bytes.NextWord(ref rest)).Trim('.', ',', ':', ';', '\'', '"');
        return Uri.CheckHostName(name) == UriHostNameType.Unknown || name.StartsWith("host-", StringComparison.Ordinal) ? null : name;
    }

    /// <summary>Returns the id in <c>host-5008</c>.</summary>
    private static string? HostId(ReadOnlySpan<byte> text)
    {
        while (text.LastIndexOf("host-"u8) is int at and >= 0)
        {
            // The id of an operation may end like one: opID=addhost-1.
            bool isWord = at == 0 || !(Bytes.IsDigit(text[at - 1]) || (uint)((text[at - 1] | 0x20) - 'a') <= 'z' - 'a');
            if (isWord && Bytes.TryReadNumber(text.Slice(at + "host-".Length), out int host, out _))
            {
                return FormattableString.Invariant($"HostSystem-host-{host}");
            }

            text = text.Slice(0, at);
        }

        return null;
    }
}
