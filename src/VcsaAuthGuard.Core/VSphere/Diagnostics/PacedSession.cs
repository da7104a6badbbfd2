using System.Net;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere.Diagnostics;

/// <summary>
/// Makes a series of calls in one session: one at a time, and no faster than a pace. A session that it opened itself is ended with it. When
/// the server ends that session earlier, another is opened, but no more than one in an interval. Other sessions are never ended.
/// </summary>
internal sealed class PacedSession(PacedSessionOptions options) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TimeProvider _timeProvider = options.TimeProvider;
    private readonly RetryPolicy _retry = new() { MaxAttempts = options.MaxAttempts, TimeProvider = options.TimeProvider };
    private VSphereClient? _client;
    private int _secret;
    private bool _isOwn;
    private bool _hasAnswered;
    private long? _lastCall;
    private long? _lastLogin;

    /// <summary>Gets the server's description of itself; null before the first call.</summary>
    public VSphereAbout? About { get; private set; }

    /// <summary>Gets the number of logins so far.</summary>
    public int Logins { get; private set; }

    /// <summary>Gets the number of calls so far, without those that log in and out.</summary>
    public long Calls { get; private set; }

    /// <summary>Makes a call when its turn has come.</summary>
    /// <exception cref="NotAuthenticatedException">The session has ended, and no other may be opened.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public async Task<T> CallAsync<T>(Func<VSphereClient, CancellationToken, Task<T>> call, CancellationToken token)
    {
        await _gate.WaitAsync(token).ConfigureAwait(false);
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    return await CallInSessionAsync(call, token).ConfigureAwait(false);
                }
                catch (ServerException e) when (_hasAnswered && IsPassing(e) && _retry.GetDelay(attempt) is not null)
                {
                    await _retry.DelayAsync(_retry.GetDelay(attempt)!.Value, token).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends the session if it was opened here. Returns the failure, or null.</summary>
    public async Task<ServerException?> CloseAsync()
    {
        using VSphereClient? client = _client;
        _client = null;
        ServerException? failure = client is null || !_isOwn ? null : await LoginGrace.TryLogoutAsync(client).ConfigureAwait(false);
        return failure is NotAuthenticatedException ? null : failure;
    }

    public void Dispose() => _client?.Dispose();

    /// <summary>Returns whether the same call may succeed soon: the server restarts, or is under load.</summary>
    private static bool IsPassing(ServerException failure) =>
        failure is ServerUnreachableException
        || (failure is UnexpectedResponseException unexpected && RetryPolicy.IsTransient(unexpected.Status));

    private async Task<T> CallInSessionAsync<T>(Func<VSphereClient, CancellationToken, Task<T>> call, CancellationToken token)
    {
        while (true)
        {
            VSphereClient client = await OpenAsync(token).ConfigureAwait(false);
            await WaitForTurnAsync(token).ConfigureAwait(false);
            try
            {
                Calls++;
                T result = await call(client, token).ConfigureAwait(false);
                _hasAnswered = true;
                return result;
            }
            catch (NotAuthenticatedException) when (TryMoveToNextSession())
            {
            }
        }
    }

    private async Task WaitForTurnAsync(CancellationToken token)
    {
        TimeSpan left = _lastCall is long last ? options.Interval - _timeProvider.GetElapsedTime(last) : TimeSpan.Zero;
        if (left > TimeSpan.Zero)
        {
            await _timeProvider.DelayAsync(left, token).ConfigureAwait(false);
        }

        _lastCall = _timeProvider.GetTimestamp();
    }

    /// <summary>Leaves a session that the server does not accept. Returns whether there is another, or one may be opened.</summary>
    private bool TryMoveToNextSession()
    {
        bool mayLogIn =
            options.Credential is not null
            && (_lastLogin is not long last || _timeProvider.GetElapsedTime(last) >= options.LoginInterval);
        bool hasSecret = options.Credential is null && !_hasAnswered && _secret + 1 < options.Secrets.Count;
        _secret += hasSecret ? 1 : 0;
        if (!mayLogIn && !hasSecret)
        {
            return false;
        }

        _client?.Dispose();
        _client = null;
        return true;
    }

    private async Task<VSphereClient> OpenAsync(CancellationToken token)
    {
        if (_client is not null)
        {
            return _client;
        }

        if (options.Credential is NetworkCredential credential)
        {
            VSphereClient opened = await LoginGrace.AwaitAsync(LoginAsync(credential, token), token).ConfigureAwait(false);
            return _client = opened;
        }

        VSphereClient client = new(options.Client, options.Secrets.Count == 0 ? null : options.Secrets[_secret]);
        try
        {
            About = await client.ConnectAsync(token).ConfigureAwait(false);
            return _client = client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Logs in. A login that was sent is not lost when the token is cancelled: its session is ended.</summary>
    private async Task<VSphereClient> LoginAsync(NetworkCredential credential, CancellationToken token)
    {
        VSphereClient client = new(options.Client);
        bool isKept = false;
        try
        {
            About = await client.ConnectAsync(token).ConfigureAwait(false);
            _lastLogin = _timeProvider.GetTimestamp();
            Logins++;
            await client.LoginAsync(credential, CancellationToken.None).ConfigureAwait(false);
            if (token.IsCancellationRequested)
            {
                await LoginGrace.TryLogoutAsync(client).ConfigureAwait(false);
                token.ThrowIfCancellationRequested();
            }

            _isOwn = true;
            isKept = true;
            return client;
        }
        finally
        {
            if (!isKept)
            {
                client.Dispose();
            }
        }
    }
}
