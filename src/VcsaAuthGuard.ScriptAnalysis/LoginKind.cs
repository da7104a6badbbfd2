namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Specifies the interface of vCenter Server at which a script logs in.</summary>
internal enum LoginKind
{
    /// <summary>Connect-VIServer of PowerCLI.</summary>
    VIServer,

    /// <summary>Connect-CisServer of PowerCLI.</summary>
    CisServer,

    /// <summary>A session of the REST interface: POST on /api/session or /rest/com/vmware/cis/session.</summary>
    Rest,

    /// <summary>The method Login of VMware.Vim.VimClient.</summary>
    VimClient,
}
