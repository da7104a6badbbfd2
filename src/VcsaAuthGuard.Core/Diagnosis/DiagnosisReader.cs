using VcsaAuthGuard.ApiLoad.Entries;
using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad.Sessions;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Signatures;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Reading;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis;

/// <summary>
/// Reads logs once and creates the diagnoses. Every archive is one vCenter Server; all files, folders, lines and events together are one
/// more, unless they or the envelopes of their lines show several.
/// </summary>
/// <param name="options">What is known beside the logs.</param>
/// <param name="report">Receives problems and progress, on the thread that reads.</param>
public sealed class DiagnosisReader(DiagnosisOptions options, LogReadReport report)
{
    private static readonly string[] FaultNeedles = [.. FaultPatterns.NeedlesOf(FaultQuery.AllKinds)];
    private static readonly Func<string, NeedleSet> Needles = LoadEntryParser.NeedlesOf(
        [.. FaultNeedles, .. SymptomForms.VpxdNeedles, .. SymptomForms.FaultNeedles],
        [.. SymptomForms.Needles]
    );
    private static readonly NeedleSet KnownForms = new(
        [.. FaultNeedles.Concat(LoadEntryParser.VpxdNeedles).Concat(LoadEntryParser.OtherNeedles).Distinct()]
    );
    private static readonly NeedleSet EveryLine = new(" ");

    private readonly SignatureMatcher _signatures = new(options.Signatures);
    private readonly Func<DateTimeOffset, DateTimeOffset>? _toZone =
        options.TimeZone is null ? null : TimeZoneNames.ConverterTo(options.TimeZone);
    private readonly ProcessMix _mix = new();
    private readonly RecentActivity _fleet = RecentActivity.CreateForFleet();
    private VCenterLogReader<EvidenceCollector>? _reader;

    /// <summary>Gets the part of the logs, lines and events to judge.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Gets the number of archives and servers' folders that are read at one time; not more than the number of processor cores,
    /// which is the default.</summary>
    public int ThrottleLimit { get; init; } = int.MaxValue;

    /// <summary>Takes a login or a logout.</summary>
    /// <param name="found">The event.</param>
    public void Add(ClientEvent found) => Reader.Add(found);

    /// <summary>Takes a fault that was read before.</summary>
    /// <param name="fault">The fault.</param>
    public void Add(AuthFault fault) => Reader.Add(fault);

    /// <summary>Adds a line of a log, or several joined by line ends.</summary>
    /// <param name="text">The text, without the end of its last line.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="lineNumber">The 1-based number of its first line; null to count on from the last one.</param>
    public void Push(string text, string source, long? lineNumber = null) => Reader.Push(text, source, lineNumber);

    /// <summary>
    /// Reads inputs to their end and returns a diagnosis for each vCenter, in the order of the inputs; none if there is nothing to read.
    /// Several archives are read at one time.
    /// </summary>
    /// <param name="inputs">What to read; see <see cref="LogInputFinder"/>.</param>
    /// <param name="cancellation">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<VcsaDiagnosis> Read(IEnumerable<LogInput> inputs, CancellationToken cancellation = default)
    {
        IReadOnlyList<InputGroup> groups = InputGroup.Create(inputs, report);
        return groups.Count < 2 || Reader.HasLines ? ReadGroups(groups, cancellation) : ReadTogether(groups, cancellation);
    }

    /// <summary>Searches a log platform and returns a diagnosis for each vCenter that it has anything of, by name.</summary>
    /// <param name="logs">The platform.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<VcsaDiagnosis> Read(ICollectedLogs logs, CancellationToken cancellation = default) =>
        Reader.Read(logs, cancellation)
            .Select(read => Diagnose(() => read.Sink.Complete(logs.NameOf(read.Server), Range, isSearched: true)));

    private IEnumerable<VcsaDiagnosis> ReadGroups(IReadOnlyList<InputGroup> groups, CancellationToken cancellation) =>
        Reader.Read(groups, cancellation).SelectMany(read => Complete(read.Sinks, read.Group));

