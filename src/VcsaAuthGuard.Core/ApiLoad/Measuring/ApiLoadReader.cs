using VcsaAuthGuard.ApiLoad.Entries;
using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Reading;


namespace VcsaAuthGuard.ApiLoad.Measuring;

/// <summary>
/// Measures who loads the API: from logs, lines and events. Every archive is one vCenter Server; all files and folders together are one
/// more, unless they or the envelopes of their lines show several.
/// </summary>
/// <param name="rules">What is a pattern, and when a session has expired.</param>
/// <param name="report">Is told of problems and progress, on the thread that reads.</param>
public sealed class ApiLoadReader(LoadRules rules, LogReadReport report)
{
    private readonly ServerSplit<ApiLoadMeter> _ofPipeline = new(() => new(rules), hasSeveral: false);
    private readonly ProcessMix _mix = new();
    private readonly List<ClientEvent> _events = [];
    private LogLineReader<ILogRecord>? _lines;
    private bool _hasPipeline;

    /// <summary>Gets the part of the logs, lines and events to measure.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Sessions ended early because more were open at once than can be kept (262,144).</summary>
    public long SessionsEndedEarly { get; private set; }

    /// <summary>Gets the number of clients that were put together as one called (others): there were more than can be kept.</summary>
    public long ClientsFolded { get; private set; }

    /// <summary>Takes a login or a logout, in any order of time: PowerCLI gives the newest first. They are held until the inputs are
    /// read.</summary>
    /// <param name="found">The event.</param>
    public void Add(ClientEvent found)
    {
        _hasPipeline = true;
        _events.Add(found);
    }

    /// <summary>Takes a line of a log, or several joined by line ends.</summary>
    /// <param name="text">The text, without the end of its last line.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="lineNumber">The 1-based number of its first line; null to count on from the last one.</param>
    public void Push(string text, string source, long? lineNumber = null)
    {
        _lines ??= new(LoadEntryParser.NeedlesOf(), LoadEntryParser.Read, report);
        ProcessAll(_ofPipeline, _lines.Push(text, source, lineNumber));
        _hasPipeline = true;
    }

    /// <summary>Reads inputs to their end and gives the clients, those with most logins first, vCenter after vCenter.</summary>
    /// <param name="inputs">What to read; see <see cref="LogInputFinder"/>.</param>
    /// <param name="cancellation">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<ApiClientLoad> Read(IEnumerable<LogInput> inputs, CancellationToken cancellation = default)
    {
        ProcessAll(_ofPipeline, _lines?.Complete() ?? []);
        ProcessAll(_ofPipeline, _events.OrderBy(found => found.Time));
        _events.Clear();

        bool isPipelineTold = !_hasPipeline;
        foreach (InputGroup group in InputGroup.Create(inputs, report))
        {
            bool isSeparate = isPipelineTold || group.Archive is not null || group.HasSeveralHosts;
            ServerSplit<ApiLoadMeter> meters = isSeparate ? new(() => new(rules), group.HasSeveralHosts) : _ofPipeline;
            isPipelineTold |= !isSeparate;
            LogReader<ILogRecord> reader = new(LoadEntryParser.NeedlesOf(), LoadEntryParser.Read, LogKinds.All, report, cancellation);
            ProcessAll(meters, reader.Read(group.Inputs));
            foreach (ApiClientLoad client in Complete(meters, group))
            {
                yield return client;
            }
        }

        if (!isPipelineTold)
        {
            foreach (ApiClientLoad client in Complete(_ofPipeline, new(null, [])))
            {
                yield return client;
            }
        }
    }

    /// <summary>Searches a log platform and gives the clients, those with most logins first, vCenter after vCenter by name.</summary>
    /// <param name="logs">The platform.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<ApiClientLoad> Read(ICollectedLogs logs, CancellationToken cancellation = default)
    {
        SortedDictionary<string, ApiLoadMeter> meters = new(StringComparer.OrdinalIgnoreCase);
        CollectedEntryReader<ILogRecord> reader = new(LoadEntryParser.NeedlesOf(), LoadEntryParser.Read, report);
        IReadOnlyList<IReadOnlyList<SearchPhrase>> searches = LoadEntryParser.Searches();
        IReadOnlyList<NeedleSet?> besides = LoadEntryParser.RemainingNeedles(searches);
        for (int i = 0; i < searches.Count; i++)
        {
            foreach (CollectedEntry entry in logs.Search(searches[i], cancellation))
            {
                List<ILogRecord> records = reader.Read(entry, besides[i]);
                if (records.Count > 0)
                {
                    string server = entry.Server ?? "";
                    ApiLoadMeter meter = meters.TryGetValue(server, out ApiLoadMeter? known) ? known : meters[server] = new(rules);
                    records.ForEach(record => Process(record, meter));
                }
            }
        }

        foreach (KeyValuePair<string, ApiLoadMeter> found in meters)
        {
            string? server = found.Key.Length == 0 ? null : found.Key;
            foreach (ApiClientLoad client in Complete(found.Value, logs.NameOf(server)))
            {
                yield return client with { Server = server };
            }
        }
    }

    private void ProcessAll(ServerSplit<ApiLoadMeter> meters, IEnumerable<ILogRecord> records)
    {
        foreach (ILogRecord record in records)
        {
            Process(record, meters.Of(record.Server));
            if (record is ServiceStart section && _mix.Add(section) is string warning)
            {
                report.Warn(warning);
            }
        }
    }

    private void Process(ILogRecord record, ApiLoadMeter meter)
    {
        if ((Range.IsEverything ? record : record.Within(Range)) is ILogRecord wanted)
        {
            meter.Process(wanted);
        }
    }

    private IEnumerable<ApiClientLoad> Complete(ServerSplit<ApiLoadMeter> meters, InputGroup group)
    {
        foreach ((string? server, ApiLoadMeter meter) in meters.All)
        {
            foreach (ApiClientLoad client in Complete(meter, group.NameOf(server, isOnly: meters.All.Count == 1)))
            {
                yield return client with { Server = server };
            }
        }
    }

    private IReadOnlyList<ApiClientLoad> Complete(ApiLoadMeter meter, string? source)
    {
        SessionsEndedEarly += meter.EndedEarly;
        IReadOnlyList<ApiClientLoad> clients = meter.Complete(source);
        ClientsFolded += meter.ClientsFolded;
        return clients;
    }
}
