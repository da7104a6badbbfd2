namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Specifies why calls are refused or logins fail.</summary>
public enum DiagnosisCause : long
{
    /// <summary>Nothing is wrong, and the logs cover the time asked for.</summary>
    None,

    /// <summary>The cause of KB 440879: too many sessions and calls at once, and tokens that expire in the host gateway's queue.</summary>
    ApiStorm,

    /// <summary>A tool goes on with a session that has expired or was ended.</summary>
    StaleSession,

    /// <summary>vpxd was restarted, which drops all sessions.</summary>
    ServiceRestart,

    /// <summary>vpxd crashed, which drops all sessions.</summary>
    ServiceCrash,

    /// <summary>A client that does not log out fills the session limit.</summary>
    SessionLeak,

    /// <summary>The limit of sessions was reached.</summary>
    SessionLimit,

    /// <summary>Envoy reached its limit of connections and refused more.</summary>
    ConnectionLimit,

    /// <summary>Logins of an account are refused, mostly because of its password or a missing privilege.</summary>
    LoginRefused,

    /// <summary>An account is locked.</summary>
    AccountLocked,

    /// <summary>The sign-on service issues no tokens.</summary>
    SignOnUnavailable,

    /// <summary>ESXi hosts cannot be reached.</summary>
    HostUnreachable,

    /// <summary>The appliance cannot resolve names of hosts.</summary>
    NameResolution,

    /// <summary>Hosts lost a datastore.</summary>
    StorageUnavailable,

    /// <summary>The appliance's clock was set or is wrong.</summary>
    ClockShift,

    /// <summary>A client was cut off from vCenter Server for a while.</summary>
    NetworkPartition,

    /// <summary>There are faults that no known cause explains.</summary>
    Unexplained,

    /// <summary>Nothing was readable, or the logs do not cover the time asked for.</summary>
    Unknown,
}
