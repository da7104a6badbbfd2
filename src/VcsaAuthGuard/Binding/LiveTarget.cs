using System.Net;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.Diagnostics;

namespace VcsaAuthGuard.Binding;

/// <summary>Represents a vCenter Server that is read over its API, and the session to use.</summary>
/// <param name="Client">The server and how to connect to it.</param>
/// <param name="Credential">The account to log in as; null to use an existing session.</param>
/// <param name="Secrets">The secret of an existing session, or what may be it.</param>
/// <param name="Session">What session it is, for -Verbose.</param>
internal sealed record LiveTarget(
    VSphereClientOptions Client, NetworkCredential? Credential, IReadOnlyList<SessionSecret> Secrets, string Session)
{
    public string Name => Client.Address.Authority;

    /// <summary>Gets the session to use.</summary>
    public PacedSessionOptions SessionOptions => new() { Client = Client, Credential = Credential, Secrets = Secrets };
}
