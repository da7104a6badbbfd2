using System.Net;
using System.Xml.Linq;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>Reads the simulator's own list of sessions, and ends sessions without their clients.</summary>
internal static class SimulatorSessions
{
    /// <summary>The sessions of a user, by the simulator's own list.</summary>
    public static async Task<IReadOnlyList<VCenterSession>> OfAsync(
        VSphereSimulator simulator,
        NetworkCredential watcher,
        string user,
        CancellationToken token
    )
    {
        SessionListing listing = await SessionReader.ReadAsync(VSphereClientTests.Options(simulator), watcher, token);
        return [.. listing.Sessions.Where(session => session.UserName == user && session.IsCurrent != true)];
    }

    /// <summary>Ends a session as an administrator does.</summary>
    public static async Task TerminateAsync(VSphereClientOptions options, SessionSecret secret, string key, CancellationToken token)
    {
        using SoapChannel channel = new(options, secret);
        XElement answer = await channel.CallAsync(
            "TerminateSession",
            SoapRequest.Write(
                "TerminateSession",
                new ManagedObject("SessionManager", "SessionManager"),
                writer => writer.WriteElementString("sessionId", SoapRequest.Vim, key)
            ),
            token
        );
        Assert.Equal("TerminateSessionResponse", answer.Name.LocalName);
    }
}
