namespace VcsaAuthGuard.Appliances;

/// <summary>Specifies why an appliance could not be reached or controlled.</summary>
public enum ApplianceProblem : long
{
    /// <summary>No SSH server answers at the address.</summary>
    Unreachable,

    /// <summary>The host key is in no known_hosts file.</summary>
    HostKeyUnknown,

    /// <summary>The host key is another than the one known or given.</summary>
    HostKeyChanged,

    /// <summary>The host key is marked as revoked in a known_hosts file.</summary>
    HostKeyRevoked,

    /// <summary>The user, key or password was refused.</summary>
    AuthenticationFailed,

    /// <summary>The connection ended before the command did.</summary>
    Dropped,

    /// <summary>The command did not end in the time given.</summary>
    TimedOut,

    /// <summary>Something answers over SSH that is neither bash nor the appliance shell.</summary>
    NotAnAppliance,

    /// <summary>The <c>ssh</c> program is not on this machine.</summary>
    SshMissing,

    /// <summary>A password is given, which the <c>ssh</c> program does not take from another program.</summary>
    PasswordNotSupported,

    /// <summary>The response does not answer the request.</summary>
    NotUnderstood,

    /// <summary>It refused: the state does not allow it, the service is not known, or it failed.</summary>
    Refused,

    /// <summary>A file that SSH needs, such as a key, cannot be used.</summary>
    FileUnusable,
}
