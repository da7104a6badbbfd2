namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>Says in plain words why a host key is refused, and what to do.</summary>
internal static class HostKeyRefusal
{
    /// <param name="target">The appliance.</param>
    /// <param name="name">The host as written in known_hosts.</param>
    /// <param name="keys">The keys it offers; none if they could not be asked for.</param>
    /// <param name="port">Its port.</param>
    public static ApplianceException Unknown(SshTarget target, string name, IReadOnlyList<HostKey> keys, int port)
    {
        HostKey? key = keys.FirstOrDefault(offered => offered.Type == "ssh-ed25519") ?? (keys.Count > 0 ? keys[0] : null);
        string file = (target.KnownHostsFiles ?? KnownHosts.DefaultFiles())[0];
        string host = name[0] == '[' ? name.Substring(1, name.IndexOf(']') - 1) : name;
        string shown = key is null
            ? "Its key could not be read"
            : $"It offers the {key.Type} key {key.Fingerprint}";
        string trust = key is null
            ? $"ssh-keyscan -p {port} {host} >> \"{file}\""
            : $"Add-Content -LiteralPath '{file.Replace("'", "''")}' -Value '{name} {key.Type} {Convert.ToBase64String(key.Key)}'";
        return new(
            ApplianceProblem.HostKeyUnknown,
            $"The host key of {target.Host} is not known. {shown}; no command was run.",
            "Compare the fingerprint with the one that the appliance shows on its console (ssh-keygen -lf "
                + $"/etc/ssh/ssh_host_ed25519_key.pub). If it is the same, trust it with: {trust}  Or use -HostKeyFingerprint."
        );
    }

    /// <param name="target">The appliance.</param>
    /// <param name="expected">What is known or was given.</param>
    /// <param name="source">Where it stands; null for a parameter.</param>
    /// <param name="seen">What the server has.</param>
    public static ApplianceException Changed(SshTarget target, string expected, string? source, string seen) =>
        new(
            ApplianceProblem.HostKeyChanged,
            $"The host key of {target.Host} has changed: it is {seen}, but {source ?? "-HostKeyFingerprint"} expects "
                + $"{expected}. Either the appliance was reinstalled, or the connection is being intercepted. No command was run.",
            source is null
                ? "Check on the appliance's console which is right: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub."
                : "Check on the appliance's console which is right (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub). "
                    + $"If it was reinstalled, remove the old key ({source}) and trust the new one."
        );

    public static ApplianceException Revoked(SshTarget target, string source) => new(
        ApplianceProblem.HostKeyRevoked,
        $"The host key of {target.Host} is marked as revoked in {source}; no command was run.",
        "Create a new host key on the appliance, and trust that one.");
}
