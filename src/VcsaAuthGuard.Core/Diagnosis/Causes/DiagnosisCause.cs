namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>What calls are refused for.</summary>
public enum DiagnosisCause
{
    /// <summary>None that is known here, or nothing is wrong.</summary>
    None,

    /// <summary>The article's: too many sessions and calls at once, and tokens that expire in the host gateway's queue.</summary>
    ApiStorm,

    /// <summary>A client that never logs out fills the session limit.</summary>
    SessionLeak,

    /// <summary>vpxd was restarted, which drops every session.</summary>
    ServiceRestart,

    /// <summary>An account's logins are refused: its password.</summary>
    LoginRefused,

    /// <summary>One ESXi host cannot be reached.</summary>
    HostUnreachable,
}
