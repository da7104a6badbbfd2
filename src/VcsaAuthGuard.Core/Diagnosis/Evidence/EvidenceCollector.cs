using VcsaAuthGuard.ApiLoad.Entries;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.ApiLoad.Sessions;
using VcsaAuthGuard.Diagnosis.Signatures;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Collects, in one pass over one vCenter Server's logs, the evidence that the causes ask about.</summary>
/// <param name="options">What is known beside the logs.</param>
/// <param name="recent">The recent calls and sessions; null for an object of this collector alone.</param>
internal sealed class EvidenceCollector(DiagnosisOptions options, RecentActivity? recent = null)
{
    /// <summary>Starts of vpxd this close to each other are the same.</summary>
    private static readonly TimeSpan SameStart = TimeSpan.FromMinutes(1);

    /// <summary>A call that waits this many seconds is not refused at once.</summary>
    private const int MinQueued = 60;

    private const int MaxSessions = 100_000;
    private const int MaxReasons = 10_000;
    private const string OtherReasons = "(others)";

    private readonly ApiLoadMeter _meter = new(options.Load, recent);
    private readonly ServiceStartTracker _startTracker = new();
    private readonly RepeatedRefusals _repetitions = new();
    private readonly RepeatedFailures _repeatedFailures = new();
    private readonly GatewayCallMatcher<AuthFault> _gatewayCalls = new();
    private readonly BurstFinder _burstFinder = new(options.Burst);
    private readonly Dictionary<AuthFaultKind, FaultKindEvidence> _faults = [];
    private readonly Dictionary<SymptomKind, FaultKindEvidence> _symptoms = [];
    private readonly Dictionary<string, FaultKindEvidence> _failedTasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FaultKindEvidence> _gatewayFailures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FaultKindEvidence> _signatures = new(StringComparer.Ordinal);
    private readonly FaultKindEvidence _unreachableHosts = new();
    private readonly FaultKindEvidence _reportedUnreachable = new();
    private readonly Dictionary<ulong, RefusedSession> _sessions = [];
    private readonly RefusedAccounts _refusals = new();
    private readonly Dictionary<string, AddressActivity> _addresses = new(StringComparer.Ordinal);
    private readonly List<(long Ticks, ulong Session)> _terminations = [];
    private readonly List<SessionTermination> _terminationEvents = [];
    private readonly LogClocks _clocks = new();
    private readonly FaultTimeline _timeline = new();
    private readonly HostHours _hostHours = new();
    private readonly List<FaultBurst> _bursts = [];
    private readonly List<VpxdStart> _starts = [];
    private string? _version;
    private bool _hasSection;
    private bool _hasAccess;
    private bool _hasSymptom;
    private long _first = long.MaxValue;
    private long _last;
    private long _callCount;

    public void Add(ILogRecord record)
    {
        switch (record)
        {
            case AuthFault fault:
                Add(fault);
                break;
            case Symptom symptom:
                Add(symptom);
                break;
            case SignatureMatch match:
                Add(match);
                break;
            case ServiceStart start:
                Add(start);
                break;
            case GatewayRefusal refusal:
                Add(refusal);
                break;
            case ApiCallBatch batch:
                Add(batch);
                break;
            case AccessBatch access:
                Add(access);
                break;
            case ClientEvent { Kind: ClientEventKind.LoginRefused } refused:
                Add(refused);
                break;
            default:
                _meter.Process(record);
                break;
        }
    }

