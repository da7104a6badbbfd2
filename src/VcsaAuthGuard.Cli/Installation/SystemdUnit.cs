using System.Text;

namespace VcsaAuthGuard.Cli.Installation;

/// <summary>Writes a unit of systemd. Directives: systemd.service(5), systemd.exec(5), systemd.unit(5).</summary>
internal static class SystemdUnit
{
    private const string Hardening = """
        NoNewPrivileges=yes
        CapabilityBoundingSet=
        AmbientCapabilities=
        ProtectSystem=strict
        PrivateTmp=yes
        PrivateDevices=yes
        DevicePolicy=closed
        ProtectClock=yes
        ProtectControlGroups=yes
        ProtectHostname=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        ProtectProc=invisible
        RemoveIPC=yes
        RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes
        SystemCallArchitectures=native
        SystemCallFilter=@system-service
        SystemCallFilter=~@privileged
        SystemCallErrorNumber=EPERM
        # Not MemoryDenyWriteExecute=yes: .NET compiles code while it runs. With the native program you can add it.
        """;

    public static string Write(ServiceDefinition service)
    {
        bool hasSharedFile = service.Settings?.MetricsTextFile is not null;
        StringBuilder text = new();
        text.Append($"""
            # Written by vcsa-authguard service install --what systemd. Put it into /etc/systemd/system, then:
            #   systemctl daemon-reload && systemctl enable --now {service.Name}
            [Unit]
            Description=Watches vCenter Server for refused API calls (KB 440879)
            Documentation=https://knowledge.broadcom.com/external/article/440879
            Wants=network-online.target
            After=network-online.target
            # A service that cannot start is given up after five attempts in five minutes.
            StartLimitIntervalSec=300
            StartLimitBurst=5

            [Service]
            Type=exec
            ExecStart={Quote(service.Program)} watch --config {Quote(service.Config)}
            # It comes before state: in the settings file.
            Environment=VCSA_AUTHGUARD_STATE=%S/{service.Name}/watch.state
            StateDirectory={service.Name}
            StateDirectoryMode=0700
            UMask={(hasSharedFile ? "0022" : "0077")}
            Restart=on-failure
            RestartSec=10
            # 2: the settings are not valid, and another start does not change that.
            RestartPreventExitStatus=2
            TimeoutStopSec=15

            """);
        AppendAccount(text, service);
        AppendFiles(text, service);
        return text.Append(Hardening).Append("\n\n[Install]\nWantedBy=multi-user.target\n").Replace("\r\n", "\n").ToString();
    }

    public static string Remove(string name) => $"""
        systemctl disable --now {name}
        rm /etc/systemd/system/{name}.service
        systemctl daemon-reload
        # What it knows of the logs, and its secrets:
        rm -rf /var/lib/{name} /var/lib/private/{name} /etc/{name}

        """.Replace("\r\n", "\n");

    private static void AppendAccount(StringBuilder text, ServiceDefinition service)
    {
        if (service.Account is null)
        {
            text.Append("""

                # systemd makes up an account while the service runs. adm may read logs in /var/log.
                DynamicUser=yes
                SupplementaryGroups=adm
                PrivateUsers=yes
                ProtectHome=yes

                """);
        }
        else
        {
            text.Append($"\n# Its home has the keys of SSH, or the stored sessions.\nUser={service.Account}\nProtectHome=read-only\n\n");
        }
    }

    private static void AppendFiles(StringBuilder text, ServiceDefinition service)
    {
        if (service.Credentials.Count > 0)
        {
            text.Append("# The secrets: files that only root can read. The service finds them in $CREDENTIALS_DIRECTORY.\n");
        }

        foreach (string name in service.Credentials)
        {
            text.Append($"LoadCredential={name}:/etc/{service.Name}/{name}\n");
        }

        if (service.Settings?.MetricsTextFile is string file)
        {
            string folder = Path.GetDirectoryName(file)!;
            text.Append("# The text file of metrics. The service's account needs the right to write there.\n");
            text.Append($"ReadWritePaths={Quote(folder)}\n");
        }

        text.Append('\n');
    }

    /// <summary>Quotes a path for a unit: blanks, and the % and $ that would be replaced.</summary>
    private static string Quote(string path)
    {
        string escaped = path.Replace("%", "%%").Replace("$", "$$");
        return escaped.Any(c => char.IsWhiteSpace(c) || c is '"' or '\\' or '\'')
            ? $"\"{escaped.Replace("\\", "\\\\").Replace("\"", "\\\"")}\""
            : escaped;
    }
}
