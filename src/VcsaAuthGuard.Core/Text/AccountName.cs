namespace VcsaAuthGuard.Text;

/// <summary>Compares account names: logs write <c>VSPHERE.LOCAL\svc</c> and <c>svc@vsphere.local</c> for the same account.</summary>
internal static class AccountName
{
    /// <summary>Returns the name as <c>svc@vsphere.local</c>, in small letters.</summary>
    public static string Normalize(string account)
    {
        int slash = account.IndexOf('\\');
        string name = slash < 0 ? account : $"{account.Substring(slash + 1)}@{account.Substring(0, slash)}";
        return name.ToLowerInvariant();
    }

    /// <summary>Returns the name without its domain, in small letters. Two names of the same account have it in common.</summary>
    public static string WithoutDomain(string account)
    {
        string name = Normalize(account);
        int at = name.IndexOf('@');
        return at < 0 ? name : name.Remove(at);
    }

    /// <summary>Determines whether two names are of the same account; a name without a domain matches any domain.</summary>
    public static bool IsSame(string one, string other)
    {
        (string first, string second) = (Normalize(one), Normalize(other));
        return first == second
            || (first.IndexOf('@') < 0 && second.StartsWith(first + "@", StringComparison.Ordinal))
            || (second.IndexOf('@') < 0 && first.StartsWith(second + "@", StringComparison.Ordinal));
    }

    /// <summary>Determines whether an account is one of vCenter Server's own services.</summary>
    public static bool IsOwnService(string account)
    {
        string name = Normalize(account);
        return name.StartsWith("vpxd-", StringComparison.Ordinal)
            || name.StartsWith("machine-", StringComparison.Ordinal)
            || name.StartsWith("vsphere-webclient-", StringComparison.Ordinal)
            || name.StartsWith("vsphere-ui-", StringComparison.Ordinal)
            || name.StartsWith("vpxd@", StringComparison.Ordinal);
    }
}
