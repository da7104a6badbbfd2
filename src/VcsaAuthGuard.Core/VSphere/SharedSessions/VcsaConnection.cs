namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>
/// Represents an open session at a vCenter Server. Its secret is not a property, so that no view, no JSON and no export of the object
/// contains it.
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

    /// <summary>Gets the server, by the name that was given.</summary>
    public string Server => _options.Address.Host;

    /// <summary>Gets the port of its SOAP API.</summary>
    public int Port => _options.Address.Port;

    /// <summary>Gets the user name, as the server reports it: <c>VSPHERE.LOCAL\svc-backup</c>.</summary>
    public required string User { get; init; }

    /// <summary>Gets the server's version, such as 8.0.3; null if it does not report one.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the SHA-256 thumbprint of the only certificate to accept; null if the system's rules decide.</summary>
    public string? Thumbprint => _options.Thumbprint?.ToString();

    /// <summary>Gets a value indicating whether an existing session is used; false after a new login.</summary>
    public bool IsReused { get; init; }

    /// <summary>Gets the login time, UTC, by the server's clock.</summary>
    public DateTimeOffset? LoginTime { get; init; }

    /// <summary>Returns the server and how to connect to it.</summary>
    public VSphereClientOptions GetOptions() => _options;

    /// <summary>Returns the session's secret, for the client that uses it.</summary>
    public SessionSecret GetSecret() => _secret;

    /// <summary>
    /// Returns the access to the newest of some sessions at a server; to an older one of the same kind when the server has ended it.
    /// </summary>
    /// <param name="connections">The sessions, at least one.</param>
    /// <param name="options">The options of the calls. Where they do not say which certificate to accept, the session's own choice
    /// applies.</param>
    public static SessionAccess GetAccess(IEnumerable<VcsaConnection> connections, VSphereClientOptions options)
    {
        VcsaConnection[] newestFirst = [.. connections.OrderByDescending(connection => connection.LoginTime)];
        VSphereClientOptions known = newestFirst[0].GetOptions();
        bool isTrustGiven = options.Thumbprint is not null || options.SkipCertificateCheck;
        return new(
            isTrustGiven ? options with { Address = known.Address } : known with { Timeout = options.Timeout },
            [.. newestFirst.Where(connection => connection.GetOptions() == known).Select(connection => connection.GetSecret())]);
    }

    /// <summary>Returns the server's name.</summary>
    public override string ToString() => Server;
}
