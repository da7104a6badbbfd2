using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Learning;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents everything the logs of one vCenter Server show that the rules ask about.</summary>
internal sealed class VCenterEvidence
{
    private static readonly FaultKindEvidence NoFaults = new();

    public required DiagnosisOptions Options { get; init; }

    /// <summary>Gets vCenter Server's name, where it was given or all windows name the same one.</summary>
    public string? ServerName => Options.Server ?? OnlyServer(Options);

    /// <summary>Gets the archive or platform that was read; null for files and folders.</summary>
    public string? Source { get; init; }

    /// <summary>Gets whether a log platform was searched, which gives only what it is asked for.</summary>
    public bool IsSearched { get; init; }

    /// <summary>Gets the time that is asked for.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Gets whether the logs cover the time that is asked for: half of it or more, or its open ends to an hour.</summary>
    public bool CoversRange =>
        Range.IsEverything
        || (From is DateTimeOffset from && To is DateTimeOffset to
            && (Range is { After: DateTimeOffset after, Before: DateTimeOffset before }
                ? (to - from).Ticks * 2 >= (before - after).Ticks
                : !(from - Range.After > TimeSpan.FromHours(1)) && !(Range.Before - to > TimeSpan.FromHours(1))));

    /// <summary>Gets the first time in the logs; null if they have none.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the last time in the logs; null if they have none.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Gets the bursts of refused calls in order of time, and then the series of refused calls outside of any.</summary>
    public required IReadOnlyList<RefusedRun> Runs { get; init; }

    /// <summary>Gets the bursts of refused calls in order of time.</summary>
    public IReadOnlyList<RefusedRun> Bursts => _bursts ??= [.. Runs.Where(run => run.IsBurst)];

    public required IReadOnlyDictionary<AuthFaultKind, FaultKindEvidence> Faults { get; init; }

    public required IReadOnlyDictionary<SymptomKind, FaultKindEvidence> Symptoms { get; init; }

    /// <summary>Gets the tasks and calls that failed with faults that are not of authentication, by the fault's type.</summary>
    public required IReadOnlyDictionary<string, FaultKindEvidence> FailedTasks { get; init; }

    /// <summary>Gets the failures at the gateway by the type of the fault; an empty text for those without a fault.</summary>
    public required IReadOnlyDictionary<string, FaultKindEvidence> GatewayFailures { get; init; }

    /// <summary>Gets the failures at the gateway and the failed tasks, by the fault's type, most first.</summary>
    public IReadOnlyList<FailedCalls> Failures => _failures ??=
    [
        .. GatewayFailures.Select(kind => new FailedCalls(kind.Key, isAtGateway: true, kind.Value))
            .Concat(FailedTasks.Select(kind => new FailedCalls(kind.Key, isAtGateway: false, kind.Value)))
            .OrderByDescending(failure => failure.Faults.Count).ThenBy(failure => failure.Type, StringComparer.Ordinal),
    ];

    /// <summary>Gets the matches of the user's signatures, by name.</summary>
    public required IReadOnlyDictionary<string, FaultKindEvidence> Signatures { get; init; }

    /// <summary>Gets the refused logins of each account that a log names, most first.</summary>
    public required IReadOnlyList<AccountRefusals> Refusals { get; init; }

    /// <summary>Gets the refused logins of further accounts, too many to keep each; they have the fewest.</summary>
    public OtherRefusals OtherRefusals { get; init; }

    /// <summary>Gets the requests through the gateway to hosts that could not be reached, from access logs, without those that vpxd's log
    /// reports.</summary>
    public required FaultKindEvidence UnreachableHosts { get; init; }

    /// <summary>Gets those of such requests that vpxd's log reports too, as failures at the gateway.</summary>
    public required FaultKindEvidence ReportedUnreachable { get; init; }

    /// <summary>Gets the requests of each address in access logs.</summary>
    public required IReadOnlyDictionary<string, AddressActivity> Addresses { get; init; }

