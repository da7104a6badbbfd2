using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Matching;

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>
/// Reads the records of logs into a sink for each vCenter Server: from files and archives, from lines and objects that come one by one, and
/// from a log platform. Every archive is one vCenter Server; all files, folders, lines and objects together are one more, unless they or
/// the envelopes of their lines show several.
/// </summary>
/// <typeparam name="TSink">The type of the sinks.</typeparam>
/// <param name="rules">The rules by which entries become records.</param>
/// <param name="createSink">Creates a sink for a host that a log platform names; null for files and lines.</param>
/// <param name="add">Adds a record to a sink.</param>
/// <param name="report">Receives problems and progress, on the thread that reads.</param>
internal sealed class VCenterLogReader<TSink>(
    EntryRules rules, Func<string?, TSink> createSink, Action<TSink, ILogRecord> add, LogReadReport report)
    where TSink : class
{
    private ServerSplit<TSink>? _pipeline;
    private LogLineReader<ILogRecord>? _lines;

    /// <summary>Gets the part of the logs, lines and objects that reaches the sinks.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Gets the action that is called for each record of files and lines, also outside of <see cref="Range"/>.</summary>
    public Action<ILogRecord>? OnRecord { get; init; }

    /// <summary>Adds a record that was read before.</summary>
    public void Add(ILogRecord record) => AddAll(Pipeline(), [record]);

    /// <summary>Adds a line of a log, or several joined by line ends.</summary>
    /// <param name="text">The text, without the end of its last line.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="lineNumber">The 1-based number of its first line; null to count on from the last one.</param>
    public void Push(string text, string source, long? lineNumber)
    {
        _lines ??= new(rules.NeedlesOf, rules.Parse, report);
        AddAll(Pipeline(), _lines.Push(text, source, lineNumber));
    }

    /// <summary>Ends the last entry of the lines.</summary>
    public void CompleteLines()
    {
        if (_lines?.Complete() is { Count: > 0 } last)
        {
            AddAll(Pipeline(), last);
        }
    }

    /// <summary>Gets a value indicating whether lines or objects have been added.</summary>
    public bool HasLines => _lines is not null || _pipeline is not null;

    /// <summary>Reads inputs to their end and returns the sinks of each group, and those of lines and objects.</summary>
    public IEnumerable<(InputGroup Group, ServerSplit<TSink> Sinks)> Read(IEnumerable<LogInput> inputs, CancellationToken cancellation) =>
        Read(InputGroup.Create(inputs, report), cancellation);

    /// <summary>Reads groups of inputs to their end and returns the sinks of each, and those of lines and objects.</summary>
    public IEnumerable<(InputGroup Group, ServerSplit<TSink> Sinks)> Read(
        IReadOnlyList<InputGroup> groups, CancellationToken cancellation)
    {
        CompleteLines();
        ServerSplit<TSink>? pipeline = _pipeline;
        foreach (InputGroup group in groups)
        {
            bool isSeparate = group.Archive is not null || group.HasSeveralHosts || pipeline is null;
            ServerSplit<TSink> sinks = isSeparate ? CreateSplit(group.HasSeveralHosts, group.IsOneServer) : pipeline!;
            pipeline = isSeparate ? pipeline : null;
            AddAll(sinks, new LogReader<ILogRecord>(rules.NeedlesOf, rules.Parse, rules.Kinds, report, cancellation).Read(group.Inputs));
            yield return (group, sinks);
        }

        if (pipeline is not null)
        {
            yield return (new(null, []), pipeline);
        }
    }

    /// <summary>Searches a log platform and returns a sink for each host that it names, by name; null if it names none.</summary>
    public IEnumerable<(string? Server, TSink Sink)> Read(ICollectedLogs logs, CancellationToken cancellation)
    {
        SortedDictionary<string, (string? Server, TSink Sink)> sinks = new(StringComparer.OrdinalIgnoreCase);
        CollectedEntryReader<ILogRecord> reader = new(rules.NeedlesOf, rules.Parse, report);
        for (int i = 0; i < rules.Searches.Count; i++)
        {
            NeedleSet? earlier = NeedlesBefore(i);
            foreach (CollectedEntry entry in logs.Search(rules.Searches[i], cancellation))
            {
                foreach (ILogRecord record in reader.Read(entry, earlier))
                {
                    string name = entry.Server ?? "";
                    if (!sinks.TryGetValue(name, out (string? Server, TSink Sink) found))
                    {
                        sinks[name] = found = (entry.Server, createSink(entry.Server));
                    }

                    Add(found.Sink, rules.Place(record, entry));
                }
            }
        }

        return sinks.Values;
    }

    /// <summary>Returns the needles of the searches before one; null for the first.</summary>
    private NeedleSet? NeedlesBefore(int search) =>
        search == 0
            ? null
            : new([.. rules.Searches.Take(search).SelectMany(phrases => phrases).Select(phrase => phrase.Literal).Distinct()]);

    private ServerSplit<TSink> Pipeline() => _pipeline ??= CreateSplit(hasSeveral: false);

    private ServerSplit<TSink> CreateSplit(bool hasSeveral, bool isOne = false) => new(() => createSink(null), hasSeveral, isOne);

    private void AddAll(ServerSplit<TSink> sinks, IEnumerable<ILogRecord> records)
    {
        foreach (ILogRecord record in records)
        {
            Add(sinks.Get(record.Server), record);
            OnRecord?.Invoke(record);
        }
    }

    private void Add(TSink sink, ILogRecord record)
    {
        if ((Range.IsEverything ? record : record.Within(Range)) is ILogRecord wanted)
        {
            add(sink, wanted);
        }
    }
}
