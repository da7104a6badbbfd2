namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>Specifies the shell that a login at a stand-in appliance starts (tests/fixtures/appliance/login-shell).</summary>
public enum StandInShell
{
    Bash,

    /// <summary>The appliance shell; a command's output is preceded by "Shell access is granted to root" only.</summary>
    Appliance,

    /// <summary>The appliance shell with its greeting on standard output before anything else: the worst that may come.</summary>
    ApplianceLoud,
}
