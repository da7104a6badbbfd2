using System.Management.Automation;
using VcsaAuthGuard.Windows;

namespace VcsaAuthGuard.Commands;

/// <summary>Predicts how long requests wait in the host gateway's queue, and how many tokens expire there.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "VcsaGatewayQueue")]
[OutputType(typeof(QueueForecast))]
public sealed class MeasureVcsaGatewayQueueCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TimeSpan> _durations = [];

    /// <summary>How many requests come.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateRange(1, ArrivalPattern.MostRequests)]
    public int Request { get; set; }

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
    [Parameter(ValueFromPipeline = true)]
    public PSObject[]? Duration { get; set; }

    /// <summary>The longest wait that is not refused. 300 s when not given, as in KB 440879.</summary>
    [Parameter]
    public TimeSpan TokenLifetime { get; set; } = GatewayQueue.DefaultTokenLifetime;

    /// <summary>Decides everything random. 0 when not given: a run can always be repeated.</summary>
    [Parameter]
    public long Seed { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <inheritdoc/>
    protected override void ProcessRecord()
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
                WriteError(Errors.UnknownDuration(item));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            GatewayQueue queue = new(Concurrency, Service()) { TokenLifetime = TokenLifetime, Seed = Seed };
            WriteObject(queue.Forecast(Arrivals(), BatchSize, _stop.Token));
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(Errors.Refused(e));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    private ServiceTimes Service()
    {
        ServiceDistribution distribution = Distribution ?? (Duration is null ? ServiceDistribution.Constant : ServiceDistribution.Measured);
        bool isMeasured = distribution == ServiceDistribution.Measured;
        if (isMeasured && _durations.Count == 0)
        {
            ThrowTerminatingError(Errors.Needed(nameof(Duration), "-Distribution Measured"));
        }

        if (!isMeasured && ServiceTime is null)
        {
            ThrowTerminatingError(Errors.Needed(nameof(ServiceTime), $"-Distribution {distribution}"));
        }

        if (isMeasured ? ServiceTime is not null : _durations.Count > 0)
        {
            ThrowTerminatingError(Errors.NotUsed(isMeasured ? nameof(ServiceTime) : nameof(Duration), $"-Distribution {distribution}"));
        }

        return distribution switch
        {
            ServiceDistribution.Constant => ServiceTimes.Constant(ServiceTime!.Value),
            ServiceDistribution.Exponential => ServiceTimes.Exponential(ServiceTime!.Value),
            _ => ServiceTimes.Measured(_durations),
        };
    }

    private ArrivalPattern Arrivals()
    {
        bool inBatches = Arrival == ArrivalKind.Batch;
        bool overSpan = Arrival is ArrivalKind.Even or ArrivalKind.Poisson;
        if (inBatches && Interval is null || overSpan && Over is null)
        {
            ThrowTerminatingError(Errors.Needed(inBatches ? nameof(Interval) : nameof(Over), $"-Arrival {Arrival}"));
        }

        if (!inBatches && Interval is not null || !overSpan && Over is not null)
        {
            ThrowTerminatingError(Errors.NotUsed(!inBatches && Interval is not null ? nameof(Interval) : nameof(Over), $"-Arrival {Arrival}"));
        }

        return Arrival switch
        {
            ArrivalKind.Batch => ArrivalPattern.Batches(Request, BatchSize, Interval!.Value),
            ArrivalKind.Even => ArrivalPattern.Even(Request, Over!.Value),
            ArrivalKind.Poisson => ArrivalPattern.Poisson(Request, Over!.Value),
            _ => ArrivalPattern.AllAtOnce(Request),
        };
    }
}
