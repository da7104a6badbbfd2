namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Specifies the subject of a rule of Test-VcsaScript.</summary>
public enum ScriptCategory : long
{
    /// <summary>Sessions and load at vCenter Server: LoginPerItem, SessionLeak and UnpacedBulk.</summary>
    Session,

    /// <summary>Passwords and certificates: PlainTextPassword and IgnoredCertificate.</summary>
    Security,
}
