using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.Diagnostics;

namespace VcsaAuthGuard.LiveServers;

/// <summary>
/// Represents vpxd's logs on a vCenter Server, followed over its API by line numbers. Each request also asks for the last line that is
/// known: when the log has another line there, it was rotated, and the rest is read from its new name.
/// </summary>
public sealed class FollowedServer : IRemoteLogs, ILiveSessionSource
{
    /// <summary>The time between two lists of the sessions.</summary>
    private static readonly TimeSpan SessionInterval = TimeSpan.FromMinutes(1);

    private readonly PacedSession _session;
    private readonly PacedSessionOptions _options;
    private readonly TimeSpan _interval;

    /// <summary>The places up to which text was sent, oldest first, for a connection that is made again.</summary>
    private readonly List<LineCursor> _history = [];
    private LiveSessions? _sessions;
    private string? _sessionFailure;

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

    /// <summary>Gets whether the sessions of the server are listed once a minute, for their number in the metrics.</summary>
    public bool CountsSessions { get; init; }

    /// <inheritdoc/>
    LiveSessions? ILiveSessionSource.Sessions => Volatile.Read(ref _sessions);

    /// <inheritdoc/>
    string? ILiveSessionSource.SessionFailure => Volatile.Read(ref _sessionFailure);

    /// <inheritdoc/>
    public async Task FollowAsync(RemoteLogRequest request, Action<string> onLine, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task sessions = CountsSessions ? ListSessionsAsync(stop.Token) : Task.CompletedTask;
        try
        {
            LineFollower follower = new(_session, request, new RemoteLogWriter(onLine), _history, DelayAsync, cancellation);
            await follower.RunAsync().ConfigureAwait(false);
        }
        catch (ServerException e)
        {
            throw new RemoteLogException(e.Message, e.Remedy, IsPassing(e), e);
        }
        finally
        {
            stop.Cancel();
            await sessions.ConfigureAwait(false);
            Volatile.Write(ref _sessions, null);
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

    /// <summary>Lists the sessions again and again, until the connection ends or the account may not.</summary>
    private async Task ListSessionsAsync(CancellationToken token)
    {
        SessionLimit? limit = null;
        while (!token.IsCancellationRequested)
        {
            try
            {
                SessionListing listing = await _session.CallAsync((client, stop) => client.ReadSessionsAsync(stop), token)
                    .ConfigureAwait(false);
                limit ??= await _session.CallAsync((client, stop) => SessionLimit.ReadAsync(client, listing.About, stop), token)
                    .ConfigureAwait(false);
                Volatile.Write(ref _sessions, new([.. listing.Sessions.Select(Classify)], limit.Value));
                await _options.TimeProvider.DelayAsync(SessionInterval, token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                return;
            }
            catch (PrivilegeMissingException e)
            {
                Volatile.Write(ref _sessionFailure, $"{e.Message} {e.Remedy}");
                return;
            }
            catch (ServerException)
            {
                // Where the server cannot be reached, the connection ends with the cause.
                Volatile.Write(ref _sessions, null);
                await Task.WhenAny(_options.TimeProvider.DelayAsync(SessionInterval, token)).ConfigureAwait(false);
            }
        }
    }

    private static (ulong Session, ClientClass Client) Classify(VCenterSession session) =>
        (SessionIds.Read(session.Key), ClientClasses.From(session.UserName, session.UserAgent));

    private Task DelayAsync(CancellationToken token) => _options.TimeProvider.DelayAsync(_interval, token);

    private bool IsPassing(ServerException failure) => failure switch
    {
        NotAuthenticatedException => _options.Access.UserName is not null,
        ServerUnreachableException or UnexpectedResponseException => true,
        VSphereFaultException => true,
        _ => false,
    };
}
