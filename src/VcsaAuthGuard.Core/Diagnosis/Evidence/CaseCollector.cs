using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Sessions;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Gathers, in one pass over one vCenter's logs, all that the rules ask about.</summary>
internal sealed class CaseCollector(DiagnosisOptions options)
{
    /// <summary>Threads log out of order by milliseconds; a log that steps back further had its clock set.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMinutes(1);

    /// <summary>A log whose clock is set back more often is no log of a clock any more.</summary>
    private const int MostJumps = 1000;

    private readonly ApiLoadMeter _meter = new(options.Load);
    private readonly RepeatedRefusals _refusals = new();
    private readonly BurstFinder _bursts = new(options.Burst);
    private readonly Dictionary<AuthFaultKind, KindFacts> _kinds = [];
    private readonly KindFacts _unreachable = new();
    private readonly FaultTimeline _timeline = new();
    private readonly HostHours _hostHours = new();
    private readonly List<FaultBurst> _found = [];
    private readonly List<ServiceStart> _starts = [];
    private readonly List<ClockJump> _jumps = [];
    private readonly Dictionary<string, long> _lastOfLog = new(StringComparer.Ordinal);
    private long _first = long.MaxValue;
    private long _last;
    private long _calls;

    public void Take(ILogRecord record)
    {
        switch (record)
        {
            case AuthFault fault:
                Take(fault);
                break;
            case ServiceStart start:
                Take(start);
                break;
            case GatewayRefusal refusal:
                Take(refusal);
                break;
            case ApiCallBatch batch:
                _calls += batch.Calls.Length;
                WatchClock(batch);
                _meter.Take(batch);
                break;
            default:
                _meter.Take(record);
                break;
        }
    }

    public CaseFacts Complete(string? source)
    {
        _found.AddRange(_bursts.Complete());
        IReadOnlyList<ApiClientLoad> load = _meter.Complete(source);
        foreach (DateTimeOffset? time in load.SelectMany(client => new[] { client.FirstSeen, client.LastSeen }))
        {
            See(time);
        }

        DateTimeOffset? from = _last == 0 ? null : new DateTimeOffset(_first, TimeSpan.Zero);
        DateTimeOffset? to = _last == 0 ? null : new DateTimeOffset(_last, TimeSpan.Zero);
        return new()
        {
            Options = JobRunSelection.Apply(options, from, to, _found),
            Source = source,
            From = from,
            To = to,
            Bursts = [.. _found.OrderBy(burst => burst.Start)],
            Kinds = _kinds,
            Unreachable = _unreachable,
            Timeline = _timeline,
            HostHours = _hostHours,
            Starts = [.. _starts.OrderBy(start => start.Time)],
            ClockJumps = _jumps,
            Load = load,
            AllCalls = _calls,
            PeakSessions = Math.Max(_meter.Total.Vpxd.PeakOpen, _meter.Total.Events.PeakOpen),
            Activity = ActivityOf(_meter.Total),
            HasEvents = !_meter.Total.Events.IsEmpty || load.Any(client => (client.SeenIn & LoadSources.Events) != 0),
            HasOwners = load.Any(client => client.User is not null && (client.SeenIn & LoadSources.Vpxd) != 0),
            HasAccess = load.Any(client => (client.SeenIn & LoadSources.Access) != 0),
            EndedEarly = _meter.EndedEarly,
        };
    }

    /// <summary>Logins as the source with more of them tells, calls as vpxd's log does.</summary>
    private static ActivitySeries ActivityOf(ClientLoad total)
    {
        ActivitySeries activity = new();
        bool isByEvent = total.Events.Logins > total.Vpxd.Logins;
        activity.AddAll(total.Vpxd.Activity, (_, bin) => isByEvent ? bin with { Logins = 0 } : bin);
        activity.AddAll(total.Events.Activity, (_, bin) => isByEvent ? bin with { Calls = 0 } : default);
        return activity;
    }

    private void Take(AuthFault fault)
    {
        if (_refusals.IsRepetition(fault))
        {
            return;
        }

        See(fault.Time);
        _timeline.Add(fault);
        _hostHours.Add(fault);
        int idle = -1;
        if (fault.Kind == AuthFaultKind.NotAuthenticated)
        {
            _found.AddRange(_bursts.Add(fault));
            idle = IdleSeconds(fault);
        }

        if (!_kinds.TryGetValue(fault.Kind, out KindFacts? facts))
        {
            _kinds[fault.Kind] = facts = new();
        }

        facts.Add(fault, idle);
    }

    /// <summary>
    /// How long the token that was refused had not been used: since its call began, or, for a call refused at once, since the session's
    /// call before.
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

    private void Take(ServiceStart start)
    {
        See(start.Logged);
        _meter.Take(start);
        if (!_starts.Exists(known => (known.Time - start.Time).Duration() < ClockStep))
        {
            _starts.Add(start);
        }
    }

    private void Take(GatewayRefusal refusal)
    {
        See(refusal.Time);
        if (refusal.IsUnreachable)
        {
            _unreachable.Add(
                new() { Kind = AuthFaultKind.GatewayFailure, Time = refusal.Time, VMHostId = refusal.VMHostId, Source = refusal.Source, LineNumber = refusal.Line, Text = refusal.Text },
                idleSeconds: -1);
        }
    }

    private void WatchClock(ApiCallBatch batch)
    {
        _lastOfLog.TryGetValue(batch.Source, out long last);
        foreach (ref readonly ApiCall call in batch.Calls)
        {
            if (call.Ticks == 0)
            {
                continue;
            }

            if (last - call.Ticks > ClockStep.Ticks && _jumps.Count < MostJumps)
            {
                _jumps.Add(new(batch.Source, new(last, TimeSpan.Zero), new(call.Ticks, TimeSpan.Zero)));
                last = call.Ticks;
            }

            last = Math.Max(last, call.Ticks);
        }

        _lastOfLog[batch.Source] = last;
    }

    private void See(DateTimeOffset? time)
    {
        if (time is DateTimeOffset seen)
        {
            _first = Math.Min(_first, seen.UtcTicks);
            _last = Math.Max(_last, seen.UtcTicks);
        }
    }
}
