using System.Net;
using VcsaAuthGuard.Appliances.Ssh;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Settings;

/// <summary>Represents a running vCenter Server of a settings file, and how to connect to it.</summary>
public sealed record ServerSettings
{
    /// <summary>Gets the name or address, perhaps with a port, as it was given.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the way to its logs.</summary>
    public WatchTransport Transport { get; init; }

    /// <summary>Gets the account of the API, domain included; null for that of <see cref="Password"/> in a vault, or to use the session
    /// that Connect-VcsaSession stored.</summary>
    public string? User { get; init; }

    /// <summary>Gets the source of the account's password.</summary>
    public SecretSource? Password { get; init; }

    /// <summary>Gets the only certificate to accept; null for those that the machine trusts.</summary>
    public CertificateThumbprint? Thumbprint { get; init; }

    /// <summary>Gets whether every certificate is accepted.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Gets the account of SSH; null for that of ~/.ssh/config, or root.</summary>
    public string? SshUser { get; init; }

    /// <summary>Gets the private key of SSH; null for the agent and the keys in ~/.ssh.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Gets the only host key to accept; null to use known_hosts files.</summary>
    public HostKeyFingerprint? HostKey { get; init; }

    /// <summary>Gets the known_hosts file to use instead of those of the user and the machine.</summary>
    public string? KnownHosts { get; init; }

    /// <summary>Gets whether the logs are followed over SSH.</summary>
    public bool IsSsh => Transport is not WatchTransport.Api and not WatchTransport.Auto;

    /// <summary>Returns what a watcher is told of the server.</summary>
    public WatchServerOptions ToWatchServer() => new()
    {
        Name = Name,
        Transport = Transport,
        UserName = IsSsh ? SshUser : User,
        Thumbprint = Thumbprint?.ToString(),
        SkipCertificateCheck = SkipCertificateCheck,
        KeyFile = KeyFile,
        HostKeyFingerprint = HostKey?.Value,
    };

    /// <summary>Returns the session of the API with another account.</summary>
    /// <param name="credential">The account.</param>
    public SessionAccess ToAccess(NetworkCredential credential) => new(ToClient(), credential);

    /// <summary>Returns the session of the API: a login of <see cref="User"/>, or the one that is stored.</summary>
    /// <exception cref="FormatException">There is no password, or no session is stored.</exception>
    /// <exception cref="SessionStoreException">The stored sessions cannot be read.</exception>
    public SessionAccess ToAccess()
    {
        VSphereClientOptions client = ToClient();
        if (User is null && Password is { IsOfVault: true })
        {
            NetworkCredential account = Password.ReadAccount();
            return account.UserName.Length > 0
                ? new(client, account)
                : throw new FormatException($"{Name}: {Password} is a password without a user. Give user.");
        }

        if (User is not null)
        {
            string password = (Password ?? throw new FormatException($"{Name}: there is no password for {User}.")).Read();
            return new(client, new NetworkCredential(User, password));
        }

        IReadOnlyList<VcsaConnection> stored = new SharedSessions().Find(client.Address);
        return stored.Count > 0
            ? VcsaConnection.GetAccess(stored, client)
            : throw new FormatException(
                $"{Name}: there is no account, and no stored session. Give user and passwordFile, passwordCredential or passwordSecret, "
                    + "or run Connect-VcsaSession.");
    }

    private VSphereClientOptions ToClient() => new()
    {
        Address = ServerAddress.Parse(Name),
        Thumbprint = Thumbprint,
        SkipCertificateCheck = SkipCertificateCheck,
    };

    /// <summary>Returns the target of SSH.</summary>
    public SshTarget ToSshTarget()
    {
        Uri address = ServerAddress.Parse(Name);
        bool hasPort = Name.EndsWith(FormattableString.Invariant($":{address.Port}"), StringComparison.Ordinal);
        return new()
        {
            // A name alone may be an alias of ~/.ssh/config, in which letters' case may count.
            Host = hasPort ? address.DnsSafeHost : Name,
            Port = hasPort ? address.Port : null,
            User = SshUser,
            KeyFile = KeyFile,
            HostKey = HostKey,
            KnownHostsFiles = KnownHosts is null ? null : [KnownHosts],
        };
    }
}