    /// <summary>Returns the evidence of all records that were added.</summary>
    /// <param name="source">The archive or platform they are from; null for files and folders.</param>
    /// <param name="range">The part of the logs that is asked for.</param>
    /// <param name="server">The vCenter Server that the envelopes of the lines name; null if they name none.</param>
    /// <param name="isOnly">Whether it is the only one, which a name that was given is of.</param>
    /// <param name="isSearched">Whether a log platform was searched, which gives only what it is asked for.</param>
    public VCenterEvidence Complete(
        string? source, TimeRange range, string? server = null, bool isOnly = true, bool isSearched = false)
    {
        SortUnreachable();
        _bursts.AddRange(_burstFinder.Complete());
        foreach (KeyValuePair<ulong, RefusedSession> session in _sessions)
        {
            session.Value.Owner = _meter.OwnerOf(session.Key);
        }

        ApiClient[] terminators = [.. _terminations.Select(call => _meter.OwnerOf(call.Session))];
        IReadOnlyList<ApiClientLoad> load = _meter.Complete(source);
        foreach (ApiClientLoad client in load)
        {
            Include(client.FirstSeen);
            Include(client.LastSeen);
        }

        DateTimeOffset? from = _last == 0 ? null : new DateTimeOffset(_first, TimeSpan.Zero);
        DateTimeOffset? to = _last == 0 ? null : new DateTimeOffset(_last, TimeSpan.Zero);
        ActivitySeries total = TotalActivity(_meter.Total);
        LoadSpikeFinder spikes = new(load, total, from, to);
        return new()
        {
            Options = JobRunSelection.Apply(
                options with { Server = isOnly ? options.Server ?? server : server ?? options.Server }, from, to, _bursts),
            Source = source,
            IsSearched = isSearched,
            Range = range,
            From = from,
            To = to,
            Runs = [.. Runs(spikes)],
            Faults = _faults,
            Symptoms = _symptoms,
            FailedTasks = _failedTasks,
            GatewayFailures = _gatewayFailures,
            Signatures = _signatures,
            Refusals = _refusals.Ranked(),
            OtherRefusals = _refusals.Others,
            UnreachableHosts = _unreachableHosts,
            ReportedUnreachable = _reportedUnreachable,
            Addresses = _addresses,
            Terminations =
            [
                .. _terminations
                    .Select((call, i) => new SessionTermination(new(call.Ticks, TimeSpan.Zero), terminators[i], Account: null))
                    .Concat(_terminationEvents)
                    .OrderBy(ended => ended.Time),
            ],
            Timeline = _timeline,
            HostHours = _hostHours,
            Starts = [.. _starts.OrderBy(start => start.Time)],
            Version = _version,
            ClockJumps = _clocks.Find(),
            Load = load,
            TotalActivity = total,
            CallCount = _callCount,
            PeakSessions = Math.Max(_meter.Total.Vpxd.PeakOpen, _meter.Total.Events.PeakOpen),
            HasSection = _hasSection,
            HasSymptom = _hasSymptom,
            HasEvents = !_meter.Total.Events.IsEmpty || load.Any(client => (client.SeenIn & LoadSources.Events) != 0),
            HasOwners = load.Any(client => client.User is not null && (client.SeenIn & LoadSources.Vpxd) != 0),
            HasAccess = _hasAccess,
            EndedEarly = _meter.EndedEarly,
        };
    }

    /// <summary>Returns the bursts of refused calls in order of time, and then the series of calls outside of any.</summary>
    private IEnumerable<RefusedRun> Runs(LoadSpikeFinder spikes)
    {
        IReadOnlyList<FaultObservation> refused =
            _faults.TryGetValue(AuthFaultKind.NotAuthenticated, out FaultKindEvidence? found) ? found.Observations : [];
        IReadOnlyList<IReadOnlyList<FaultObservation>> series = [.. RefusedSeries.Split(refused.Where(call => call.Ticks > 0))];
        foreach (FaultBurst burst in _bursts.OrderBy(burst => burst.Start))
        {
            FaultObservation[] calls =
            [
                .. refused.Where(call => call.Ticks >= burst.Start.UtcTicks && call.Ticks <= burst.End.UtcTicks),
            ];
            yield return new(burst, calls, spikes) { Series = RefusedSeries.Around(series, burst.Start) };
        }

        FaultObservation[] others =
        [
            .. refused.Where(call =>
                call.Ticks > 0 && !_bursts.Exists(burst => call.Ticks >= burst.Start.UtcTicks && call.Ticks <= burst.End.UtcTicks)
            ),
        ];
        foreach (IReadOnlyList<FaultObservation> part in RefusedSeries.Parts(others))
        {
            yield return new(null, part, spikes) { Series = part };
        }
    }

    /// <summary>Returns the load of all clients: logins from the source that has more of them, calls from vpxd's log.</summary>
    private static ActivitySeries TotalActivity(ClientLoad total)
    {
        ActivitySeries activity = new();
        bool isByEvent = total.Events.Logins > total.Vpxd.Logins;
        activity.AddAll(total.Vpxd.Activity, (_, bin) => isByEvent ? bin with { Logins = 0 } : bin);
        activity.AddAll(total.Events.Activity, (_, bin) => isByEvent ? bin with { Calls = 0 } : default);
        return activity;
    }

