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
    private readonly bool _hasLogin = options.Access.UserName is not null;
    private ClientSession? _session;
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
        using ClientSession? session = _session;
        _session = null;
        ServerException? failure = session is null ? null : await session.CloseAsync().ConfigureAwait(false);
        return failure is NotAuthenticatedException ? null : failure;
    }

    public void Dispose() => _session?.Dispose();

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
            catch (NotAuthenticatedException) when (TryLeaveSession())
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

    /// <summary>Leaves a session that the server has ended. Returns whether another one may be opened.</summary>
    private bool TryLeaveSession()
    {
        if (!_hasLogin || (_lastLogin is long last && _timeProvider.GetElapsedTime(last) < options.LoginInterval))
        {
            return false;
        }

        _session?.Dispose();
        _session = null;
        return true;
    }

    private async Task<VSphereClient> OpenAsync(CancellationToken token)
    {
        if (_session is null)
        {
            _session = await options.Access.OpenAsync(token).ConfigureAwait(false);
            About = _session.About;
            if (_hasLogin)
            {
                _lastLogin = _timeProvider.GetTimestamp();
                Logins++;
            }
        }

        return _session.Client;
    }
}
