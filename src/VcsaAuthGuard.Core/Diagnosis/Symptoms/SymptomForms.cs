using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Diagnosis.Symptoms;

/// <summary>Represents the words by which entries of a kind are known: one of some, and all of others.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Any">The words of which the entry has one.</param>
/// <param name="And">Words of which it has one too; empty if the first are enough.</param>
internal sealed record SymptomForm(SymptomKind Kind, string[] Any, params string[] And)
{
    /// <summary>Gets the words that an entry of the kind does not have.</summary>
    public string[] Not { get; init; } = [];
}

/// <summary>Contains the forms of the entries that point to a cause, in the order in which they are tried.</summary>
/// <remarks>
/// Sources. Crash: Broadcom KB 421028 ("Current value 11101224 exceeds hard limit 11099136. Shutting down process.", "Panic: Memory
/// exceeds hard limit. Panic"). Account: KB 326186 ("User account is locked"). Clock: KB 436537 ("request expired") and the sign-on
/// service's public source ("does not fall in the request lifetime interval ... clock skew"); ntpd's "time reset", chronyd's "System
/// clock was stepped" and "System clock wrong by", systemd's "Time has been changed". Sign-on: KB 316619 ("Signing certificate is not
/// valid", InvalidTimeRange) and KB 442815 ("AcquireToken exception: InvalidCredentialsException"). Names: the messages of getaddrinfo
/// and Boost.Asio, and dnsmasq's "is NXDOMAIN" and "SERVFAIL". Storage: KB 310620 ("All Paths Down") and the events
/// esx.problem.storage.* and esx.problem.vmfs.*. Envoy: KB 392948 ("envoy overloaded", "503 overload"). Ended sessions:
/// SessionTerminatedEvent of the vSphere Web Services API. Heartbeats: KB 435077 and, of older versions, "Missed 2 heartbeats for host";
/// HostConnectionLostEvent of the vSphere Web Services API. Failures of vpxd: KB 403980 ("Invalid certificate string"), and public
/// reports of a stopped and of a full database; "Unrecoverable VmRootError. Panic!" of vCenter Server 5.5.
/// </remarks>
internal static class SymptomForms
{
    /// <summary>Gets texts, in the case that logs have, of which every entry of a form in vpxd's own log has one. They are few, because
    /// they are looked for in every line.</summary>
    public static IReadOnlyList<string> VpxdNeedles { get; } =
    [
        "-- ERROR ", "hard limit", "anic: ", "hutting down", "ocked", "lock skew", "ystem clock", "time reset",
            "expired", "ertificate", "cquireToken", "STSService", "SSO facade",
        "esol", "ot known", "ost not found", "esx.problem.", "All Paths Down", "naccessible", "not accessible", "overload",
        "SessionTerminatedEvent", "VMOMI activation LRO failed",
        "eartbeats ", "otResponding", "NO_RESPONSE", "HostConnectionLostEvent", "nrecoverable ", "o connect to database",
        "artition of Database",
    ];

    /// <summary>Gets texts of which every entry has one that names the type of a fault.</summary>
    public static IReadOnlyList<string> FaultNeedles { get; } = ["vim.fault.", "vmodl.fault.", "vapi.std.errors."];

    /// <summary>Gets the same for other logs.</summary>
    public static IReadOnlyList<string> Needles { get; } =
    [
        .. VpxdNeedles, "crashed", "unexpectedly", "LOCKED", "ockout", "Time has been", "nvalidTimeRange", "NXDOMAIN",
            "SERVFAIL", "ost access", "vprob.", "llPathsDown", "ermanent device loss", "ermanentDeviceLoss",
    ];

