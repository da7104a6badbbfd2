using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Sessions;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Collects, in one pass over one vCenter Server's logs, the evidence that the rules ask about.</summary>
internal sealed class EvidenceCollector(DiagnosisOptions options)
{
    /// <summary>Threads log out of order by milliseconds; in a log that steps back further the clock was set.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMinutes(1);

    private const int MaxClockJumps = 1000;

    private readonly ApiLoadMeter _meter = new(options.Load);
    private readonly RepeatedRefusals _refusals = new();
    private readonly BurstFinder _burstFinder = new(options.Burst);
    private readonly Dictionary<AuthFaultKind, FaultKindEvidence> _faults = [];
    private readonly FaultKindEvidence _unreachableHosts = new();
    private readonly FaultTimeline _timeline = new();
    private readonly HostHours _hostHours = new();
    private readonly List<FaultBurst> _bursts = [];
    private readonly List<ServiceStart> _starts = [];
    private readonly List<ClockJump> _jumps = [];
    private readonly Dictionary<string, long> _lastOfLog = new(StringComparer.Ordinal);
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
            case ServiceStart start:
                Add(start);
                break;
            case GatewayRefusal refusal:
                Add(refusal);
                break;
            case ApiCallBatch batch:
                _callCount += batch.Calls.Length;
                FindClockJumps(batch);
                _meter.Process(batch);
                break;
            default:
                _meter.Process(record);
                break;
        }
    }

    /// <summary>Returns the evidence of all records that were added.</summary>
    /// <param name="source">The archive or platform they are from; null for files and folders.</param>
    public VCenterEvidence Complete(string? source)
    {
        _bursts.AddRange(_burstFinder.Complete());
        IReadOnlyList<ApiClientLoad> load = _meter.Complete(source);
        foreach (ApiClientLoad client in load)
        {
            Include(client.FirstSeen);
            Include(client.LastSeen);
        }

        DateTimeOffset? from = _last == 0 ? null : new DateTimeOffset(_first, TimeSpan.Zero);
        DateTimeOffset? to = _last == 0 ? null : new DateTimeOffset(_last, TimeSpan.Zero);
        ServiceStart[] starts = [.. _starts.OrderBy(start => start.Time)];
        LoadSpikeFinder spikes = new(load, TotalActivity(_meter.Total), from, to);
        FaultKindEvidence refused = _faults.TryGetValue(AuthFaultKind.NotAuthenticated, out FaultKindEvidence? found) ? found : new();
        return new()
        {
            Options = JobRunSelection.Apply(options, from, to, _bursts),
            Source = source,
            From = from,
            To = to,
            Bursts = [.. _bursts.OrderBy(burst => burst.Start).Select(burst => new BurstEvidence(burst, refused, starts, spikes))],
            Faults = _faults,
            UnreachableHosts = _unreachableHosts,
            Timeline = _timeline,
            HostHours = _hostHours,
            Starts = starts,
            ClockJumps = _jumps,
            Load = load,
            CallCount = _callCount,
            PeakSessions = Math.Max(_meter.Total.Vpxd.PeakOpen, _meter.Total.Events.PeakOpen),
            HasEvents = !_meter.Total.Events.IsEmpty || load.Any(client => (client.SeenIn & LoadSources.Events) != 0),
            HasOwners = load.Any(client => client.User is not null && (client.SeenIn & LoadSources.Vpxd) != 0),
            HasAccess = load.Any(client => (client.SeenIn & LoadSources.Access) != 0),
            EndedEarly = _meter.EndedEarly,
        };
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
        if (_refusals.IsRepetition(fault))
        {
            return;
        }

        Include(fault.Time);
        _timeline.Add(fault);
        _hostHours.Add(fault);
        int idle = -1;
        if (fault.Kind == AuthFaultKind.NotAuthenticated)
        {
            _bursts.AddRange(_burstFinder.Add(fault));
            idle = IdleSeconds(fault);
        }

        if (!_faults.TryGetValue(fault.Kind, out FaultKindEvidence? faults))
        {
            _faults[fault.Kind] = faults = new();
        }

        faults.Add(fault, idle);
    }

    /// <summary>
    /// Returns how long the refused token had been idle: since its call began, or, for a call that was refused at once, since the
    /// session's call before. Returns -1 where the log does not show it.
    /// </summary>
    private int IdleSeconds(AuthFault fault)
    {
        if (fault.Time is not DateTimeOffset time || !_meter.TryFindCall(fault.OpId, out CallBegin call) || call.Ticks == 0)
        {
            return -1;
        }

        long idle = Math.Max(call.IdleSeconds, (time.UtcTicks - call.Ticks) / TimeSpan.TicksPerSecond);
        return (int)Math.Min(int.MaxValue, idle);
    }

    private void Add(ServiceStart start)
    {
        Include(start.Logged);
        _meter.Process(start);
        if (!_starts.Exists(known => (known.Time - start.Time).Duration() < ClockStep))
        {
            _starts.Add(start);
        }
    }

    private void Add(GatewayRefusal refusal)
    {
        Include(refusal.Time);
        if (refusal.IsUnreachable)
        {
            _unreachableHosts.Add(
                new()
                {
                    Kind = AuthFaultKind.GatewayFailure,
                    Time = refusal.Time,
                    VMHostId = refusal.VMHostId,
                    Source = refusal.Source,
                    LineNumber = refusal.Line,
                    Text = refusal.Text,
                },
                idleSeconds: -1);
        }
    }

    private void FindClockJumps(ApiCallBatch batch)
    {
        _lastOfLog.TryGetValue(batch.Source, out long last);
        foreach (ref readonly ApiCall call in batch.Calls)
        {
            if (call.Ticks == 0)
            {
                continue;
            }

            if (last - call.Ticks > ClockStep.Ticks && _jumps.Count < MaxClockJumps)
            {
                _jumps.Add(new(batch.Source, new(last, TimeSpan.Zero), new(call.Ticks, TimeSpan.Zero)));
                last = call.Ticks;
            }

            last = Math.Max(last, call.Ticks);
        }

        _lastOfLog[batch.Source] = last;
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
