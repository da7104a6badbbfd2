using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>Finds out what a log is about that contains neither refused calls nor sessions of vCenter Server.</summary>
internal static class LogSubjects
{
    private const int MaxLooked = 64 * 1024;
    private const int MaxLines = 50;

    private static readonly LogSubject Host = new("the log of an ESXi host's agent (hostd)", "what that host did");
    private static readonly LogSubject Kernel = new("a log of an ESXi host", "what happens on that host");
    private static readonly LogSubject Endpoint = new(
        "the log of the vAPI endpoint", "limits of REST sessions, if any were reached");
    private static readonly LogSubject SignOn = new("a log of single sign-on", "sign-ons that were refused (kind LoginRefused) and tokens");
    private static readonly LogSubject Events = new("a log of events", "logins, logouts and refused logins");
    private static readonly LogSubject Proxy = new(
        "a log of the reverse proxy", "requests, their status and their client, and limits of connections");

    /// <summary>The starts of names, and the names of processes in lines, with what they are; the first that fits counts.</summary>
    private static readonly (string Name, LogSubject Subject)[] Known =
    [
        ("hostd-probe", Kernel),
        ("hostd", Host),
        ("vpxa", new("the log of vCenter Server's agent on an ESXi host (vpxa)", "what vCenter Server asked of that host")),
        ("rhttpproxy", Proxy),
        ("envoy", Proxy),
        ("vmkernel", Kernel), ("vmkwarning", Kernel), ("vobd", Kernel), ("fdm", Kernel), ("esxupdate", Kernel), ("vmksummary", Kernel),
        ("endpoint", Endpoint),
        ("vapi-endpoint", Endpoint),
        ("websso", SignOn), ("vmware-sts", SignOn), ("vmware-identity-sts", SignOn), ("ssoAdminServer", SignOn), ("audit_events", SignOn),
        ("sso", SignOn), ("tokenservice", SignOn), ("openidconnect", SignOn),
        ("events", Events),
        ("eam", new("the log of the ESX Agent Manager", "agents on hosts")),
        ("sps", new("the log of the storage profile service", "storage policies and providers")),
        ("updatemgr", new("a log of Update Manager", "updates of hosts")),
        ("vmware-vum", new("a log of Update Manager", "updates of hosts")),
        ("vsphere_client", new("the log of the vSphere Client", "what the vSphere Client did for its users")),
        ("vsphere-ui", new("the log of the vSphere Client", "what the vSphere Client did for its users")),
        ("cls", new("the log of Content Library", "transfers of library items")),
        ("content-library", new("the log of Content Library", "transfers of library items")),
        ("vpxd-svcs", new("the log of authorization, tags and views (vpxd-svcs)", "sessions of that service, but not those of vpxd")),
        ("vmon", new("the log of the service lifecycle manager (vMon)", "starts and stops of services")),
        ("vmdir", new("the log of the directory service", "replication and refused binds")),
        ("vmafd", new("the log of the authentication framework", "certificates and the domain")),
        ("dnsmasq", new("the log of the appliance's name cache", "names that were looked up")),
        ("applmgmt", new("the log of appliance management", "what was done in the management interface")),
        ("vsan-health", new("the log of vSAN health", "checks of vSAN")),
        ("vsanvcmgmtd", new("the log of vSAN management", "operations of vSAN")),
        ("wcp", new("the log of Workload Management", "what Supervisors asked for")),
        ("perfcharts", new("the log of the performance charts", "charts")),
        ("stats", new("the log of the performance charts", "charts")),
        ("postgres", new("the log of the database", "what the database did")),
    ];

    /// <summary>Finds out what a log is about, by its name or else by the programs that its first lines name.</summary>
    /// <param name="source">The name of the log.</param>
    /// <param name="head">Its first lines.</param>
    /// <returns>The subject; null where the log can contain refused calls, or where it cannot be told.</returns>
    public static LogSubject? Find(string source, ReadOnlySpan<byte> head)
    {
        string file = source.Substring(source.LastIndexOfAny(['/', '\\', '!']) + 1);
        bool isVpxd = LogName.TryParse(file, LogKinds.Vpxd | LogKinds.Profiler, out _);
        return isVpxd ? null : Of(file) ?? OfProcess(head);
    }

    /// <summary>Returns whether a log is known by its name, and contains neither refused calls nor sessions of vCenter Server.</summary>
    public static bool IsKnown(string path) =>
        LogName.TryParse(path, out _) && Of(path.Substring(path.LastIndexOfAny(['/', '\\', '!']) + 1)) is not null;

    private static LogSubject? Of(string name) =>
        Array.Find(Known, known => name.StartsWith(known.Name, StringComparison.OrdinalIgnoreCase)).Subject;

    /// <summary>Returns the subject of the program that wrote all lines that name one.</summary>
    private static LogSubject? OfProcess(ReadOnlySpan<byte> head)
    {
        LogSubject? found = null;
        ReadOnlySpan<byte> rest = head.Slice(0, Math.Min(head.Length, MaxLooked));
        for (int lines = 0; lines < MaxLines && !rest.IsEmpty; lines++)
        {
            ReadOnlySpan<byte> line = Bytes.Trim(LogLine.Next(ref rest));
            string process = Bytes.ToText(EntryHeader.Read(line).Process);
            if (process.Length > 0 && process != "-")
            {
                if (Of(process) is not LogSubject subject || (found is not null && found != subject))
                {
                    return null;
                }

                found = subject;
            }
        }

        return found;
    }
}
