namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>Specifies which shell a login at an appliance lands in.</summary>
public enum ApplianceShellKind : long
{
    /// <summary>It is not known yet.</summary>
    Unknown,

    /// <summary>bash.</summary>
    Bash,

    /// <summary>The appliance shell (<c>Command&gt;</c>).</summary>
    Appliance,
}
