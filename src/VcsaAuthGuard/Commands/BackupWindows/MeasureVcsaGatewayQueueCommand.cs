using System.Management.Automation;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Reading;
using VcsaAuthGuard.Views;

namespace VcsaAuthGuard.Commands;

/// <summary>Predicts how long requests wait in the host gateway's queue, and how many tokens expire there.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "VcsaGatewayQueue", DefaultParameterSetName = RequestSet)]
[OutputType(typeof(QueueForecast))]
public sealed class MeasureVcsaGatewayQueueCommand : PSCmdlet, IDisposable
{
    private const string RequestSet = "Request";
    private const string WindowSet = "Window";

    private readonly List<BackupWindow> _windows = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TimeSpan> _durations = [];

    /// <summary>How many requests come.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RequestSet)]
    [ValidateRange(1, ArrivalPattern.MostRequests)]
    public int Request { get; set; }

    /// <summary>Windows: each run brings a request for each of its VMs.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = WindowSet)]
    public PSObject[] Window { get; set; } = [];

    /// <summary>The start of the span in which windows are looked at; now when not given.</summary>
    [Parameter(ParameterSetName = WindowSet)]
    public DateTimeOffset From { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>How many days they are looked at; 7 when not given.</summary>
    [Parameter(ParameterSetName = WindowSet)]
    [ValidateRange(1, PlanOptions.MostDays)]
    public int Days { get; set; } = 7;

    /// <summary>How many requests the gateway serves at a time. No public source gives the real figure.</summary>
    [Parameter(Mandatory = true)]
    [Alias("ServedAtOnce")]
    [ValidateRange(1, GatewayQueue.MostConcurrency)]
    public int Concurrency { get; set; }

    /// <summary>How the requests come. AllAtOnce when not given.</summary>
    [Parameter]
    public ArrivalKind Arrival { get; set; }

    /// <summary>How many requests a batch has. 50 when not given, the larger figure of KB 440879.</summary>
    [Parameter]
    [ValidateRange(1, ArrivalPattern.MostRequests)]
    public int BatchSize { get; set; } = GatewayQueue.DefaultBatchSize;

    /// <summary>The time from one batch's start to the next.</summary>
    [Parameter]
    public TimeSpan? Interval { get; set; }

    /// <summary>The span in which the requests come, evenly or at random.</summary>
    [Parameter]
    public TimeSpan? Over { get; set; }

    /// <summary>How long the gateway serves a request, on average.</summary>
    [Parameter]
    public TimeSpan? ServiceTime { get; set; }

    /// <summary>How that time differs. Constant when not given, Measured with durations.</summary>
    [Parameter]
    public ServiceDistribution? Distribution { get; set; }

    /// <summary>Measured durations: numbers of milliseconds, time spans, or objects with such a Duration.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = RequestSet)]
    [Parameter(ParameterSetName = WindowSet)]
    public PSObject[]? Duration { get; set; }

    /// <summary>Logs to measure the durations in: access logs of Envoy's, or vpxd's own; .gz files, support bundles or folders of them; wildcards allowed.</summary>
    [Parameter]
    [Alias("AccessLog")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? LogPath { get; set; }

    /// <summary>Which of the logs' requests count, by path or method, with wildcards. All when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? RequestName { get; set; }

    /// <summary>The longest wait that is not refused. 300 s when not given, as in KB 440879.</summary>
    [Parameter]
    public TimeSpan TokenLifetime { get; set; } = GatewayQueue.DefaultTokenLifetime;

    /// <summary>Decides everything random. 0 when not given: a run can always be repeated.</summary>
    [Parameter]
    public long Seed { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (ParameterSetName == WindowSet)
        {
            TakeDurations();
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == RequestSet)
        {
            TakeDurations();
            return;
        }

        foreach (PSObject input in Window)
        {
            if (ScheduleInput.TryWindow(input, WriteError) is BackupWindow window)
            {
                _windows.Add(window);
            }
        }
    }

    private bool HasDurations => Duration is not null || LogPath is not null;

    private void MeasureLogs()
    {
        if (RequestName is not null && LogPath is null)
        {
            ThrowTerminatingError(ErrorRecords.Needed(nameof(LogPath), $"-{nameof(RequestName)}"));
        }

        if (LogPath is null)
        {
            return;
        }

        using ReadProgress progress = new(this, "Measuring requests in logs");
        LogReadReport report = new() { OnProblem = problem => WriteError(ErrorRecords.Of(problem)), OnProgress = progress.Show };
        string[] files = [.. LogPath.SelectMany(path => LogPaths.Resolve(this, path, isLiteral: false))];
        WildcardPattern? wanted = RequestName is null ? null : WildcardPattern.Get(RequestName, WildcardOptions.IgnoreCase);
        RequestDurations reader = new(wanted is null ? null : wanted.IsMatch, report);
        _durations.AddRange(reader.Read(LogInputFinder.Find(files, report, LogKinds.Vpxd | LogKinds.Envoy, areExpanded: true), _stop.Token));
        WriteVerbose($"{_durations.Count} durations in {report.Counts.Logs} logs, {report.Counts.Lines} lines.");
        if (reader.Unpaired + reader.Unusable + report.Counts.NotUnderstood > 0)
        {
            WriteWarning($"{reader.Unpaired} calls have only one end in the logs, {reader.Unusable} requests no duration that can be used, and {report.Counts.NotUnderstood} lines of access logs are no request: they were left out.");
        }
    }

    private void TakeDurations()
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
                WriteError(ErrorRecords.UnknownDuration(item));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            CheckArrival();
            MeasureLogs();
            if (ParameterSetName == WindowSet)
            {
                ForecastWindows();
                return;
            }

            GatewayQueue queue = new(Concurrency, Service()) { TokenLifetime = TokenLifetime, Seed = Seed };
            WriteObject(queue.Forecast(Arrivals(Request, Over), BatchSize, _stop.Token));
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

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    private void ForecastWindows()
    {
        WindowQueueOptions options = new()
        {
            From = From,
            Days = Days,
            Concurrency = Concurrency,
            Service = ServiceTime is null && !HasDurations && Distribution is null ? null : Service(),
            Arrivals = (window, requests) => Arrivals(requests, Over ?? window.Duration),
            TokenLifetime = TokenLifetime,
            Seed = Seed,
        };
        int unknown = _windows.Count(window => !WindowQueue.IsKnown(window, options));
        if (unknown > 0)
        {
            WriteWarning($"{unknown} of {_windows.Count} windows do not say both VMs and SecondsPerRequest: they bring no requests.");
        }

        foreach (QueueForecast forecast in WindowQueue.Forecast(_windows, options, _stop.Token))
        {
            WriteObject(forecast);
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
            ThrowTerminatingError(ErrorRecords.NotUsed(isMeasured ? nameof(ServiceTime) : nameof(Duration), $"-Distribution {distribution}"));
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
            ThrowTerminatingError(ErrorRecords.NotUsed(!inBatches && Interval is not null ? nameof(Interval) : nameof(Over), $"-Arrival {Arrival}"));
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
