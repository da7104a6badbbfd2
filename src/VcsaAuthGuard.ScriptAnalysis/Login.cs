using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Represents a place where a script logs in; each login opens a session of its own at vCenter Server.</summary>
/// <param name="site">The command or the method call.</param>
/// <param name="kind">The interface.</param>
/// <param name="call">The command; null for a method call.</param>
/// <param name="inputs">The values that the login depends on.</param>
internal sealed class Login(Ast site, LoginKind kind, CommandCall? call, IReadOnlyList<Ast> inputs)
{
    private HashSet<string>? _variables;

    /// <summary>Gets the command or the method call.</summary>
    public Ast Site => site;

    /// <summary>Gets the interface.</summary>
    public LoginKind Kind => kind;

    /// <summary>Gets the command; null for a method call.</summary>
    public CommandCall? Call => call;

    /// <summary>Gets the values that the login depends on.</summary>
    public IReadOnlyList<Ast> Inputs => inputs;

    /// <summary>Gets the variables that the login's result or error goes to.</summary>
    public HashSet<string> Variables => _variables ??= ConnectionQuestion.Variables(Site, Call?.Arguments ?? []);

    /// <summary>Gets the advice for a login that a loop repeats.</summary>
    public string OnceRemedy => Kind switch
    {
        LoginKind.CisServer =>
            "Log in once before the loop ($cis = Connect-CisServer ...), use Get-CisService -Server $cis in it, and log out once after it.",
        LoginKind.Rest =>
            "Open one session before the loop, send its token as vmware-api-session-id with each request, and delete it once after the "
            + "loop: Invoke-RestMethod -Method Delete on the same address.",
        LoginKind.VimClient => "Log in once before the loop, use the same client in it, and call its Logout() once after it.",
        _ =>
            "Log in once before the loop ($vc = Connect-VIServer ...), use -Server $vc for its commands, and log out once after it. "
            + "Or use Connect-VcsaSession instead, which reuses an existing session. In other runspaces, use the same session: "
            + "Connect-VIServer $vc.Name -Session $vc.SessionId.",
    };

    /// <summary>Gets the advice for a session that is left open.</summary>
    public string LogoutRemedy => Kind switch
    {
        LoginKind.CisServer =>
            "Log out on every path: $cis = Connect-CisServer ...; "
            + "try { ... } finally { Disconnect-CisServer -Server $cis -Confirm:$false }.",
        LoginKind.Rest =>
            "Delete the session on every path: try { ... } finally { Invoke-RestMethod -Method Delete -Uri <the address of the login> "
            + "-Headers @{ 'vmware-api-session-id' = $token } }.",
        LoginKind.VimClient => "Log out on every path: $client.Login(...); try { ... } finally { $client.Logout() }.",
        _ =>
            "Log out on every path: $vc = Connect-VIServer ...; try { ... } finally { Disconnect-VIServer -Server $vc -Confirm:$false }.",
    };
}
