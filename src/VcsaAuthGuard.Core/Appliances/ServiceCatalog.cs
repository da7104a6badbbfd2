namespace VcsaAuthGuard.Appliances;

/// <summary>
/// Lists the services of an appliance that may be named in a command, from public listings (<c>service-control --status --all</c>,
/// <c>/rest/appliance/vmon/service</c>). service-control and vmon use different names for some: <c>vmware-vpxd</c> and <c>vpxd</c>.
/// </summary>
public static class ServiceCatalog
{
    private const string Prefix = "vmware-";

    /// <summary>vpxd, the service vCenter Server is.</summary>
    public const string Vpxd = "vmware-vpxd";

    /// <summary>The Envoy host gateway.</summary>
    public const string HostGateway = "vmware-envoy-hgw";

    // service-control's names.
    private static readonly HashSet<string> Names =
    [
        .. (
            "applmgmt lookupsvc lwsmd observability observability-vapi pschealth vc-ws1a-broker vlcm vmafdd vmcad vmcam "
            + "vmdird vmonapi vmware-analytics vmware-certificateauthority vmware-certificatemanagement vmware-cis-license "
            + "vmware-cm vmware-content-library vmware-eam vmware-envoy vmware-envoy-hgw vmware-envoy-sidecar vmware-hvc "
            + "vmware-imagebuilder vmware-infraprofile vmware-mbcs vmware-netdumper vmware-perfcharts vmware-pod "
            + "vmware-postgres-archiver vmware-rbd-watchdog vmware-rhttpproxy vmware-sca vmware-sps vmware-statsmonitor "
            + "vmware-sts-idmd vmware-stsd vmware-syslog vmware-topologysvc vmware-trustmanagement vmware-updatemgr "
            + "vmware-vapi-endpoint vmware-vcha vmware-vdtc vmware-vmon vmware-vpostgres vmware-vpxd vmware-vpxd-svcs "
            + "vmware-vsan-health vmware-vsm vsphere-client vsphere-ui vstats vtsdb wcp"
        ).Split(' '),
    ];

    private static readonly Dictionary<string, string> ById = Names.ToDictionary(Shorten, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets all names in the form that service-control uses.</summary>
    public static IReadOnlyCollection<string> All => Names;

    /// <summary>Gets the services that KB 440879 restarts, in the order in which they are started.</summary>
    public static IReadOnlyList<string> ProxyPipeline { get; } = [Vpxd, HostGateway];

    /// <summary>Returns whether a service is known, by either name.</summary>
    /// <param name="name">The name.</param>
    public static bool IsKnown(string name) => ById.ContainsKey(Shorten(name));

    /// <summary>Returns whether a service is part of the proxy pipeline.</summary>
    /// <param name="name">The name.</param>
    public static bool IsProxyPipeline(string name) => Shorten(name) is "vpxd" or "envoy-hgw";

    /// <summary>Returns the name that service-control has for a service.</summary>
    /// <param name="name">Either name.</param>
    /// <exception cref="ArgumentException">It is not known.</exception>
    public static string ControlName(string name) =>
        ById.TryGetValue(Shorten(name), out string? known)
            ? known
            : throw new ArgumentException($"'{name}' is not a known service of a vCenter Server Appliance.", nameof(name));

    /// <summary>Returns the id that vmon and the REST API have for a service.</summary>
    /// <param name="name">Either name.</param>
    /// <exception cref="ArgumentException">It is not known.</exception>
    public static string IdOf(string name) => Shorten(ControlName(name));

    /// <summary>Returns a name without its prefix, known or not.</summary>
    internal static string Shorten(string name) =>
        name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? name.Substring(Prefix.Length).ToLowerInvariant()
            : name.ToLowerInvariant();
}
