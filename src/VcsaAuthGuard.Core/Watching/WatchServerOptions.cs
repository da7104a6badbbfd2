namespace VcsaAuthGuard.Watching;

/// <summary>Represents a running vCenter Server that is watched. Credentials are not a part of it.</summary>
public sealed record WatchServerOptions
{
    /// <summary>Gets the name or address, which a port may follow. Faults, bursts and metrics have it as it is given here.</summary>
    public required string Name { get; init; }

    /// <summary>Gets how the logs are followed.</summary>
    public WatchTransport Transport { get; init; }

    /// <summary>Gets the account; null for a stored session over the API, and for root over SSH.</summary>
    public string? UserName { get; init; }

    /// <summary>Gets the SHA-256 thumbprint of the only certificate to accept over the API; null if the system's rules decide.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>Gets whether every certificate is accepted over the API.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Gets the file of a private key for SSH; null for the agent and the keys in <c>~/.ssh</c>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Gets the SHA-256 fingerprint of the only SSH host key to accept; null to use known_hosts files.</summary>
    public string? HostKeyFingerprint { get; init; }
}
