using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Faults;

/// <summary>Reads requests of an access log that failed over the host gateway: <c>POST /hgw/host-5008/api HTTP/1.1 503
/// no_healthy_upstream UH ...</c>.</summary>
internal static class AccessFault
{
    /// <summary>The start of the path of every request over the gateway.</summary>
    public const string Needle = " /hgw/";

    private const int ServerError = 500;
    private const int LastServerError = 599;

    /// <summary>Reads an entry; returns null if the request did not fail, or did not go over the gateway.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="time">The time at which the request was received; the entry's own is that at which the line was written.</param>
    public static AuthFault? Read(LogEntry entry, out DateTimeOffset? time)
    {
        time = null;
        bool isFailure =
            AccessLine.TryRead(entry.Line, out AccessLine access)
            && access.Status is >= ServerError and <= LastServerError
            && access.Path.StartsWith("/hgw/"u8);
        if (!isFailure)
        {
            return null;
        }

        time = access.Time;
        int host = access.GatewayHost();
        string details = Bytes.ToText(access.Details);
        string flags = Bytes.ToText(access.Flags);
        return new AuthFault
        {
            Kind = AuthFaultKind.GatewayFailure,
            VMHostId = host > 0 ? FormattableString.Invariant($"HostSystem-host-{host}") : null,
            HttpStatus = access.Status,
            Message = details.Length == 0 ? null : flags.Length == 0 || flags == details ? details : $"{details} {flags}",
            ClientAddress = Bytes.ToTextOrNull(access.Client),
            Request = GatewayRequest.Create(access),
        };
    }
}