    /// <summary>Reads groups of inputs side by side. Each has a report of its own, so that damage of one is not in the verdict on
    /// another.</summary>
    private IEnumerable<VcsaDiagnosis> ReadTogether(IReadOnlyList<InputGroup> groups, CancellationToken cancellation)
    {
        report.TotalBytes += groups
            .SelectMany(group => group.Inputs)
            .Sum(input => input.Path is null ? 0 : LogInputFinder.LengthOf(input.Path));
        int limit = Math.Max(1, Math.Min(ThrottleLimit, Environment.ProcessorCount));
        return new ParallelWork<InputGroup, VcsaDiagnosis[]>(groups, limit, Read).Run(cancellation).SelectMany(diagnoses => diagnoses);

        VcsaDiagnosis[] Read(InputGroup group, Action<Action> post, CancellationToken token)
        {
            LogReadReport part = report.CreatePart(post);
            VcsaDiagnosis[] diagnoses = [.. new DiagnosisReader(options, part) { Range = Range }.ReadGroups([group], token)];
            post(() => report.Counts.Add(part.Counts));
            return diagnoses;
        }
    }

    private VCenterLogReader<EvidenceCollector> Reader => _reader ??= new(
        new(NeedlesOf, ReadEntry, LogKinds.Diagnosis, Searches(options.Signatures))
        {
            Place = (record, entry) => record is AuthFault fault ? FaultReader.Place(fault, entry) : record,
        },
        host => new(options with { Server = options.Server ?? host }, host is null ? null : _fleet.ForHost(host)),
        (collector, record) => collector.Add(record),
        report)
    {
        Range = Range,
        OnRecord = record => _mix.Check(record, report),
    };

    /// <summary>Returns the searches for a log platform: what load and faults need, what points to a cause, and the user's
    /// signatures.</summary>
    private static IReadOnlyList<IReadOnlyList<SearchPhrase>> Searches(IReadOnlyList<Signature> signatures)
    {
        SearchPhrase[] ofSignatures = [.. signatures.Select(signature => signature.Phrase).OfType<SearchPhrase>().Distinct()];
        return
        [
            .. LoadEntryParser.Searches([.. FaultPatterns.PhrasesOf(FaultQuery.AllKinds), .. SymptomForms.Phrases]),
            .. ofSignatures.Length == 0 ? [] : new[] { ofSignatures },
        ];
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
            return;
        }

        if (symptom is null && SymptomReader.ReadFault(entry) is Symptom other)
        {
            records.Add(other);
        }

        if (symptom is null && KnownForms.IndexIn(span.Text) >= 0 && EntryForms.IsMention(span.Text))
        {
            counts.Mentions++;
        }
    }

    /// <summary>
    /// Returns a diagnosis for each vCenter Server. Hosts without any entry of vpxd's log are not vCenter Servers: a relay
    /// collects the logs of ESXi hosts as well.
    /// </summary>
    private IEnumerable<VcsaDiagnosis> Complete(ServerSplit<EvidenceCollector> collectors, InputGroup group)
    {
        if (collectors.All.Count == 0)
        {
            collectors.Get(null); // A log without any record has the verdict Unknown.
        }

        bool isOnly = collectors.All.Count == 1;
        VCenterEvidence[] all =
        [
            .. collectors.All.Select(server =>
                Show(() => server.Collector.Complete(group.NameOf(server.Server, isOnly), Range, server.Server, isOnly))
            ),
        ];
        VCenterEvidence[] servers = Array.FindAll(all, evidence => evidence.HasVpxd);
        servers = servers.Length == 0 ? all : servers;
        if (servers.Length < all.Length)
        {
            string[] others = [.. all.Except(servers).Select(evidence => evidence.Source).OfType<string>()];
            if (others.Length > 0)
            {
                report.Warn($"No verdict for hosts without entries of vpxd's log: {string.Join(", ", others.Take(5))}"
                    + (others.Length > 5 ? FormattableString.Invariant($" and {others.Length - 5} more.") : "."));
            }
        }

        return servers.Select(evidence => Diagnose(() => evidence));
    }

    /// <summary>Returns the diagnosis of some evidence, with times in the zone asked for.</summary>
    private VcsaDiagnosis Diagnose(Func<VCenterEvidence> evidence)
    {
        VcsaDiagnosis diagnosis = Show(() => VerdictCalculator.Calculate(evidence(), report.Counts));
        return _toZone is null ? diagnosis : diagnosis.WithTimes(_toZone);
    }

    /// <summary>Runs what writes sentences, with times in the zone asked for.</summary>
    private T Show<T>(Func<T> write)
    {
        using (TimeDisplay.Use(_toZone, options.TimeZone))
        {
            return write();
        }
    }
}
