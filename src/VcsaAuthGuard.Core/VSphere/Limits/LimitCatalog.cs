namespace VcsaAuthGuard.VSphere.Limits;

/// <summary>Describes the limits and timeouts of vCenter Server that public sources name, for one server.</summary>
/// <param name="about">The server's description of itself.</param>
/// <param name="open">The sessions now; null if they could not be listed.</param>
/// <remarks>
/// Sources: KB 375546 (sessions), KB 344920 and KB 437860 (Envoy), KB 440879 (the gateway's queue), W. Lam, "vSphere session timeout
/// overview" (October 2022), VMware's performance blog on endpoint limits (July 2022), the vCenter Single Sign-On programming guide
/// (clock tolerance), DISA's STIGs for vCenter 7.0 and 8.0 (Envoy's file), the VDDK 8 guide (NFC).
/// </remarks>
internal sealed class LimitCatalog(VSphereAbout about, SessionListing? open)
{
    private const long ApiTimeoutMinutes = 30;

    private static readonly Version Vc80U3 = new(8, 0, 3);

    private readonly bool _isFrom80U3 = Version.TryParse(about.Version, out Version? version) && version >= Vc80U3;

    /// <summary>Returns the limit of sessions.</summary>
    public VCenterLimit Sessions(SessionLimit limit) => new()
    {
        Name = "Sessions",
        Value = limit.Value,
        Unit = "sessions",
        Origin = limit.IsConfigured ? LimitOrigin.Configured : limit.Value is null ? LimitOrigin.Unknown : LimitOrigin.Default,
        Used = open?.Sessions.Count,
        Source = limit.Source,
        WhereToLook = $"vSphere Client, Configure, Advanced Settings, {SessionLimit.SettingKey}; Get-VcsaSession -Summary for its use.",
    };

    /// <summary>Returns the idle timeout of API sessions.</summary>
    public VCenterLimit ApiSessionTimeout(string key, long? configured) => new()
    {
        Name = "ApiSessionTimeout",
        Value = configured ?? ApiTimeoutMinutes,
        Unit = "minutes",
        Origin = configured is null ? LimitOrigin.Default : LimitOrigin.Configured,
        Used = open?.Sessions.Max(session => session.Idle) is TimeSpan idle ? (long)idle.TotalMinutes : null,
        Source = configured is null
            ? "30 minutes for SOAP and REST sessions (W. Lam, October 2022); KB 437427 says up to 120. The server lists no setting for it."
            : $"{key} is set on this server; in minutes, as the setting of this name on ESXi.",
        WhereToLook = "vpxd.cfg on the appliance. The use is the longest idle time of a session now.",
    };

    /// <summary>Returns the limits that the vSphere API does not give: their defaults, and where to look.</summary>
    public IEnumerable<VCenterLimit> Others()
    {
        yield return SessionsPerUser();
        yield return EnvoyConnections();
        yield return Default(
            "EnvoyIdleTimeout",
            900,
            "seconds",
            "900 seconds at vCenter Server's Envoy (KB 437860).",
            "Envoy's configuration on the appliance; on ESXi from 8.0 U3h the setting idle_connection_timeout."
        );
        yield return Default(
            "ConcurrentRequests",
            640,
            "requests",
            "640 SOAP requests at a time (VMware's performance blog on endpoint limits, July 2022).",
            "Measure-VcsaApiLoad shows the calls of each client."
        );
        yield return Default(
            "NfcConnections",
            52,
            "connections",
            "52 connections through vCenter Server, one for each disk in NBD transport (VDDK 8 guide).",
            "The backup product's transport mode and its number of concurrent disks."
        );
        yield return Default(
            "ClientSessionTimeout",
            120,
            "minutes",
            "120 minutes for the vSphere Client (W. Lam, October 2022).",
            "vSphere Client, Administration, Deployment, Client Configuration; session.timeout in "
                + "/etc/vmware/vsphere-ui/webclient.properties."
        );
        yield return Default(
            "GatewayQueueToken",
            300,
            "seconds",
            "A token that waits in the gateway's queue for 300 seconds is refused (KB 440879 only).",
            "Measure-VcsaGatewayQueue -TokenLifetime; whether it is configurable is not known."
        );
        yield return BearerTokenLifetime();
        yield return Default(
            "ClockTolerance",
            600,
            "seconds",
            "10 minutes (vCenter Single Sign-On programming guide); the configured value is not in the vSphere API.",
            TokenPolicy
        );
    }

    private const string TokenPolicy =
        "vSphere Client, Administration, Single Sign On, Configuration, Local Accounts, Token Trustworthiness; or Get-SsoTokenLifetime "
        + "of the module VMware.vSphere.SsoAdmin.";

    private static VCenterLimit Default(string name, long value, string unit, string source, string whereToLook) => new()
    {
        Name = name,
        Value = value,
        Unit = unit,
        Origin = LimitOrigin.Default,
        Source = source,
        WhereToLook = whereToLook,
    };

    private static VCenterLimit BearerTokenLifetime() => new()
    {
        Name = "BearerTokenLifetime",
        Unit = "seconds",
        Origin = LimitOrigin.Unknown,
        Source = "Configurable in vCenter Single Sign-On; the vSphere API does not give it, and no public source states its default.",
        WhereToLook = TokenPolicy,
    };

    private VCenterLimit SessionsPerUser() => new()
    {
        Name = "SessionsPerUser",
        Value = _isFrom80U3 ? null : 550,
        Unit = "sessions",
        Origin = _isFrom80U3 ? LimitOrigin.None : LimitOrigin.Default,
        Source = _isFrom80U3
            ? "From 8.0 U3 REST (vAPI) sessions count towards Sessions and have no limit of their own (KB 375546)."
            : "550 REST (vAPI) sessions for a user, 500 in other sources, before 8.0 U3 (VMware's performance blog, July 2022).",
        WhereToLook = _isFrom80U3
            ? "Sessions."
            : "maxSessionsPerUser in /etc/vmware-vapi/endpoint.properties (KB 375546). REST sessions are not in the list of sessions.",
    };

    private VCenterLimit EnvoyConnections() => new()
    {
        Name = "EnvoyConnections",
        Value = _isFrom80U3 ? null : 2048,
        Unit = "connections",
        Origin = _isFrom80U3 ? LimitOrigin.Unknown : LimitOrigin.Default,
        Source = _isFrom80U3
            ? "8.0 U3 changed the 2048 connections of each kind (VMware's blog, 26 September 2024); the new figure is not known here."
            : "2048 remote HTTPS connections (KB 344920).",
        WhereToLook = "On the appliance: maxRemoteHttpsConnections (maxHttpsConnections on 7.0) in /etc/vmware-rhttpproxy/config.xml; "
            + "ss -tn state established 'sport = :443' for its use.",
    };
}