    /// <summary>Gets the searches for a log platform that find the entries of the forms, and failed tasks. Words are whole: a platform's
    /// index has no parts of them.</summary>
    public static IReadOnlyList<SearchPhrase> Phrases { get; } =
    [
        .. ((string[])
        [
            "[VpxLRO] -- ERROR", "VMOMI activation LRO failed", "vim.event.SessionTerminatedEvent", "vim.event.HostConnectionLostEvent",
            "exceeds hard limit", "core dump", "exited unexpectedly", "vpxd crashed", "vpxd has crashed", "Unrecoverable VmRootError",
            "unrecoverable problem has occurred", "Shutting down",
            "is locked", "account locked", "account has been locked", "lockout",
            "clock skew", "request lifetime", "request expired", "request has expired", "token request is expired",
            "time reset", "System clock was stepped", "System clock wrong by", "Time has been changed", "clock was set",
            "Setting system clock",
            "Signing certificate is not valid", "signing certificate has expired", "signing certificate expired", "InvalidTimeRange",
            "AcquireToken exception", "SSO facade", "STSService", "certificate verify failed", "certificate has expired",
            "certificate is expired", "certificate expired", "certificate is not valid", "certificate not valid",
            "Name or service not known", "Host not found", "name resolution", "Failed to resolve", "Unable to resolve",
            "Could not resolve", "could not be resolved", "Cannot resolve", "cannot be resolved", "NXDOMAIN", "SERVFAIL",
            "hostname resolution",
            "esx.problem.storage.apd.start", "esx.problem.storage.apd.timeout", "esx.problem.storage.connectivity.lost",
            "esx.problem.vmfs.heartbeat.timedout", "esx.problem.vmfs.heartbeat.unrecoverable",
            "esx.problem.vmfs.nfs.server.disconnect", "esx.problem.scsi.device.state.permanentloss", "All Paths Down",
            "Lost access to volume", "Lost access to datastore", "permanent device loss", "is not accessible", "is inaccessible",
            "envoy overloaded", "503 overload",
            "No heartbeats received from host", "heartbeats for host", "marking host as notResponding", "NO_RESPONSE",
            "Failed to connect to database", "Space used on storage partition of Database exceeds", "Invalid certificate string",
        ])
        .Select(text => new SearchPhrase(text)),
    ];

    public static IReadOnlyList<SymptomForm> All { get; } =
    [
        new(
            SymptomKind.ServiceFailure,
            ["Failed to connect to database", "Space used on storage partition of Database exceeds", "Invalid certificate string"]),
        new(
            SymptomKind.HostSilent,
            [
                "No heartbeats received from host", "heartbeats for host", "marking host as notResponding",
                "changed to [NO_RESPONSE]", "HostConnectionLostEvent",
            ]),
        new(
            SymptomKind.Crash,
            [
                "Unrecoverable VmRootError", "An unrecoverable problem has occurred", "exceeds hard limit", "Panic: ", "core dump",
                "exited unexpectedly", "vpxd crashed", "vpxd has crashed",
            ]),
        new(SymptomKind.AccountLocked, ["locked", "lockout"], ["account", "user", "principal"])
        {
            Not = ["unlocked", "blocked", "deadlock", "file is locked", "not locked", "lock file", "locked by"],
        },
        new(
            SymptomKind.ClockSkew,
            ["clock skew", "request lifetime", "RequestExpired", "request expired", "request has expired", "token request is expired"]),
        new(
            SymptomKind.ClockSet,
            [
                "time reset",
                "System clock was stepped",
                "System clock wrong by",
                "Time has been changed",
                "clock was set",
                "Setting system clock",
            ]
        ),
        new(
            SymptomKind.SignOnFailure,
            ["Signing certificate is not valid", "signing certificate has expired", "signing certificate expired", "InvalidTimeRange"]),
        new(SymptomKind.SignOnFailure, ["AcquireToken"], ["exception", "failed", "error"]),
        new(SymptomKind.SignOnFailure, ["SSO facade", "STSService"], ["unable", "failed", "refused", "unavailable", "503", "cannot"]),
        new(
            SymptomKind.SignOnFailure,
            [
                "certificate verify failed", "certificate has expired", "certificate is expired", "certificate expired",
                "certificate is not valid", "certificate not valid",
            ],
            ["sso", "/sts", "stsd", " sts ", "token", "saml", "lookupservice", "signing", "solution user", "machine_ssl", "vpxd-extension"])
        {
            Not = ["will expire", "vim.HostSystem", "/hgw/"],
        },
        new(
            SymptomKind.NameNotResolved,
            [
                "Name or service not known",
                "Host not found",
                "name resolution",
                "Failed to resolve",
                "Unable to resolve",
                "Could not resolve",
                "could not be resolved",
                "Cannot resolve",
                "cannot be resolved",
                "is NXDOMAIN",
                "NXDOMAIN",
                "SERVFAIL",
                "hostname resolution",
            ]
        ),
        new(
            SymptomKind.StorageLost,
            [
                "esx.problem.storage.apd", "esx.problem.storage.connectivity", "esx.problem.vmfs", "esx.problem.scsi.device.state",
                "vprob.storage.connectivity", "vprob.vmfs", "All Paths Down", "AllPathsDown", "Lost access to volume",
                "Lost access to datastore", "permanent device loss", "PermanentDeviceLoss", "InaccessibleDatastore",
            ])
        {
            Not = ["esx.problem.vmfs.lock", "esx.clear", "esx.problem.vmfs.heartbeat.recovered", "restored access"],
        },
        new(SymptomKind.StorageLost, ["datastore"], ["inaccessible", "not accessible"]),
        new(SymptomKind.ProxyOverload, ["envoy overloaded", "503 overload"]),
        new(SymptomKind.OrderlyStop, ["Shutting down"], ["vpxd", "VirtualCenter"]),
    ];
}
