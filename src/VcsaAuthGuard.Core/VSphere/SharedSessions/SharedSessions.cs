using System.Diagnostics;
using System.Net;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>
/// One session for all callers of this user on this machine, in whatever process: the first logs in, and every later one uses that
/// session for as long as the server accepts it.
/// </summary>
public sealed class SharedSessions
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly SessionStore _store;

    /// <summary>The sessions of the current user.</summary>
    public SharedSessions()
        : this(SessionStore.OfUser())
    {
    }

    internal SharedSessions(SessionStore store) => _store = store;

    /// <summary>
    /// Gives the session that is kept for this server, account and certificate, once the server has accepted it; where there is none,
    /// logs in. Of many callers that find none, or find theirs refused, one logs in and the others wait for it. The password counts
    /// only when there is a login: who may read the kept session could use it without any.
    /// </summary>
    /// <param name="options">Where to and how.</param>
    /// <param name="credential">User name (with its domain in it) and password.</param>
    /// <param name="sharing">How it is shared.</param>
    /// <param name="token">Ends it within a second. A login that was sent is not lost: it is kept, or logged out.</param>
    /// <exception cref="SessionStoreException">Sessions cannot be kept, or another process holds the lock for too long.</exception>
    /// <exception cref="LoginRefusedException">User name or password is wrong, or was when the one caller tried that the others waited for.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public Task<VcsaConnection> ConnectAsync(VSphereClientOptions options, NetworkCredential credential, SharedSessionOptions sharing, CancellationToken token = default) =>
        LoginGrace.AwaitAsync(sharing.Keep ? ShareAsync(options, credential, sharing, token) : LoginAsync(options, credential, null, token), token);

    /// <summary>The sessions that are kept, as connections. Whether the server still accepts them is not asked.</summary>
    /// <exception cref="SessionStoreException">They must not be used, or cannot be read.</exception>
    public IReadOnlyList<VcsaConnection> Kept() => [.. _store.List().Select(kept => kept.Value?.ToConnection()).OfType<VcsaConnection>()];

    /// <summary>
    /// Ends a session for all who use it: forgets it, then logs out. One that is over already is no error.
    /// </summary>
    /// <param name="connection">The session.</param>
    /// <param name="token">Ends the calls.</param>
    /// <returns>Whether the session was still there.</returns>
    /// <exception cref="SessionStoreException">It cannot be forgotten.</exception>
    /// <exception cref="ServerException">The logout did not work; the session is forgotten all the same, and the server ends it once it has been idle for long.</exception>
    public async Task<bool> DisconnectAsync(VcsaConnection connection, CancellationToken token = default)
    {
        // Forgotten first, so that nobody takes up a session that is about to end.
        await ForgetAsync(kept => kept?.Has(connection.GetSecret()) == true, token).ConfigureAwait(false);
        using VSphereClient client = new(connection.GetOptions(), connection.GetSecret());
        try
        {
            await client.LogoutAsync(token).ConfigureAwait(false);
            return true;
        }
        catch (NotAuthenticatedException)
        {
            return false;
        }
    }

    /// <summary>How much is kept that cannot be used: damaged files, and those of another version of this module.</summary>
    /// <exception cref="SessionStoreException">It must not be used, or cannot be read.</exception>
    public int CountUnusable() => _store.List().Count(kept => kept.Value is null);

    /// <summary>Removes what is kept and cannot be used: damaged files, and those of another version of this module.</summary>
    /// <param name="token">Ends the wait for a lock.</param>
    /// <exception cref="SessionStoreException">It cannot be removed.</exception>
    public Task ForgetUnusableAsync(CancellationToken token = default) => ForgetAsync(kept => kept is null, token);

    private async Task<VcsaConnection> ShareAsync(VSphereClientOptions options, NetworkCredential credential, SharedSessionOptions sharing, CancellationToken token)
    {
        string key = SessionStore.KeyOf(options, credential.UserName);
        string? refusal = _store.ReadRefusal(key);
        SessionSecret? refused = null;
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            token.ThrowIfCancellationRequested();
            if (_store.Read(key) is KeptSession kept && IsWorthATry(kept, refused, sharing.MaxAge))
            {
                // Asked without the lock: fifty callers need not stand in a line for it.
                if (await TryReuseAsync(options, kept, token).ConfigureAwait(false) is VcsaConnection connection)
                {
                    return connection;
                }

                refused = kept.Secret;
            }

            using IDisposable? held = _store.TryLock(key);
            if (held is null)
            {
                if (watch.Elapsed > sharing.LockTimeout)
                {
                    throw _store.StillLocked(key, watch.Elapsed);
                }

                await Task.Delay(LookInterval, token).ConfigureAwait(false);
                continue;
            }

            // Between the look and the lock another may have logged in, or been refused.
            if (_store.Read(key) is KeptSession other && IsWorthATry(other, refused, sharing.MaxAge))
            {
                continue;
            }

            if (_store.ReadRefusal(key) is string later && later != refusal)
            {
                throw new LoginRefusedException(options.Address, credential.UserName);
            }

            return await LoginAsync(options, credential, key, token).ConfigureAwait(false);
        }
    }

    private static bool IsWorthATry(KeptSession kept, SessionSecret? refused, TimeSpan? maxAge)
    {
        // A time to come means that the clock was set back: how old the session is, is not known.
        TimeSpan age = DateTimeOffset.UtcNow - kept.KeptTime;
        return !kept.Has(refused) && (maxAge is null || (age >= TimeSpan.Zero && age <= maxAge));
    }

    /// <summary>Asks the server for the session; null when it is over.</summary>
    private static async Task<VcsaConnection?> TryReuseAsync(VSphereClientOptions options, KeptSession kept, CancellationToken token)
    {
        using VSphereClient client = new(options, kept.Secret);
        try
        {
            await client.ReadCurrentSessionAsync(token).ConfigureAwait(false);
            return kept.ToConnection(options);
        }
        catch (NotAuthenticatedException)
        {
            return null;
        }
    }

    /// <summary>Logs in, and keeps the session where there is a key.</summary>
    private async Task<VcsaConnection> LoginAsync(VSphereClientOptions options, NetworkCredential credential, string? key, CancellationToken token)
    {
        using VSphereClient client = new(options);
        VSphereAbout about = await client.ConnectAsync(token).ConfigureAwait(false);
        bool isNobodys = false;
        try
        {
            VCenterSession session = await client.LoginAsync(credential, CancellationToken.None).ConfigureAwait(false);
            isNobodys = true;
            VcsaConnection connection = new(options, client.Secret!) { User = session.UserName, Version = about.Version, LoginTime = session.LoginTime };
            if (key is not null)
            {
                _store.Write(key, KeptSession.Of(connection, DateTimeOffset.UtcNow));
                isNobodys = false;
            }

            token.ThrowIfCancellationRequested();
            isNobodys = false;
            return connection;
        }
        catch (LoginRefusedException) when (key is not null)
        {
            _store.WriteRefusal(key);
            throw;
        }
        finally
        {
            if (isNobodys)
            {
                await LoginGrace.TryLogoutAsync(client).ConfigureAwait(false);
            }
        }
    }

    private async Task ForgetAsync(Predicate<KeptSession?> isMeant, CancellationToken token)
    {
        foreach (string key in _store.List().Where(kept => isMeant(kept.Value)).Select(kept => kept.Key))
        {
            using IDisposable held = await LockAsync(key, token).ConfigureAwait(false);
            // Another may have replaced it while the lock was waited for.
            if (isMeant(_store.Read(key)))
            {
                _store.Delete(key);
            }
        }
    }

    private async Task<IDisposable> LockAsync(string key, CancellationToken token)
    {
        TimeSpan timeout = new SharedSessionOptions().LockTimeout;
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            if (_store.TryLock(key) is IDisposable held)
            {
                return held;
            }

            if (watch.Elapsed > timeout)
            {
                throw _store.StillLocked(key, watch.Elapsed);
            }

            await Task.Delay(LookInterval, token).ConfigureAwait(false);
        }
    }
}
