namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>What is wrong with the place where sessions are kept.</summary>
public enum SessionStoreProblem
{
    /// <summary>Others could read or change it, so it is not used.</summary>
    Unsafe,

    /// <summary>It cannot be read or written.</summary>
    Unavailable,

    /// <summary>Another process has held the lock for too long.</summary>
    Locked,
}
