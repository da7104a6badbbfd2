namespace VcsaAuthGuard.VSphere.Termination;

/// <summary>Represents accounts that vCenter Server's own services log in with. Ending their sessions disturbs these services.</summary>
/// <param name="Pattern">The account's name without its domain; <c>*</c> at one end stands for any text.</param>
/// <param name="Reason">The services that use it.</param>
/// <remarks>
/// The solution users are listed in VMware's vSphere Authentication guide ("vSphere Solution User Certificates"). An extension that logs in
/// by its certificate has its key as user name (<c>LoginExtensionByCertificate</c>).
/// </remarks>
public sealed record ServiceAccount(string Pattern, string Reason)
{
    private const string ExtensionReason = "The session belongs to an extension of vCenter Server.";

    /// <summary>Gets the accounts that are known.</summary>
    public static IReadOnlyList<ServiceAccount> Known { get; } =
    [
        new("vpxd-extension-*", "Solution user of vpxd's extensions, such as Auto Deploy."),
        new("vpxd-*", "Solution user of vpxd, the vCenter Server service."),
        new("vsphere-webclient-*", "Solution user of the vSphere Client and the performance charts."),
        new("machine-*", "Solution user of the license and logging services."),
        new("wcp-*", "Solution user of Workload Management."),
        new("hvc-*", "Solution user of hybrid linked mode."),
        new("com.vmware.*", "Key of a VMware extension, which logs in by its certificate."),
        new("vpxuser", "Account with which vCenter Server manages an ESXi host."),
        new("*$", "Computer account of a domain: a service of that computer logs in with it."),
    ];

    /// <summary>Returns the reason why a session belongs to a service of vCenter Server; null if it does not.</summary>
    /// <param name="session">The session.</param>
    public static string? FindReason(VCenterSession session)
    {
        string account = WithoutDomain(session.UserName);
        return Known.FirstOrDefault(known => known.Matches(account))?.Reason ?? (session.IsExtension == true ? ExtensionReason : null);
    }

    private static string WithoutDomain(string userName)
    {
        string account = userName.Substring(userName.LastIndexOf('\\') + 1);
        int at = account.IndexOf('@');
        return at < 0 ? account : account.Substring(0, at);
    }

    private bool Matches(string account) => Pattern switch
    {
        ['*', ..] => account.EndsWith(Pattern.Substring(1), StringComparison.OrdinalIgnoreCase),
        [.., '*'] => account.StartsWith(Pattern.Substring(0, Pattern.Length - 1), StringComparison.OrdinalIgnoreCase),
        _ => account.Equals(Pattern, StringComparison.OrdinalIgnoreCase),
    };
}