    private void Add(AuthFault fault)
    {
        if (_repetitions.IsRepetition(fault))
        {
            return;
        }

        _gatewayCalls.AddCall(fault);
        Include(fault.Time);
        _clocks.Add(fault.Source ?? "", fault.Time?.UtcTicks ?? 0);
        _timeline.Add(fault);
        _hostHours.Add(fault);
        (int idle, RefusedSession? session, bool isQueued, long begun) = (-1, null, false, 0L);
        if (fault.Kind == AuthFaultKind.NotAuthenticated)
        {
            _bursts.AddRange(_burstFinder.Add(fault));
            (idle, session, isQueued, begun) = Session(fault);
        }
        else if (fault.Kind == AuthFaultKind.GatewayFailure)
        {
            GetOrAdd(_gatewayFailures, Bounded(_gatewayFailures, fault.Reason ?? "")).Add(fault, idle, session);
        }
        else if (fault is { Kind: AuthFaultKind.LoginRefused, User: string user })
        {
            _refusals.Add(user, RefusalSource.Vpxd, fault.Time, fault.ClientAddress, fault.Reason);
        }

        GetOrAdd(_faults, fault.Kind).Add(fault, idle, session, isQueued, begun);
    }

    /// <summary>
    /// Returns how long the refused token had been idle, and its session: since its call began, or, for a call that was refused at once,
    /// since the session's call before, and when the call began. The idle time is -1 where the log does not show it, and for the attempts
    /// of a session that was refused before.
    /// </summary>
    private (int Idle, RefusedSession? Session, bool IsQueued, long Begun) Session(AuthFault fault)
    {
        bool isBegun = TryFindCall(fault.OpId, out CallBegin call) && call.Ticks != 0;
        ulong key = SessionIds.Find(fault.Text);
        key = key == 0 && isBegun ? call.Session : key;
        int idle = -1, queued = -1;
        long begun = isBegun ? call.Ticks : 0;
        if (isBegun && fault.Time is DateTimeOffset time)
        {
            queued = (int)Math.Min(int.MaxValue, (time.UtcTicks - call.Ticks) / TimeSpan.TicksPerSecond);
            idle = Math.Max(call.IdleSeconds, queued);
        }

        bool isQueued = queued >= MinQueued;
        if (key == 0)
        {
            return (idle, null, isQueued, begun);
        }

        if (!_sessions.TryGetValue(key, out RefusedSession? session) && _sessions.Count < MaxSessions)
        {
            _sessions[key] = session = new()
            {
                FirstSeen = _meter.FirstSeen(key),
                FirstRefused = fault.Time?.UtcTicks ?? 0,
                IdleSeconds = idle,
            };
            return (idle, session, isQueued, begun);
        }

        // A session that was refused before is not idle between its next attempts.
        return (isQueued ? queued : -1, session, isQueued, begun);
    }

    /// <summary>Finds the call of an operation, or of the one it is a part of: <c>7ac8f6ad-01</c> is a part of <c>7ac8f6ad</c>.</summary>
    private bool TryFindCall(string? operation, out CallBegin call)
    {
        bool isFound = _meter.TryFindCall(operation, out call);
        for (int dash; !isFound && operation is not null && (dash = operation.LastIndexOf('-')) > 0;)
        {
            operation = operation.Remove(dash);
            isFound = _meter.TryFindCall(operation, out call);
        }

        return isFound;
    }

    private void Add(Symptom symptom)
    {
        _hasSymptom = true;
        Include(symptom.Time);
        _clocks.Add(symptom.Source, symptom.Time?.UtcTicks ?? 0);
        if (symptom.Kind == SymptomKind.SessionEnded)
        {
            if (symptom.Time is DateTimeOffset time && _terminationEvents.Count < MaxSessions)
            {
                ApiClient by = symptom.By is string user ? new(user, null, null) : ApiClient.Unattributed;
                _terminationEvents.Add(new(time, by, symptom.Account));
            }
        }
        else if (symptom.Reason is not string reason)
        {
            GetOrAdd(_symptoms, symptom.Kind).Add(symptom);
        }
        else if (!_repeatedFailures.IsRepetition(symptom))
        {
            GetOrAdd(_failedTasks, Bounded(_failedTasks, reason)).Add(symptom);
        }
    }

    private void Add(SignatureMatch match)
    {
        Include(match.Time);
        GetOrAdd(_signatures, match.Signature.Name).Add(match);
    }

    private void Add(ServiceStart start)
    {
        Include(start.Logged);
        _hasSection = true;
        _version = start.Version ?? _version;
        _meter.Process(start);
        if (_startTracker.Find(start) is DateTimeOffset time && !_starts.Exists(known => (known.Time - time).Duration() < SameStart))
        {
            _starts.Add(new(time, start));
        }
    }

