using System.Management.Automation;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.QueueReplays;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Views;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsDiagnostic.Measure, "VcsaGatewayQueue", DefaultParameterSetName = RequestSet)]
[OutputType(typeof(QueueForecast), typeof(QueueReplay))]
public sealed class MeasureVcsaGatewayQueueCommand : CancellableCommand
{
    private const string RequestSet = "Request";
    private const string WindowSet = "Window";
    private const string ReplaySet = "Replay";

    private readonly List<BackupWindow> _windows = [];
    private readonly List<PlannedWindow> _planned = [];
    private readonly List<TimeSpan> _durations = [];
    private readonly RepeatedErrors _errors;
    private ConcurrencyEstimate _estimate = new();

    public MeasureVcsaGatewayQueueCommand() => _errors = new(this);

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RequestSet)]
    [ValidateRange(1, ArrivalPattern.MaxRequests)]
    public int Request { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ReplaySet)]
    public SwitchParameter Replay { get; set; }

    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = WindowSet)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = ReplaySet)]
    public PSObject[] Window { get; set; } = [];

    [Parameter(ParameterSetName = WindowSet)]
    [Time]
    public TimeInput From { get; set; } = TimeInput.Now;

    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    [Parameter(ParameterSetName = WindowSet)]
    [ValidateRange(1, PlanOptions.MaxDays)]
    public int Days { get; set; } = 7;

    [Parameter]
    [Alias("ServedAtOnce")]
    [ValidateRange(1, GatewayQueue.MaxConcurrency)]
    public int? Concurrency { get; set; }

    [Parameter(ParameterSetName = RequestSet)]
    [Parameter(ParameterSetName = WindowSet)]
    public ArrivalKind Arrival { get; set; }

    [Parameter]
    [ValidateRange(1, ArrivalPattern.MaxRequests)]
    public int BatchSize { get; set; } = GatewayQueue.DefaultBatchSize;

    [Parameter]
    [Duration]
    public TimeSpan? Interval { get; set; }

    [Parameter(ParameterSetName = RequestSet)]
    [Parameter(ParameterSetName = WindowSet)]
    [Duration]
    public TimeSpan? Over { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? ServiceTime { get; set; }

    [Parameter(ParameterSetName = RequestSet)]
    [Parameter(ParameterSetName = WindowSet)]
    public ServiceDistribution? Distribution { get; set; }

    [Parameter(ValueFromPipeline = true, ParameterSetName = RequestSet)]
    [Parameter(ParameterSetName = WindowSet)]
    public PSObject[]? Duration { get; set; }

    [Parameter(ParameterSetName = RequestSet)]
    [Parameter(ParameterSetName = WindowSet)]
    [Parameter(Mandatory = true, ParameterSetName = ReplaySet)]
    [Alias("AccessLog")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? LogPath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? RequestName { get; set; }

    [Parameter]
    [Time]
    public TimeInput? After { get; set; }

    [Parameter]
    [Time]
    public TimeInput? Before { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan TokenLifetime { get; set; } = GatewayQueue.DefaultTokenLifetime;

    [Parameter]
    public long Seed { get; set; }

    protected override void BeginProcessing()
    {
        TimeZoneParameter.Check(this, TimeZone);
        if (ParameterSetName == WindowSet)
        {
            ReadDurations();
        }
    }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == RequestSet)
        {
            ReadDurations();
            return;
        }

        foreach (PSObject input in Window)
        {
            if (input.BaseObject is PlannedWindow planned)
            {
                _planned.Add(planned);
            }

            _windows.AddRange(WindowInput.Read(this, input, TimeZone, error => _errors.Write(error)));
        }
    }

    private bool HasDurations => Duration is not null || LogPath is not null;

    private void MeasureLogs()
    {
        if (RequestName is not null && LogPath is null)
        {
            ThrowTerminatingError(ErrorRecords.Needed(nameof(LogPath), $"-{nameof(RequestName)}"));
        }

        if ((After ?? Before) is not null && LogPath is null)
        {
            ThrowTerminatingError(ErrorRecords.Needed(nameof(LogPath), $"-{(After is null ? nameof(Before) : nameof(After))}"));
        }

        if (LogPath is null)
        {
            return;
        }

        using ReadProgress progress = new(this, "Measuring requests in logs");
        LogReadReport report = new()
        {
            OnProblem = problem => WriteError(ErrorRecords.From(problem)),
            OnWarning = WriteWarning,
            OnProgress = progress.Update,
        };
        string[] files = LogFiles();
        RequestDurations reader = new(IsWanted(), report) { Range = new(After?.Resolve(TimeZone), Before?.Resolve(TimeZone)) };
        IReadOnlyList<LoggedRequest> requests = reader.ReadRequests(
            LogInputFinder.Find(files, report, LogKinds.Vpxd | LogKinds.Envoy, areExpanded: true), StopToken);
        _durations.AddRange(requests.Select(request => new TimeSpan(request.Duration)));
        _estimate = QueueReplayer.Estimate(LoggedRequest.SelectWork(requests));
        string read = $"{Phrases.Count(report.Counts.Logs, "log")}, {Phrases.Count(report.Counts.Lines, "line")}";
        WriteVerbose($"{Phrases.Count(_durations.Count, "duration")} in {read}.");
        (long Count, string What, string Problem)[] skipped =
        [
            (reader.Unpaired, "call", " without begin or end in the logs"),
            (reader.Unusable, "request", " without a usable duration"),
            (report.Counts.NotUnderstood, "line", " of access logs without a request"),
        ];
        string[] leftOut = [.. skipped.Where(item => item.Count > 0).Select(item => Phrases.Count(item.Count, item.What) + item.Problem)];
        if (leftOut.Length > 0)
        {
            WriteWarning($"Left out: {string.Join(", ", leftOut)}.");
        }
    }

    private string[] LogFiles() => [.. LogPath!.SelectMany(path => LogPaths.Resolve(this, path, isLiteral: false))];

    private Func<string, bool>? IsWanted() =>
        RequestName is null ? null : WildcardPattern.Get(RequestName, WildcardOptions.IgnoreCase).IsMatch;

    /// <summary>Chooses the number of requests served at a time, and says where it is not given.</summary>
    private (int Concurrency, ConcurrencySource Source) ChooseConcurrency()
    {
        (int concurrency, ConcurrencySource source) = QueueReplayer.Choose(Concurrency, _estimate);
        if (source == ConcurrencySource.Estimated)
        {
            WriteVerbose($"Estimated from the logs: {_estimate}.");
        }
        else if (source == ConcurrencySource.Assumed)
        {
            string logs = _estimate.Requests == 0 ? "" : $" The logs show {_estimate}.";
            WriteWarning(
                $"It is assumed that the gateway serves {concurrency} requests at a time; no public source gives the figure.{logs}");
        }

        return (concurrency, source);
    }

    private void ReplayLogs()
    {
        using ReadProgress progress = new(this, "Reading requests in logs");
        LogReadReport report = new() { OnProblem = problem => WriteError(ErrorRecords.From(problem)), OnProgress = progress.Update };
        string[] files = LogFiles();
        ReplayLogs logs = QueueReplays.ReplayLogs.Read(
            told => LogInputFinder.Find(files, told, LogKinds.Vpxd | LogKinds.Envoy, areExpanded: true),
            IsWanted(), After?.Resolve(TimeZone), Before?.Resolve(TimeZone), report, StopToken);
        if (logs.Requests.Count == 0)
        {
            ThrowTerminatingError(ErrorRecords.NoDurations(LogPath!, RequestName));
        }

        if (logs.Unpaired > 0)
        {
            WriteWarning(logs.Unpaired == 1
                ? "1 call lacks its begin or end in the logs and was left out."
                : $"{logs.Unpaired} calls lack their begin or end in the logs and were left out.");
        }

        _estimate = QueueReplayer.Estimate(logs.Requests);
        (int concurrency, ConcurrencySource source) = ChooseConcurrency();
        DateTimeOffset from = new(logs.Requests[0].Begin, TimeSpan.Zero);
        IReadOnlyList<PlannedWindow> plan = _planned.Count == _windows.Count ? _planned : WindowPlanner.Plan(
            _windows, new() { From = from.AddDays(-1), Concurrency = concurrency, ConcurrencySource = source }, StopToken).Windows;
        QueueReplayOptions options = new()
        {
            Concurrency = Concurrency,
            ServiceTime = ServiceTime,
            TokenLifetime = TokenLifetime,
            Plan = plan,
            BatchSize = BatchSize,
            Interval = Interval,
            Seed = Seed,
        };
        WriteObject(QueueReplayer.Run(logs.Requests, logs.Refused, options, StopToken), enumerateCollection: true);
    }

    private void ReadDurations()
    {
        foreach (PSObject? item in Duration ?? [])
        {
            if (item is null)
            {
                continue;
            }

            if (Durations.Read(item) is TimeSpan duration)
            {
                _durations.Add(duration);
            }
            else
            {
                _errors.Write(ErrorRecords.UnknownDuration(item), key: item.BaseObject.GetType().Name);
            }
        }
    }

    protected override void EndProcessing()
    {
        _errors.Complete();
        try
        {
            if (Replay)
            {
                ReplayLogs();
                return;
            }

            CheckArrival();
            MeasureLogs();
            if (ParameterSetName == WindowSet)
            {
                ForecastWindows();
                return;
            }

            (int concurrency, ConcurrencySource source) = ChooseConcurrency();
            GatewayQueue queue = new(concurrency, Service()) { TokenLifetime = TokenLifetime, Seed = Seed };
            WriteObject(queue.Forecast(Arrivals(Request, Over), BatchSize, StopToken) with { ConcurrencySource = source });
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(ErrorRecords.Refused(e));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private void ForecastWindows()
    {
        (int concurrency, ConcurrencySource source) = ChooseConcurrency();
        WindowQueueOptions options = new()
        {
            From = From.Resolve(TimeZone),
            Days = Days,
            Concurrency = concurrency,
            Service = ServiceTime is null && !HasDurations && Distribution is null ? null : Service(),
            Arrivals = (window, requests) => Arrivals(requests, Over ?? window.Duration),
            TokenLifetime = TokenLifetime,
            Seed = Seed,
        };
        int unknown = _windows.Count(window => !WindowQueue.IsKnown(window, options));
        if (unknown > 0)
        {
            string windows = $"{unknown} of {Phrases.Count(_windows.Count, "window")} {(unknown == 1 ? "lacks" : "lack")}";
            WriteWarning($"{windows} VMs or SecondsPerRequest: no requests are generated.");
        }

        foreach (QueueForecast forecast in WindowQueue.Forecast(_windows, options, StopToken))
        {
            WriteObject(forecast with { ConcurrencySource = source });
        }
    }

    private ServiceTimes Service()
    {
        ServiceDistribution distribution = Distribution ?? (HasDurations ? ServiceDistribution.Measured : ServiceDistribution.Constant);
        bool isMeasured = distribution == ServiceDistribution.Measured;
        if (isMeasured && _durations.Count == 0)
        {
            if (LogPath is not null)
            {
                ThrowTerminatingError(ErrorRecords.NoDurations(LogPath, RequestName));
            }

            ThrowTerminatingError(ErrorRecords.Needed(nameof(Duration), "-Distribution Measured"));
        }

        if (!isMeasured && ServiceTime is null)
        {
            ThrowTerminatingError(ErrorRecords.Needed(nameof(ServiceTime), $"-Distribution {distribution}"));
        }

        if (isMeasured ? ServiceTime is not null : _durations.Count > 0)
        {
            ThrowTerminatingError(
                ErrorRecords.NotUsed(isMeasured ? nameof(ServiceTime) : nameof(Duration), $"-Distribution {distribution}")
            );
        }

        return distribution switch
        {
            ServiceDistribution.Constant => ServiceTimes.Constant(ServiceTime!.Value),
            ServiceDistribution.Exponential => ServiceTimes.Exponential(ServiceTime!.Value),
            _ => ServiceTimes.Measured(_durations),
        };
    }

    private void CheckArrival()
    {
        bool inBatches = Arrival == ArrivalKind.Batch;
        bool overSpan = Arrival is ArrivalKind.Even or ArrivalKind.Poisson;

        // A window's requests come over its duration where nothing else is said.
        if ((inBatches && Interval is null) || (overSpan && Over is null && ParameterSetName == RequestSet))
        {
            ThrowTerminatingError(ErrorRecords.Needed(inBatches ? nameof(Interval) : nameof(Over), $"-Arrival {Arrival}"));
        }

        if ((!inBatches && Interval is not null) || (!overSpan && Over is not null))
        {
            ThrowTerminatingError(
                ErrorRecords.NotUsed(!inBatches && Interval is not null ? nameof(Interval) : nameof(Over), $"-Arrival {Arrival}")
            );
        }
    }

    private ArrivalPattern Arrivals(int requests, TimeSpan? over) => Arrival switch
    {
        ArrivalKind.Batch => ArrivalPattern.Batches(requests, BatchSize, Interval!.Value),
        ArrivalKind.Even => ArrivalPattern.Even(requests, over!.Value),
        ArrivalKind.Poisson => ArrivalPattern.Poisson(requests, over!.Value),
        _ => ArrivalPattern.AllAtOnce(requests),
    };
}
