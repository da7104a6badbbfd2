using System.Net;

namespace VcsaAuthGuard.Sessions;

/// <summary>Lists the sessions of a server, with a login of its own or in a session that is there.</summary>
public static class SessionReader
{
    /// <summary>How long a cancelled call waits for its login to be ended. It goes on behind the caller's back when that takes longer.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan LogoutTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Logs in, lists, and logs out, also when it is cancelled or fails in between.</summary>
    /// <param name="options">Where to and how.</param>
    /// <param name="credential">User name (with its domain in it) and password.</param>
    /// <param name="token">Ends it within a second.</param>
    /// <exception cref="VSphereException">It did not work.</exception>
    public static async Task<SessionListing> ReadAsync(VSphereClientOptions options, NetworkCredential credential, CancellationToken token = default)
    {
        Task<SessionListing> reading = LoginAndReadAsync(options, credential, token);
        TaskCompletionSource<bool> cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (token.Register(() => cancelled.TrySetResult(true)))
        {
            await Task.WhenAny(reading, cancelled.Task).ConfigureAwait(false);
        }

        if (token.IsCancellationRequested)
        {
            // A login that was sent is not given up, for then the server would keep a session nobody has the secret of.
            await Task.WhenAny(reading, Task.Delay(Grace, CancellationToken.None)).ConfigureAwait(false);
            _ = reading.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            token.ThrowIfCancellationRequested();
        }

        return await reading.ConfigureAwait(false);
    }

    /// <summary>Lists in a session that is there; it is not logged out.</summary>
    /// <param name="options">Where to and how.</param>
    /// <param name="secrets">The session's secret, at least one. Where it may be one of several, the first that the server knows is used.</param>
    /// <param name="token">Ends the calls.</param>
    /// <exception cref="NotAuthenticatedException">The server knows none of them.</exception>
    /// <exception cref="VSphereException">It did not work.</exception>
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
        VSphereException? failure = null;
        try
        {
            listing = await client.ReadSessionsAsync(token).ConfigureAwait(false);
        }
        finally
        {
            failure = await TryLogoutAsync(client).ConfigureAwait(false);
        }

        return listing with { LogoutFailure = failure };
    }

    private static async Task<VSphereException?> TryLogoutAsync(VSphereClient client)
    {
        using CancellationTokenSource timeout = new(LogoutTimeout);
        try
        {
            await client.LogoutAsync(timeout.Token).ConfigureAwait(false);
            return null;
        }
        catch (VSphereException e)
        {
            return e;
        }
        catch (OperationCanceledException)
        {
            return client.NoAnswer(LogoutTimeout);
        }
    }
}
