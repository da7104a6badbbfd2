using System.Net;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>
/// Specifies a server and the session to use there: an existing one, which stays, or a new one, which is ended after use. It is not a
/// record, so that nothing prints what it has.
/// </summary>
public sealed class SessionAccess
{
    private readonly NetworkCredential? _credential;
    private readonly IReadOnlyList<SessionSecret> _secrets = [];

    /// <summary>Initializes the access by a new login.</summary>
    /// <param name="options">The server and how to connect to it.</param>
    /// <param name="credential">The user name, including its domain, and the password.</param>
    public SessionAccess(VSphereClientOptions options, NetworkCredential credential)
    {
        Options = options;
        _credential = credential;
    }

    /// <summary>Initializes the access by an existing session.</summary>
    /// <param name="options">The server and how to connect to it.</param>
    /// <param name="secrets">The session's secret, at least one. Where it may be one of several, the first that the server knows is
    /// used.</param>
    public SessionAccess(VSphereClientOptions options, IReadOnlyList<SessionSecret> secrets)
    {
        Options = options;
        _secrets = secrets;
    }

    /// <summary>Gets the server and how to connect to it.</summary>
    public VSphereClientOptions Options { get; }

    /// <summary>Gets the user who logs in; null if an existing session is used.</summary>
    public string? UserName => _credential?.UserName;

    /// <summary>Opens the session.</summary>
    /// <param name="token">Cancels the calls within a second; a session that was opened meanwhile is ended.</param>
    /// <exception cref="NotAuthenticatedException">The server accepts none of the secrets.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public Task<ClientSession> OpenAsync(CancellationToken token = default) =>
        _credential is null ? UseAsync(token) : LoginGrace.AwaitAsync(LoginAsync(_credential, token), token);

    /// <summary>Opens the session, makes calls in it and ends it, also after a cancellation or a failure.</summary>
    /// <param name="work">Makes the calls.</param>
    /// <param name="token">Cancels the operation within a second.</param>
    /// <returns>The result, and the reason why a new session could not be ended.</returns>
    /// <exception cref="NotAuthenticatedException">The server accepts none of the secrets.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public Task<(T Result, ServerException? LogoutFailure)> RunAsync<T>(
        Func<ClientSession, CancellationToken, Task<T>> work,
        CancellationToken token = default
    ) => _credential is null ? RunOpenAsync(work, token) : LoginGrace.AwaitAsync(RunOpenAsync(work, token), token);

    private async Task<(T Result, ServerException? LogoutFailure)> RunOpenAsync<T>(
        Func<ClientSession, CancellationToken, Task<T>> work,
        CancellationToken token
    )
    {
        using ClientSession session = await (_credential is null ? UseAsync(token) : LoginAsync(_credential, token)).ConfigureAwait(false);
        T result;
        ServerException? failure = null;
        try
        {
            result = await work(session, token).ConfigureAwait(false);
        }
        finally
        {
            failure = await session.CloseAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return (result, failure);
    }

    private async Task<ClientSession> UseAsync(CancellationToken token)
    {
        for (int i = 0; ; i++)
        {
            VSphereClient client = new(Options, _secrets[i]);
            bool isOpen = false;
            try
            {
                VSphereAbout about = await client.ConnectAsync(token).ConfigureAwait(false);
                if (i + 1 < _secrets.Count)
                {
                    await client.ReadCurrentSessionAsync(token).ConfigureAwait(false);
                }

                isOpen = true;
                return new ClientSession(client, about, isOwn: false);
            }
            catch (NotAuthenticatedException) when (i + 1 < _secrets.Count)
            {
            }
            finally
            {
                if (!isOpen)
                {
                    client.Dispose();
                }
            }
        }
    }

    private async Task<ClientSession> LoginAsync(NetworkCredential credential, CancellationToken token)
    {
        VSphereClient client = new(Options);
        bool isOpen = false;
        try
        {
            VSphereAbout about = await client.ConnectAsync(token).ConfigureAwait(false);
            await client.LoginAsync(credential, CancellationToken.None).ConfigureAwait(false);
            if (token.IsCancellationRequested)
            {
                await LoginGrace.TryLogoutAsync(client).ConfigureAwait(false);
                token.ThrowIfCancellationRequested();
            }

            isOpen = true;
            return new ClientSession(client, about, isOwn: true);
        }
        finally
        {
            if (!isOpen)
            {
                client.Dispose();
            }
        }
    }
}
