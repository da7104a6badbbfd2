using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.Diagnostics;

namespace VcsaAuthGuard.LiveServers;

/// <summary>
/// Reads a running vCenter Server over its API, in one session and without SSH: its logs, the events of sessions, and the sessions that
/// are open. What the account may not read is left out and named.
/// </summary>
internal sealed class LiveServer(LiveServerOptions options) : IDisposable
{
    /// <summary>A page has 1,000 events.</summary>
    private const int MaxEventPages = 500;

    private readonly object _lock = new();
    private readonly PacedSession _session = new(options.Session);
    private readonly List<MissingPart> _missing = [];
    private long _linesRead;

    /// <summary>Gets the server, by the name that was given.</summary>
    public string Name => options.Session.Access.Options.Address.Host;

    /// <summary>Gets the server's description of itself; null before the first call.</summary>
    public VSphereAbout? About => _session.About;

    /// <summary>Gets the failure after which nothing more is read; null if there was none.</summary>
    public ServerException? Failure { get; private set; }

    /// <summary>Gets the sessions that are open; null if they were not read.</summary>
    public SessionListing? Sessions { get; private set; }

    /// <summary>Gets the limit of sessions; null if it was not read.</summary>
    public SessionLimit? Limit { get; private set; }

    /// <summary>Gets what could not be read.</summary>
    public IReadOnlyList<MissingPart> Missing
    {
        get
        {
            lock (_lock)
            {
                return [.. _missing];
            }
        }
    }

    /// <summary>Gets the number of lines to read.</summary>
    public long TotalLines { get; private set; }

    /// <summary>Gets the number of lines that were read.</summary>
    public long LinesRead => Interlocked.Read(ref _linesRead);

    /// <summary>Gets the number of logins.</summary>
    public int Logins => _session.Logins;

    /// <summary>Gets the number of calls.</summary>
    public long Calls => _session.Calls;

    /// <summary>Lists the open sessions, and reads their limit.</summary>
    public async Task ReadSessionsAsync(CancellationToken token)
    {
        try
        {
            Sessions = await _session.CallAsync((client, stop) => client.ReadSessionsAsync(stop), token).ConfigureAwait(false);
        }
        catch (PrivilegeMissingException e)
        {
            AddMissing(new("Sessions", $"The open sessions are not known: the account lacks {e.Privilege ?? "a privilege"}.", e.Remedy));
        }

        Limit = await _session
            .CallAsync((client, stop) => SessionLimit.ReadAsync(client, About!, stop), token)
            .ConfigureAwait(false);
    }

    /// <summary>Finds the logs of the time of interest, in the order in which they are to be read.</summary>
    public async Task<IReadOnlyList<LogInput>> FindLogsAsync(LogKinds kinds, CancellationToken token)
    {
        try
        {
            LiveLogFinder finder = new(_session, options.After, token);
            IReadOnlyList<LiveLog> logs = await finder.FindAsync(kinds).ConfigureAwait(false);
            finder.Missing.ForEach(AddMissing);
            TotalLines = logs.Sum(log => log.Last - log.First + 1);
            return [.. logs.Select(log => LogInput.FromStream($"{Name}/{log.FileName}", new LiveLogStream(log, this, token)))];
        }
        catch (PrivilegeMissingException e)
        {
            AddMissing(new("Logs", $"No log could be read: the account lacks {e.Privilege ?? "a privilege"}.", e.Remedy));
            return [];
        }
    }

    /// <summary>Reads the logins and logouts of the time of interest, oldest first.</summary>
    public async Task<IReadOnlyList<ClientEvent>> ReadEventsAsync(CancellationToken token)
    {
        List<ClientEvent> events = [];
        try
        {
            ManagedObject collector = await _session
                .CallAsync((client, stop) => DiagnosticCalls.CreateEventCollectorAsync(client, options.After, stop), token)
                .ConfigureAwait(false);
            for (int page = 0; page < MaxEventPages; page++)
            {
                IReadOnlyList<SessionEvent> found = await _session
                    .CallAsync((client, stop) => DiagnosticCalls.ReadEventsAsync(client, collector, stop), token)
                    .ConfigureAwait(false);
                events.AddRange(found.Select(ToClientEvent));
                if (found.Count == 0)
                {
                    await _session
                        .CallAsync(
                            async (client, stop) =>
                            {
                                await DiagnosticCalls.RemoveCollectorAsync(client, collector, stop).ConfigureAwait(false);
                                return true;
                            },
                            token
                        )
                        .ConfigureAwait(false);
                    return events;
                }
            }

            AddMissing(new(
                "Events",
                FormattableString.Invariant($"There are more than {events.Count:N0} logins and logouts; the newest were not read."),
                "Read a shorter time."));
        }
        catch (PrivilegeMissingException e)
        {
            AddMissing(new("Events", $"Login events are not known: the account lacks {e.Privilege ?? "a privilege"}.", e.Remedy));
        }
        catch (VSphereFaultException e)
        {
            AddMissing(new(
                "Events",
                FormattableString.Invariant($"Login events are not known beyond the first {events.Count:N0}: {e.Fault}."),
                "Repeat the command."));
        }

        return events;
    }

    /// <summary>Reads lines of a log.</summary>
    public async Task<LogSegment> ReadLinesAsync(LiveLog log, long start, int count, CancellationToken token)
    {
        LogSegment segment = await _session
            .CallAsync((client, stop) => DiagnosticCalls.ReadLinesAsync(client, log.Log.Key, start, count, stop), token)
            .ConfigureAwait(false);
        Interlocked.Add(ref _linesRead, segment.Lines.Count);
        return segment;
    }

    /// <summary>Records a failure after which nothing more is read. Returns whether it is the first.</summary>
    public bool TryFail(ServerException failure)
    {
        lock (_lock)
        {
            if (Failure is not null)
            {
                return false;
            }

            Failure = failure;
            _missing.Add(new("Logs", $"The logs were not read to their end: {failure.Detail}", failure.Remedy));
            return true;
        }
    }

    /// <summary>Records something that could not be read.</summary>
    public void AddMissing(MissingPart part)
    {
        lock (_lock)
        {
            _missing.Add(part);
        }
    }

    /// <summary>Ends the session if it was opened here. Returns the failure, or null.</summary>
    public Task<ServerException?> CloseAsync() => _session.CloseAsync();

    public void Dispose() => _session.Dispose();

    private static ClientEvent ToClientEvent(SessionEvent found) => new()
    {
        Kind = found.IsLogin ? ClientEventKind.Login : ClientEventKind.Logout,
        Time = found.Time,
        Client = new(found.UserName, found.IpAddress, found.UserAgent),
        SessionId = found.SessionId,
        Count = found.CallCount,
    };
}
