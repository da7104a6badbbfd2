using VcsaAuthGuard.ApiLoad.Entries;
using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Signatures;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Reading;


namespace VcsaAuthGuard.Diagnosis;

/// <summary>
/// Reads logs once and says what is wrong. Every archive is one vCenter; all files, folders, lines and events together are one more.
/// </summary>
/// <param name="options">What is known beside the logs.</param>
/// <param name="report">Is told of problems and progress, on the thread that reads.</param>
public sealed class DiagnosisReader(DiagnosisOptions options, LogReadReport report)
{
    private static readonly string[] FaultNeedles = [.. FaultPatterns.NeedlesOf(FaultQuery.AllKinds)];
    private static readonly Func<string, NeedleSet> Needles = LoadEntryParser.NeedlesOf(
        [.. FaultNeedles, .. SymptomForms.VpxdNeedles],
        [.. SymptomForms.Needles]
    );
    private static readonly NeedleSet KnownForms = new(
        [.. FaultNeedles.Concat(LoadEntryParser.VpxdNeedles).Concat(LoadEntryParser.OtherNeedles).Distinct()]
    );
    private static readonly NeedleSet EveryLine = new(" ");

    private readonly SignatureMatcher _signatures = new(options.Signatures);
    private EvidenceCollector? _pipeline;
    private LogLineReader<ILogRecord>? _lines;

    /// <summary>Gets the part of the logs, lines and events to judge.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Takes a login or a logout.</summary>
    /// <param name="found">The event.</param>
    public void Add(ClientEvent found) => AddAll(PipelineCollector(), [found]);

    /// <summary>Takes a fault that was read before.</summary>
    /// <param name="fault">The fault.</param>
    public void Add(AuthFault fault) => AddAll(PipelineCollector(), [fault]);

    /// <summary>Takes a line of a log, or several joined by line ends.</summary>
    /// <param name="text">The text, without the end of its last line.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="lineNumber">The 1-based number of its first line; null to count on from the last one.</param>
    public void Push(string text, string source, long? lineNumber = null)
    {
        _lines ??= new(NeedlesOf, ReadEntry, report);
        AddAll(PipelineCollector(), _lines.Push(text, source, lineNumber));
    }

    /// <summary>Reads inputs to their end and gives a diagnosis for each vCenter; none when there is nothing to read.</summary>
    /// <param name="inputs">What to read; see <see cref="LogInputFinder"/>.</param>
    /// <param name="cancellation">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<VcsaDiagnosis> Read(IEnumerable<LogInput> inputs, CancellationToken cancellation = default)
    {
        AddAll(_pipeline, _lines?.Complete() ?? []);
        EvidenceCollector? ofPipeline = _pipeline;
        foreach (InputGroup group in InputGroup.Create(inputs, report))
        {
            EvidenceCollector collector = group.Archive is null && ofPipeline is not null ? ofPipeline : new(options);
            ofPipeline = collector == ofPipeline ? null : ofPipeline;
            AddAll(
                collector,
                new LogReader<ILogRecord>(NeedlesOf, ReadEntry, LogKinds.Diagnosis, report, cancellation).Read(group.Inputs)
            );
            yield return VerdictCalculator.Calculate(collector.Complete(group.Archive, Range), report.Counts);
        }

        if (ofPipeline is not null)
        {
            yield return VerdictCalculator.Calculate(ofPipeline.Complete(null, Range), report.Counts);
        }
    }

    /// <summary>Searches a log platform and gives a diagnosis for each vCenter that it has anything of, by name.</summary>
    /// <param name="logs">The platform.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<VcsaDiagnosis> Read(ICollectedLogs logs, CancellationToken cancellation = default)
    {
        SortedDictionary<string, EvidenceCollector> cases = new(StringComparer.OrdinalIgnoreCase);
        CollectedEntryReader<ILogRecord> reader = new(NeedlesOf, ReadEntry, report);
        IReadOnlyList<IReadOnlyList<SearchPhrase>> searches = LoadEntryParser.Searches([.. FaultPatterns.PhrasesOf(FaultQuery.AllKinds)]);
        IReadOnlyList<NeedleSet?> besides = LoadEntryParser.RemainingNeedles(searches);
        for (int i = 0; i < searches.Count; i++)
        {
            foreach (CollectedEntry entry in logs.Search(searches[i], cancellation))
            {
                List<ILogRecord> records = reader.Read(entry, besides[i]);
                if (records.Count > 0)
                {
                    string server = entry.Server ?? "";
                    EvidenceCollector collector = cases.TryGetValue(server, out EvidenceCollector? known)
                        ? known
                        : cases[server] = new(options with { Server = options.Server ?? entry.Server });
                    AddAll(collector, records.Select(record => record is AuthFault fault ? FaultReader.Place(fault, entry) : record));
                }
            }
        }

        foreach (KeyValuePair<string, EvidenceCollector> found in cases)
        {
            yield return VerdictCalculator.Calculate(
                found.Value.Complete(logs.NameOf(found.Key.Length == 0 ? null : found.Key), Range),
                report.Counts
            );
        }
    }

    private NeedleSet NeedlesOf(string source) => _signatures.IsWanted(source) ? EveryLine : Needles(source);

    private void ReadEntry(LogEntrySpan span, LogCounts counts, List<ILogRecord> records)
    {
        _signatures.AddMatches(span, records);
        if (LoadEntryParser.TryReadUsual(span, counts, records))
        {
            return;
        }

        LogEntry entry = LogEntry.Read(span);
        Symptom? symptom = SymptomReader.Read(entry);
        if (symptom is not null)
        {
            records.Add(symptom);
        }

        if (LoadEntryParser.TryRead(entry, counts, records))
        {
            return;
        }

        if (FaultParser.Parse(entry, counts) is AuthFault fault)
        {
            records.Add(fault);
        }
        else if (symptom is null && KnownForms.IndexIn(span.Text) >= 0 && EntryForms.IsMention(span.Text))
        {
            counts.Mentions++;
        }
    }

    private void AddAll(EvidenceCollector? collector, IEnumerable<ILogRecord> records)
    {
        foreach (ILogRecord record in records)
        {
            if ((Range.IsEverything ? record : record.Within(Range)) is ILogRecord wanted)
            {
                collector?.Add(wanted);
            }
        }
    }

    private EvidenceCollector PipelineCollector() => _pipeline ??= new(options);
}
