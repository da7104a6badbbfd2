namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>Where a login at an appliance lands.</summary>
public enum ApplianceShellKind
{
    /// <summary>Not known yet.</summary>
    Unknown,

    /// <summary>bash.</summary>
    Bash,

    /// <summary>The appliance shell (<c>Command&gt;</c>).</summary>
    Appliance,
}
