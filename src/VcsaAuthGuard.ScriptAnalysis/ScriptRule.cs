namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Specifies a rule of Test-VcsaScript.</summary>
public enum ScriptRule : long
{
    /// <summary>A login for each item of a loop, where one login would do.</summary>
    LoginPerItem,

    /// <summary>A login whose session stays behind on a path out of the script.</summary>
    SessionLeak,

    /// <summary>Snapshots, clones or moves over as many virtual machines as there are, without a pace.</summary>
    UnpacedBulk,

    /// <summary>A password that is written in the script.</summary>
    PlainTextPassword,

    /// <summary>Certificates that are not checked.</summary>
    IgnoredCertificate,
}
