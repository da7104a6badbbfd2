namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Specifies why calls are refused or logins fail.</summary>
public enum DiagnosisCause
{
    /// <summary>No known cause, or nothing is wrong.</summary>
    None,

    /// <summary>The cause of KB 440879: too many sessions and calls at once, and tokens that expire in the host gateway's queue.</summary>
    ApiStorm,

    /// <summary>A client that does not log out fills the session limit.</summary>
    SessionLeak,

    /// <summary>vpxd was restarted, which drops all sessions.</summary>
    ServiceRestart,

    /// <summary>Logins of an account are refused, mostly because of its password.</summary>
    LoginRefused,

    /// <summary>An ESXi host cannot be reached.</summary>
    HostUnreachable,

    /// <summary>The limit of HTTP sessions was reached, and the logs do not show by whom.</summary>
    SessionLimit,

    /// <summary>Envoy reached its limit of connections and refused more.</summary>
    ConnectionLimit,

    /// <summary>There are faults that no known cause explains.</summary>
    Unexplained,
}
