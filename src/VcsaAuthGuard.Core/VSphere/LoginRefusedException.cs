namespace VcsaAuthGuard.VSphere;

/// <summary>Represents a refusal of user name and password (<c>vim.fault.InvalidLogin</c>).</summary>
public sealed class LoginRefusedException : VSphereException
{
    internal LoginRefusedException(Uri server, string userName)
        : base(
            server,
            $"User name or password of '{userName}' was refused (InvalidLogin).",
            "Check both; vCenter Server requires the domain as well, as in administrator@vsphere.local. "
                + "Repeated attempts can lock the account."
        ) => UserName = userName;

    /// <summary>Gets the user name.</summary>
    public string UserName { get; }
}
