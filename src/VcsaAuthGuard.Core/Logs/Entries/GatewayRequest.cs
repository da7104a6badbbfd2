namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Represents when and how a request of an access log went over the host gateway.</summary>
/// <param name="EndTicks">The time of the response, as ticks of UTC.</param>
/// <param name="IsSoap">Whether it was a SOAP call (<c>/hgw/host-NNN/sdk</c>).</param>
internal readonly record struct GatewayRequest(long EndTicks, bool IsSoap)
{
    /// <summary>Creates what an access line says; returns null if it has no time.</summary>
    public static GatewayRequest? Create(in AccessLine access) =>
        access.Time is DateTimeOffset time
            ? new(time.UtcTicks + (access.Duration?.Ticks ?? 0), access.Path.EndsWith("/sdk"u8))
            : null;
}
