namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>Specifies how the session store failed.</summary>
public enum SessionStoreProblem
{
    /// <summary>Other users could read or change it, so it is not used.</summary>
    Unsafe,

    /// <summary>It cannot be read or written.</summary>
    Unavailable,

    /// <summary>Another process has held the lock for too long.</summary>
    Locked,
}
