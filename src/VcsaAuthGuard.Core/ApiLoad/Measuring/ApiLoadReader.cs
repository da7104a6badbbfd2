using VcsaAuthGuard.ApiLoad.Entries;
using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.ApiLoad.Sessions;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Reading;


namespace VcsaAuthGuard.ApiLoad.Measuring;

/// <summary>
/// Measures who loads the API: from logs, lines and events. Every archive is one vCenter Server; all files and folders together are one
/// more, unless they or the envelopes of their lines show several.
/// </summary>
/// <param name="rules">What is a pattern, and when a session has expired.</param>
/// <param name="report">Receives problems and progress, on the thread that reads.</param>
public sealed class ApiLoadReader(LoadRules rules, LogReadReport report)
{
    private readonly List<ClientEvent> _events = [];
    private readonly ProcessMix _mix = new();
    private readonly RecentActivity _fleet = RecentActivity.CreateForFleet();
    private VCenterLogReader<ApiLoadMeter>? _reader;

    /// <summary>Gets the part of the logs, lines and events to measure.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Gets the number of sessions that were ended early because more than 262,144 were open at once.</summary>
    public long SessionsEndedEarly { get; private set; }

    /// <summary>Gets the number of clients that were put together as one called (others): there were more than can be kept.</summary>
    public long ClientsFolded { get; private set; }

    /// <summary>Adds a login or a logout, in any order of time: PowerCLI returns the newest first. They are held until the inputs are
    /// read.</summary>
    /// <param name="found">The event.</param>
    public void Add(ClientEvent found) => _events.Add(found);

    /// <summary>Adds a line of a log, or several joined by line ends.</summary>
    /// <param name="text">The text, without the end of its last line.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="lineNumber">The 1-based number of its first line; null to count on from the last one.</param>
    public void Push(string text, string source, long? lineNumber = null) => Reader.Push(text, source, lineNumber);

    /// <summary>Reads inputs to their end and returns the clients, those with most logins first, vCenter after vCenter.</summary>
    /// <param name="inputs">What to read; see <see cref="LogInputFinder"/>.</param>
    /// <param name="cancellation">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<ApiClientLoad> Read(IEnumerable<LogInput> inputs, CancellationToken cancellation = default)
    {
        Reader.CompleteLines();
        foreach (ClientEvent found in _events.OrderBy(found => found.Time))
        {
            Reader.Add(found);
        }

        _events.Clear();
        foreach ((InputGroup group, ServerSplit<ApiLoadMeter> meters) in Reader.Read(inputs, cancellation))
        {
            foreach ((string? server, ApiLoadMeter meter) in meters.All)
            {
                foreach (ApiClientLoad client in Complete(meter, group.NameOf(server, isOnly: meters.All.Count == 1)))
                {
                    yield return client with { Server = server };
                }
            }
        }
    }

    /// <summary>Searches a log platform and returns the clients, those with most logins first, vCenter after vCenter by name.</summary>
    /// <param name="logs">The platform.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<ApiClientLoad> Read(ICollectedLogs logs, CancellationToken cancellation = default)
    {
        foreach ((string? server, ApiLoadMeter meter) in Reader.Read(logs, cancellation))
        {
            foreach (ApiClientLoad client in Complete(meter, logs.NameOf(server)))
            {
                yield return client with { Server = server };
            }
        }
    }

    private VCenterLogReader<ApiLoadMeter> Reader => _reader ??= new(
        new(LoadEntryParser.NeedlesOf(), LoadEntryParser.Read, LogKinds.All, LoadEntryParser.Searches()),
        host => new(rules, host is null ? null : _fleet.ForHost(host)),
        (meter, record) => meter.Process(record),
        report)
    {
        Range = Range,
        OnRecord = record => _mix.Check(record, report),
    };

    private IReadOnlyList<ApiClientLoad> Complete(ApiLoadMeter meter, string? source)
    {
        SessionsEndedEarly += meter.EndedEarly;
        IReadOnlyList<ApiClientLoad> clients = meter.Complete(source);
        ClientsFolded += meter.ClientsFolded;
        return clients;
    }
}
