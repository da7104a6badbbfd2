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
    ) => ReadAsync(new SessionAccess(options, credential), isLimitWanted: false, token);

    /// <summary>Lists the sessions in an existing session, which is not ended.</summary>
    /// <param name="options">The server and how to connect to it.</param>
    /// <param name="secrets">The session's secret, at least one. Where it may be one of several, the first that the server knows is
    /// used.</param>
    /// <param name="token">Cancels the calls.</param>
    /// <exception cref="NotAuthenticatedException">The server accepts none of them.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public static Task<SessionListing> ReadAsync(
        VSphereClientOptions options,
        IReadOnlyList<SessionSecret> secrets,
        CancellationToken token = default
    ) => ReadAsync(new SessionAccess(options, secrets), isLimitWanted: false, token);

    /// <summary>Lists the sessions, and reads the limit that is set for them in the same session if it is wanted.</summary>
    /// <param name="access">The server and the session to use there.</param>
    /// <param name="isLimitWanted">Whether to read the limit.</param>
    /// <param name="token">Cancels the operation within a second.</param>
    /// <exception cref="NotAuthenticatedException">The server accepts none of the session's secrets.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public static async Task<SessionListing> ReadAsync(
        SessionAccess access,
        bool isLimitWanted,
        CancellationToken token = default
    )
    {
        (SessionListing listing, ServerException? failure) = await access
            .RunAsync(
                async (session, stop) =>
                {
                    SessionListing read = await session.Client.ReadSessionsAsync(stop).ConfigureAwait(false);
                    return isLimitWanted
                        ? read with { Limit = await SessionLimit.ReadAsync(session.Client, session.About, stop).ConfigureAwait(false) }
                        : read;
                },
                token
            )
            .ConfigureAwait(false);
        return listing with { LogoutFailure = failure };
    }
}
