using System.Net;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>Lists the sessions of a server, in a new session or in an existing one.</summary>
public static class SessionReader
{
    /// <summary>Logs in, lists the sessions and logs out, also after a cancellation or a failure.</summary>
    /// <param name="options">The server and how to connect to it.</param>
    /// <param name="credential">The user name, including its domain, and the password.</param>
    /// <param name="token">Cancels the operation within a second.</param>
    /// <exception cref="ServerException">The call failed.</exception>
    public static Task<SessionListing> ReadAsync(
        VSphereClientOptions options,
        NetworkCredential credential,
        CancellationToken token = default
    ) => LoginGrace.AwaitAsync(LoginAndReadAsync(options, credential, token), token);

    /// <summary>Lists the sessions in an existing session, which is not ended.</summary>
    /// <param name="options">The server and how to connect to it.</param>
    /// <param name="secrets">The session's secret, at least one. Where it may be one of several, the first that the server knows is
    /// used.</param>
    /// <param name="token">Cancels the calls.</param>
    /// <exception cref="NotAuthenticatedException">The server accepts none of them.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public static async Task<SessionListing> ReadAsync(
        VSphereClientOptions options,
        IReadOnlyList<SessionSecret> secrets,
        CancellationToken token = default
    )
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

    private static async Task<SessionListing> LoginAndReadAsync(
        VSphereClientOptions options,
        NetworkCredential credential,
        CancellationToken token
    )
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