    private void Add(GatewayRefusal refusal)
    {
        Include(refusal.Time);
        if (refusal.IsUnreachable)
        {
            AuthFault fault = new()
            {
                Kind = AuthFaultKind.GatewayFailure,
                Time = refusal.Time,
                VMHostId = refusal.VMHostId,
                Source = refusal.Source,
                LineNumber = refusal.Line,
                Text = refusal.Text,
            };
            if (refusal.Request is GatewayRequest request && _gatewayCalls.Count < MaxSessions)
            {
                _gatewayCalls.AddRequest(refusal.Server, refusal.VMHostId, refusal.Status, request, fault);
            }
            else
            {
                _unreachableHosts.Add(fault, idleSeconds: -1, session: null);
            }
        }
    }

    /// <summary>Tells requests to hosts that could not be reached from those whose calls vpxd's log reports, so that each counts
    /// once.</summary>
    private void SortUnreachable()
    {
        foreach ((AuthFault fault, bool isCall) in _gatewayCalls.Take())
        {
            (isCall ? _reportedUnreachable : _unreachableHosts).Add(fault, idleSeconds: -1, session: null);
        }
    }

    private void Add(ApiCallBatch batch)
    {
        _callCount += batch.Calls.Length;
        _clocks.Add(batch);
        foreach (ref readonly ApiCall call in batch.Calls)
        {
            if (call.Kind == ApiCallKind.Terminate && _terminations.Count < MaxSessions)
            {
                _terminations.Add((call.Ticks, call.Session));
            }
        }

        _meter.Process(batch);
    }

    private void Add(AccessBatch access)
    {
        _hasAccess = true;
        AddressActivity?[] addresses =
        [
            .. access.Addresses.Select(address => address is null ? null : GetOrAdd(_addresses, address)),
        ];
        bool[] isGone = new bool[access.Requests.Count];
        foreach ((int request, AccessMark mark) in access.Marks)
        {
            isGone[request] = mark == AccessMark.ClientGone;
            (long ticks, int address, ApiCallKind call) = access.Requests[request];
            SymptomKind? kind =
                mark == AccessMark.Overloaded ? SymptomKind.ProxyOverload
                : mark == AccessMark.NotResolved ? SymptomKind.NameNotResolved
                : mark == AccessMark.Refused && call == ApiCallKind.Call ? SymptomKind.RequestRefused
                : mark == AccessMark.Failed ? SymptomKind.RequestFailed
                : null;
            if (kind is SymptomKind seen)
            {
                DateTimeOffset? time = ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
                GetOrAdd(_symptoms, seen)
                    .Add(new Symptom { Kind = seen, Time = time, Address = access.Addresses[address], Source = access.Source });
            }
        }

        for (int i = 0; i < access.Requests.Count; i++)
        {
            (long ticks, int address, _) = access.Requests[i];
            _clocks.Add(access.Source, ticks, isRequest: true);
            addresses[address]?.Add(ticks, isGone[i]);
        }

        _meter.Process(access);
    }

    private void Add(ClientEvent refused)
    {
        if (string.IsNullOrWhiteSpace(refused.Client.User))
        {
            AuthFault unnamed = new()
            {
                Kind = AuthFaultKind.LoginRefused,
                Time = refused.Time,
                ClientAddress = refused.Client.Address,
            };
            GetOrAdd(_faults, AuthFaultKind.LoginRefused).Add(unnamed, idleSeconds: -1, session: null);
        }
        else if (refused.Client.User is string user)
        {
            RefusalSource source = refused.Origin == ClientEventOrigin.SignOn ? RefusalSource.SignOn : RefusalSource.Events;
            _refusals.Add(user, source, refused.Time, refused.Client.Address, null);
        }

        _meter.Process(refused);
    }

    /// <summary>Returns the reason, or the one of all others where there are too many to keep each.</summary>
    private static string Bounded(Dictionary<string, FaultKindEvidence> kept, string reason) =>
        kept.Count < MaxReasons || kept.ContainsKey(reason) ? reason : OtherReasons;

    private static TValue GetOrAdd<TKey, TValue>(Dictionary<TKey, TValue> items, TKey key)
        where TKey : notnull
        where TValue : new()
    {
        if (!items.TryGetValue(key, out TValue? value))
        {
            items[key] = value = new();
        }

        return value;
    }

    private void Include(DateTimeOffset? time)
    {
        if (time is DateTimeOffset seen)
        {
            _first = Math.Min(_first, seen.UtcTicks);
            _last = Math.Max(_last, seen.UtcTicks);
        }
    }
}
