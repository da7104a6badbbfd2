namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>
/// A session at a vCenter Server that is there to be used. Its secret is no property, so that no view, no JSON and no export of the
/// object has it.
/// </summary>
public sealed class VcsaConnection
{
    private readonly VSphereClientOptions _options;
    private readonly SessionSecret _secret;

    internal VcsaConnection(VSphereClientOptions options, SessionSecret secret)
    {
        _options = options;
        _secret = secret;
    }

    /// <summary>The server, by the name it was asked by.</summary>
    public string Server => _options.Address.Host;

    /// <summary>The port of its SOAP API.</summary>
    public int Port => _options.Address.Port;

    /// <summary>Who is logged in, as the server calls him: <c>VSPHERE.LOCAL\svc-backup</c>.</summary>
    public required string User { get; init; }

    /// <summary>The server's version, such as 8.0.3; null when it does not say.</summary>
    public string? Version { get; init; }

    /// <summary>The SHA-256 thumbprint of the one certificate that is accepted; null: the system's rules decide.</summary>
    public string? Thumbprint => _options.Thumbprint?.ToString();

    /// <summary>Whether the session was there already; false when this caller logged in for it.</summary>
    public bool IsReused { get; init; }

    /// <summary>When the user logged in, UTC, by the server's clock.</summary>
    public DateTimeOffset? LoginTime { get; init; }

    /// <summary>Where it goes to and how.</summary>
    public VSphereClientOptions GetOptions() => _options;

    /// <summary>The session's secret, for the client that is to use it.</summary>
    public SessionSecret GetSecret() => _secret;

    /// <summary>The server.</summary>
    public override string ToString() => Server;
}
