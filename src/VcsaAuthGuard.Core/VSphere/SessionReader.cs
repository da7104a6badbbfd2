using System.Net;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>Lists the sessions of a server, with a login of its own or in a session that is there.</summary>
public static class SessionReader
{
    /// <summary>Logs in, lists, and logs out, also when it is cancelled or fails in between.</summary>
    /// <param name="options">Where to and how.</param>
    /// <param name="credential">User name (with its domain in it) and password.</param>
    /// <param name="token">Ends it within a second.</param>
    /// <exception cref="ServerException">The call failed.</exception>
    public static Task<SessionListing> ReadAsync(VSphereClientOptions options, NetworkCredential credential, CancellationToken token = default) =>
        LoginGrace.AwaitAsync(LoginAndReadAsync(options, credential, token), token);

    /// <summary>Lists in a session that is there; it is not logged out.</summary>
    /// <param name="options">Where to and how.</param>
    /// <param name="secrets">The session's secret, at least one. Where it may be one of several, the first that the server knows is used.</param>
    /// <param name="token">Ends the calls.</param>
    /// <exception cref="NotAuthenticatedException">The server knows none of them.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public static async Task<SessionListing> ReadAsync(VSphereClientOptions options, IReadOnlyList<SessionSecret> secrets, CancellationToken token = default)
    {
        for (int i = 0; ; i++)
        {
            using VSphereClient client = new(options, secrets[i]);
            try
            {
                return await client.ReadSessionsAsync(token).ConfigureAwait(false);
            }
            catch (NotAuthenticatedException) when (i + 1 < secrets.Count)
            {
            }
        }
    }

    private static async Task<SessionListing> LoginAndReadAsync(VSphereClientOptions options, NetworkCredential credential, CancellationToken token)
    {
        using VSphereClient client = new(options);
        await client.ConnectAsync(token).ConfigureAwait(false);
        await client.LoginAsync(credential, CancellationToken.None).ConfigureAwait(false);
        SessionListing? listing = null;
        ServerException? failure = null;
        try
        {
            listing = await client.ReadSessionsAsync(token).ConfigureAwait(false);
        }
        finally
        {
            failure = await LoginGrace.TryLogoutAsync(client).ConfigureAwait(false);
        }

        return listing with { LogoutFailure = failure };
    }
}