    /// <summary>Gets the calls and events that end sessions of others, in order of time.</summary>
    public required IReadOnlyList<SessionTermination> Terminations { get; init; }

    public required FaultTimeline Timeline { get; init; }

    public required HostHours HostHours { get; init; }

    /// <summary>Gets the starts of vpxd in order of time.</summary>
    public required IReadOnlyList<VpxdStart> Starts { get; init; }

    /// <summary>Gets vCenter Server's version, where the log has it.</summary>
    public string? Version { get; init; }

    public required IReadOnlyList<ClockJump> ClockJumps { get; init; }

    public required IReadOnlyList<ApiClientLoad> Load { get; init; }

    /// <summary>Gets the logins and calls of all clients together.</summary>
    public required ActivitySeries TotalActivity { get; init; }

    /// <summary>Gets the number of calls in vpxd's log.</summary>
    public long CallCount { get; init; }

    /// <summary>Gets the highest number of sessions open at once, all clients together.</summary>
    public int PeakSessions { get; init; }

    /// <summary>Gets whether a section line of vpxd was read.</summary>
    public bool HasSection { get; init; }

    /// <summary>Gets whether login events were read.</summary>
    public bool HasEvents { get; init; }

    /// <summary>Gets whether sessions in vpxd's log could be attributed to accounts.</summary>
    public bool HasOwners { get; init; }

    /// <summary>Gets whether access logs were read.</summary>
    public bool HasAccess { get; init; }

    /// <summary>Gets the number of sessions counted as ended because too many were open to keep them all.</summary>
    public long EndedEarly { get; init; }

    /// <summary>Gets whether any entry of vpxd's log was understood.</summary>
    public bool HasVpxd => CallCount > 0 || Faults.Count > 0 || HasSymptom || FailedTasks.Count > 0 || HasSection;

    /// <summary>Gets whether an entry of a log other than an access log points to a cause.</summary>
    public bool HasSymptom { get; init; }

    /// <summary>Gets whether the logs span enough time to distinguish a spike from the usual load.</summary>
    public bool HasBaseline => LoadSpikeFinder.IsBaseline(From, To);

    /// <summary>Gets the windows that were given or, where none were, those that the load of a week or more shows.</summary>
    public IReadOnlyList<BackupWindow> Windows => _windows ??= Options.Windows?.ToArray()
        ?? LearnedWindows.From(Load, new WindowTemplate { TimeZone = Options.TimeZone ?? "UTC" }, _ => { });

    /// <summary>Gets whether the windows are those that the load shows.</summary>
    public bool HasLearnedWindows => Options.Windows is null && Windows.Count > 0;

    private IReadOnlyList<BackupWindow>? _windows;
    private ILookup<string, ApiClientLoad>? _loadByName;
    private IReadOnlyList<RefusedRun>? _bursts;
    private IReadOnlyList<FailedCalls>? _failures;

    /// <summary>Returns the faults of a kind; empty if there are none.</summary>
    public FaultKindEvidence FaultsOf(AuthFaultKind kind) => Faults.TryGetValue(kind, out FaultKindEvidence? faults) ? faults : NoFaults;

    /// <summary>Returns the symptoms of a kind; empty if there are none.</summary>
    public FaultKindEvidence SymptomsOf(SymptomKind kind) => Symptoms.TryGetValue(kind, out FaultKindEvidence? found) ? found : NoFaults;

    /// <summary>Returns the loads of an account, from all addresses.</summary>
    public IEnumerable<ApiClientLoad> LoadOf(string account)
    {
        _loadByName ??= Load.Where(client => client.User is not null).ToLookup(client => AccountName.WithoutDomain(client.User!));
        return _loadByName[AccountName.WithoutDomain(account)].Where(client => AccountName.IsSame(client.User!, account));
    }

    private static string? OnlyServer(DiagnosisOptions options)
    {
        string[] servers = [.. (options.Windows ?? []).SelectMany(window => window.Server).Distinct(StringComparer.OrdinalIgnoreCase)];
        return servers.Length == 1 ? servers[0] : null;
    }
}
