using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Watching;
using VcsaAuthGuard.Watching.Metrics;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>
/// Sends a watcher's metrics to an OpenTelemetry collector (OTLP) from time to time. The names and labels are those of the text form.
/// Headers, time limit and protocol come from the variables that the OpenTelemetry library reads.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    private const string ServiceName = "vcsa-authguard";
    private const string MetricsPath = "/v1/metrics";
    private const string GrpcProtocol = "grpc";
    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>The series of <see cref="WatchMetrics.FaultsTotal"/> of more than a hundred vCenter Servers.</summary>
    private const int MaxSeries = 20_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LastTimeout = TimeSpan.FromSeconds(2);

    private readonly FaultWatcher _watcher;
    private readonly Uri _address;
    private readonly Meter _meter = new(ServiceName);
    private readonly WatchExporter _exporter;
    private readonly MeterProvider _provider;
    private bool _hasNoted;

    /// <summary>Starts to send.</summary>
    /// <param name="endpoint">The collector's address, with or without the path for metrics.</param>
    /// <param name="watcher">The watcher.</param>
    public OtlpExport(Uri endpoint, FaultWatcher watcher)
    {
        _watcher = watcher;
        OtlpExporterOptions options = new();
        bool isGrpc = Environment.GetEnvironmentVariable(ProtocolVariable)?.Trim() == GrpcProtocol;
        _address = isGrpc ? endpoint : WithMetricsPath(endpoint);
        options.Protocol = isGrpc ? options.Protocol : OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = _address;
        foreach (WatchMetric metric in watcher.MetricValues)
        {
            Observe(metric);
        }

        _exporter = new(options);
        _provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddMeter(ServiceName)
            .AddView(WatchMetrics.FaultsTotal, new MetricStreamConfiguration { CardinalityLimit = MaxSeries })
            .AddReader(new PeriodicExportingMetricReader(_exporter, (int)Interval.TotalMilliseconds)
            {
                // A difference would count the faults that the state file has from before again with each start.
                TemporalityPreference = MetricReaderTemporalityPreference.Cumulative,
            })
            .Build();
    }

    /// <summary>Returns the warning that metrics could not be sent, once; null if it is not due.</summary>
    public string? DequeueNotice()
    {
        if (_hasNoted || !_exporter.HasFailed)
        {
            return null;
        }

        _hasNoted = true;
        return $"Metrics could not be sent to {_address.GetLeftPart(UriPartial.Path)}. The watch goes on, and sends them every "
            + $"{Interval.TotalSeconds:0} seconds. Check that the collector is there, and {ProtocolVariable} and its headers.";
    }

    /// <summary>Sends the last figures.</summary>
    public void Complete() => _provider.Shutdown((int)LastTimeout.TotalMilliseconds);

    /// <inheritdoc/>
    public void Dispose()
    {
        Complete();
        _provider.Dispose();
        _meter.Dispose();
    }

    private static Uri WithMetricsPath(Uri endpoint)
    {
        UriBuilder address = new(endpoint);
        string path = address.Path.TrimEnd('/');
        address.Path = path.EndsWith(MetricsPath, StringComparison.Ordinal) ? path : path + MetricsPath;
        return address.Uri;
    }

    /// <summary>Returns what describes this program. OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come first.</summary>
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService(
            ServiceName,
            serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(fieldCount: 3),
            autoGenerateServiceInstanceId: false)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    private void Observe(WatchMetric metric)
    {
        string name = metric.Name;
        if (metric.IsCounter)
        {
            _meter.CreateObservableCounter(name, () => Values(name, value => (long)value), description: metric.Help);
        }
        else
        {
            _meter.CreateObservableGauge(name, () => Values(name, value => (double)value), description: metric.Help);
        }
    }

    private IEnumerable<Measurement<T>> Values<T>(string name, Func<decimal, T> convert)
        where T : struct =>
        from metric in _watcher.MetricValues
        where metric.Name == name
        from sample in metric.Samples
        let labels = sample.Labels.Select(label => new KeyValuePair<string, object?>(label.Key, label.Value))
        select new Measurement<T>(convert(sample.Value), labels);

    /// <summary>Represents the library's exporter, and remembers whether it has failed.</summary>
    private sealed class WatchExporter(OtlpExporterOptions options) : OtlpMetricExporter(options)
    {
        private volatile bool _hasFailed;

        public bool HasFailed => _hasFailed;

        public override ExportResult Export(in Batch<Metric> metrics)
        {
            ExportResult result = base.Export(metrics);
            _hasFailed |= result != ExportResult.Success;
            return result;
        }
    }
}
