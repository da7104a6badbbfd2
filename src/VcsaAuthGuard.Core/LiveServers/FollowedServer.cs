using VcsaAuthGuard.Http;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.Diagnostics;

namespace VcsaAuthGuard.LiveServers;

/// <summary>
/// Represents vpxd's logs on a vCenter Server, followed over its API by line numbers. Each request also asks for the last line that is
/// known: when the log has another line there, it was rotated, and the rest is read from its new name.
/// </summary>
public sealed class FollowedServer : IRemoteLogs
{
    private readonly PacedSession _session;
    private readonly PacedSessionOptions _options;
    private readonly TimeSpan _interval;

    /// <summary>The places up to which text was sent, oldest first, for a connection that is made again.</summary>
    private readonly List<LineCursor> _history = [];

    /// <summary>Initializes the logs of a server. No request is sent.</summary>
    /// <param name="options">The session, and the pace while there is more to read.</param>
    /// <param name="interval">The time between two requests once all was read. 2 seconds by default.</param>
    public FollowedServer(PacedSessionOptions options, TimeSpan? interval = null)
    {
        // The watcher itself retries.
        _options = options with { MaxAttempts = 1 };
        _session = new(_options);
        _interval = interval ?? TimeSpan.FromSeconds(2);
    }

    /// <inheritdoc/>
    public string Server => Address.IsDefaultPort ? Address.Host : Address.Authority;

    /// <inheritdoc/>
    public string Folder => "api/vpxd";

    /// <inheritdoc/>
    public async Task FollowAsync(RemoteLogRequest request, Action<string> onLine, CancellationToken cancellation)
    {
        try
        {
            LineFollower follower = new(_session, request, new RemoteLogWriter(onLine), _history, DelayAsync, cancellation);
            await follower.RunAsync().ConfigureAwait(false);
        }
        catch (ServerException e)
        {
            throw new RemoteLogException(e.Message, e.Remedy, IsPassing(e), e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Task<ServerException?> close = Task.Run(_session.CloseAsync);
        ((IAsyncResult)close).AsyncWaitHandle.WaitOne(LoginGrace.Grace);
        _session.Dispose();
    }

    private Uri Address => _options.Access.Options.Address;

    private Task DelayAsync(CancellationToken token) => _options.TimeProvider.DelayAsync(_interval, token);

    private bool IsPassing(ServerException failure) => failure switch
    {
        NotAuthenticatedException => _options.Access.UserName is not null,
        ServerUnreachableException or UnexpectedResponseException => true,
        VSphereFaultException => true,
        _ => false,
    };
}
