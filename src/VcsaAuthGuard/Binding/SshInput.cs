using System.Management.Automation;
using System.Net;
using VcsaAuthGuard.Appliances.Ssh;
using VcsaAuthGuard.Errors;

namespace VcsaAuthGuard.Binding;

/// <summary>Represents the parameters for logging in to appliances over SSH.</summary>
internal sealed record SshInput
{
    public PSCredential? Credential { get; init; }

    public string? UserName { get; init; }

    public string? KeyFile { get; init; }

    public int? Port { get; init; }

    public string? HostKeyFingerprint { get; init; }

    public string[]? KnownHosts { get; init; }

    /// <summary>Gets the error in the parameters; null if they are valid.</summary>
    public ErrorRecord? Check()
    {
        if (Credential is not null && UserName is not null)
        {
            return ErrorRecords.OneOf(nameof(Credential), nameof(UserName));
        }

        if (HostKeyFingerprint is not null && KnownHosts is not null)
        {
            return ErrorRecords.OneOf(nameof(HostKeyFingerprint), nameof(KnownHosts));
        }

        try
        {
            _ = HostKey;
            return null;
        }
        catch (FormatException e)
        {
            return ErrorRecords.InvalidFingerprint(HostKeyFingerprint!, e);
        }
    }

    public SshTarget TargetFor(ApplianceAddress address, Func<string, string> resolvePath) => new()
    {
        Host = address.Host,
        Port = address.Port ?? Port,
        User = UserName,
        // The whole user name: PSCredential's own network credential would take a domain off.
        Credential = Credential is null ? null : new NetworkCredential(Credential.UserName, Credential.Password),
        KeyFile = KeyFile is null ? null : resolvePath(KeyFile),
        HostKey = HostKey,
        KnownHostsFiles = KnownHosts is null ? null : [.. KnownHosts.Select(resolvePath)],
    };

    private HostKeyFingerprint? HostKey => HostKeyFingerprint is null ? null : Appliances.Ssh.HostKeyFingerprint.Parse(HostKeyFingerprint);
}
