using System.Net;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>
/// Shares one session between all callers of this user on this machine, in any process: the first one logs in, and the later ones use
/// the session for as long as the server accepts it.
/// </summary>
public sealed class SharedSessions
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly SessionStore _store;
    private readonly TimeProvider _timeProvider;

    /// <summary>Initializes access to the sessions of the current user.</summary>
    public SharedSessions()
        : this(SessionStore.ForCurrentUser())
    {
    }

    internal SharedSessions(SessionStore store, TimeProvider? timeProvider = null)
    {
        _store = store;
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>
    /// Gives the session that is kept for this server, account and certificate, once the server has accepted it; if there is none,
    /// logs in. Of many callers without a usable session, one logs in and the others wait for it. The password matters only for a
    /// login: anyone who can read the stored session could use it without a password.
    /// </summary>
    /// <param name="options">The server and how to connect to it.</param>
    /// <param name="credential">The user name, including its domain, and the password.</param>
    /// <param name="sharing">How it is shared.</param>
    /// <param name="token">Ends it within a second. A login that was sent is not lost: it is kept, or logged out.</param>
    /// <exception cref="SessionStoreException">Sessions cannot be kept, or another process holds the lock for too long.</exception>
    /// <exception cref="LoginRefusedException">User name or password is wrong, or was when the one caller tried that the others waited
    /// for.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public Task<VcsaConnection> ConnectAsync(
        VSphereClientOptions options,
        NetworkCredential credential,
        SharedSessionOptions sharing,
        CancellationToken token = default
    ) =>
        LoginGrace.AwaitAsync(
            sharing.Keep ? ShareAsync(options, credential, sharing, token) : LoginAsync(options, credential, null, token),
            token
        );

    /// <summary>Returns the stored sessions. The server is not asked whether it still accepts them.</summary>
    /// <exception cref="SessionStoreException">The store is not safe, or cannot be read.</exception>
    public IReadOnlyList<VcsaConnection> List() => [.. _store.List().Select(kept => kept.Value?.ToConnection()).OfType<VcsaConnection>()];

    /// <summary>
    /// Returns the stored sessions at an address. An address without a port stands for the server on any port when no session is stored
    /// for the default one, as PowerCLI's names do.
    /// </summary>
    /// <exception cref="SessionStoreException">The store is not safe, or cannot be read.</exception>
    public IReadOnlyList<VcsaConnection> Find(Uri address)
    {
        VcsaConnection[] ofHost =
        [
            .. List().Where(stored => string.Equals(stored.Server, address.Host, StringComparison.OrdinalIgnoreCase)),
        ];
        VcsaConnection[] ofPort = Array.FindAll(ofHost, stored => stored.Port == address.Port);
        return ofPort.Length == 0 && address.IsDefaultPort ? ofHost : ofPort;
    }

    /// <summary>
    /// Ends a session for all callers: removes it from the store, then logs out. A session that has ended already is not an error.
    /// </summary>
    /// <param name="connection">The session.</param>
    /// <param name="token">Cancels the calls.</param>
    /// <returns>Whether the session still existed.</returns>
    /// <exception cref="SessionStoreException">The session cannot be removed from the store.</exception>
    /// <exception cref="ServerException">The logout failed; the session is removed from the store nevertheless, and the server ends it
    /// when it is idle.</exception>
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

    /// <summary>Returns the number of stored files that cannot be used: damaged ones, and those of another version of this
    /// module.</summary>
    /// <exception cref="SessionStoreException">The store is not safe, or cannot be read.</exception>
    public int CountUnusable() => _store.List().Count(kept => kept.Value is null);

    /// <summary>Removes stored files that cannot be used: damaged ones, and those of another version of this module.</summary>
    /// <param name="token">Cancels the wait for a lock.</param>
    /// <exception cref="SessionStoreException">It cannot be removed.</exception>
    public Task ForgetUnusableAsync(CancellationToken token = default) => ForgetAsync(kept => kept is null, token);

    private async Task<VcsaConnection> ShareAsync(
        VSphereClientOptions options,
        NetworkCredential credential,
        SharedSessionOptions sharing,
        CancellationToken token
    )
    {
        string key = SessionStore.CreateKey(options, credential.UserName);
        string? refusal = _store.ReadRefusal(key);
        SessionSecret? refused = null;
        long start = _timeProvider.GetTimestamp();
        while (true)
        {
            token.ThrowIfCancellationRequested();
            if (_store.Read(key) is StoredSession kept && IsUsable(kept, refused, sharing.MaxAge))
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
                await WaitForLockAsync(key, start, sharing.LockTimeout, token).ConfigureAwait(false);
                continue;
            }

            // Between the look and the lock another may have logged in, or been refused.
            if (_store.Read(key) is StoredSession other && IsUsable(other, refused, sharing.MaxAge))
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

    private bool IsUsable(StoredSession kept, SessionSecret? refused, TimeSpan? maxAge)
    {
        // A time to come means that the clock was set back: how old the session is, is not known.
        TimeSpan age = _timeProvider.GetUtcNow() - kept.StoredTime;
        return !kept.Has(refused) && (maxAge is null || (age >= TimeSpan.Zero && age <= maxAge));
    }

    /// <summary>Returns the session when the server still accepts it; otherwise null.</summary>
    private static async Task<VcsaConnection?> TryReuseAsync(VSphereClientOptions options, StoredSession kept, CancellationToken token)
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

    /// <summary>Logs in, and stores the session when there is a key.</summary>
    private async Task<VcsaConnection> LoginAsync(
        VSphereClientOptions options,
        NetworkCredential credential,
        string? key,
        CancellationToken token
    )
    {
        using VSphereClient client = new(options);
        VSphereAbout about = await client.ConnectAsync(token).ConfigureAwait(false);
        bool isNobodys = false;
        try
        {
            VCenterSession session = await client.LoginAsync(credential, CancellationToken.None).ConfigureAwait(false);
            isNobodys = true;
            VcsaConnection connection = new(options, client.Secret!)
            {
                User = session.UserName,
                Version = about.Version,
                LoginTime = session.LoginTime,
            };
            if (key is not null)
            {
                _store.Write(key, StoredSession.FromConnection(connection, _timeProvider.GetUtcNow()));
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

    private async Task ForgetAsync(Predicate<StoredSession?> isMeant, CancellationToken token)
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
        long start = _timeProvider.GetTimestamp();
        while (true)
        {
            if (_store.TryLock(key) is IDisposable held)
            {
                return held;
            }

            await WaitForLockAsync(key, start, timeout, token).ConfigureAwait(false);
        }
    }

    /// <summary>Waits before the next attempt to take a lock.</summary>
    /// <exception cref="SessionStoreException">The lock was waited for longer than allowed.</exception>
    private Task WaitForLockAsync(string key, long start, TimeSpan timeout, CancellationToken token)
    {
        TimeSpan waited = _timeProvider.GetElapsedTime(start);
        return waited > timeout ? throw _store.StillLocked(key, waited) : _timeProvider.DelayAsync(PollInterval, token);
    }
}
