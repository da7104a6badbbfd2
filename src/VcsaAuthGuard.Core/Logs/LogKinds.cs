namespace VcsaAuthGuard.Logs;

/// <summary>
/// Specifies which of an appliance's logs are read from a folder or an archive. A file given by its own path is always read.
/// </summary>
[Flags]
public enum LogKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>vpxd-profiler-N.log</c>: which session is whose.</summary>
    Profiler = 1,

    /// <summary>Events forwarded by syslog and the logs of sign-on: <c>events*.log</c>, <c>audit_events*.log</c>, the
    /// logs of the folder <c>sso</c>, <c>websso*.log</c>, <c>authz*.log</c>.</summary>
    Events = 2,

    /// <summary>vpxd's own log: <c>vpxd.log</c>, <c>vpxd-N.log</c>.</summary>
    Vpxd = 4,

    /// <summary>Envoy's and the older reverse proxy's logs: <c>envoy*.log</c>, <c>rhttpproxy*.log</c>.</summary>
    Envoy = 8,

    /// <summary>The log of the vAPI endpoint, which reports limits of sessions: <c>endpoint*.log</c>.</summary>
    Endpoint = 16,

    /// <summary>All of them.</summary>
    All = Profiler | Events | Vpxd | Envoy | Endpoint,

    /// <summary>The logs of services around vpxd: <c>dnsmasq*.log</c>, <c>vpxd-svcs*.log</c>, <c>vmon*.log</c>,
    /// <c>vmdird*.log</c>, <c>vmware-identity-sts*.log</c>, <c>vmware-sts*.log</c> and <c>ssoAdminServer*.log</c>.</summary>
    Services = 32,

    /// <summary>All logs that a diagnosis reads.</summary>
    Diagnosis = All | Services,
}
