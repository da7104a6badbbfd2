using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Pacing;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.ScriptAnalysis;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsDiagnostic.Test, "DatastoreLatency")]
[OutputType(typeof(DatastoreLatency), typeof(bool))]
public sealed class TestDatastoreLatencyCommand : PSCmdlet
{
    private readonly RepeatedErrors _errors;
    private LatencyMeter _meter = new(new());
    private LatencyInput? _input;
    private StatCommands? _commands;
    private DateTimeOffset _asOf;
    private bool _isSound = true;

    public TestDatastoreLatencyCommand() => _errors = new(this);

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject?[]? InputObject { get; set; }

    [Parameter]
    [ValidateRange(0.1, 1e6)]
    public double WarnThreshold { get; set; } = PaceGate.ArticleResume;

    [Parameter]
    [ValidateRange(0.1, 1e6)]
    public double StopThreshold { get; set; } = PaceGate.ArticleStop;

    [Parameter]
    [Duration]
    public TimeSpan Recent { get; set; } = new LatencyRule().Recent;

    [Parameter]
    [Time]
    public TimeInput? AsOf { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void BeginProcessing()
    {
        if (Recent < TimeSpan.FromSeconds(1))
        {
            ThrowTerminatingError(
                ErrorRecords.OutOfRange(nameof(Recent), Recent, "Use a time span of at least one second, such as 5m.")
            );
        }

        if (WarnThreshold > StopThreshold)
        {
            ThrowTerminatingError(ErrorRecords.ThresholdsCross(WarnThreshold, StopThreshold));
        }

        TimeZoneParameter.Check(this, TimeZone);
        _asOf = (AsOf ?? TimeInput.Now).Resolve(TimeZone);
        _meter = new(new() { Warn = WarnThreshold, Stop = StopThreshold, Recent = Recent });
        _input = new(_meter);
    }

    protected override void ProcessRecord()
    {
        foreach (PSObject? item in InputObject ?? [])
        {
            if (item is not null)
            {
                Process(item);
            }
        }
    }

    protected override void EndProcessing()
    {
        _errors.Complete();
        IReadOnlyList<DatastoreLatency> results = _meter.Evaluate(_asOf);
        if (_input!.OtherMetrics > 0)
        {
            WriteWarning($"{_input.OtherMetrics} samples were skipped: their metric is not a latency.");
        }

        foreach (DatastoreLatency result in results)
        {
            if (!Quiet)
            {
                WriteObject(result);
            }

            if (result.Verdict == LatencyVerdict.Unknown)
            {
                WriteError(ErrorRecords.LatencyUnknown(result, Recent));
            }
        }

        if (results.Count == 0)
        {
            WriteError(ErrorRecords.NoSamples());
        }

        if (Quiet)
        {
            WriteObject(
                _isSound && results.Count > 0 && results.All(result => result.Verdict is LatencyVerdict.Good or LatencyVerdict.Warn)
            );
        }
    }

    private void Process(PSObject item)
    {
        List<ErrorRecord> errors = [];
        if (!LatencyInput.IsDatastore(item))
        {
            if (_input!.Process(item) is ErrorRecord error)
            {
                errors.Add(error);
            }
        }
        else if ((_commands ??= StatCommands.Find(this)) is null)
        {
            errors.Add(ErrorRecords.CommandMissing("Get-Stat", "Load PowerCLI, or pipe in samples."));
            _meter.Expect(Properties.GetText(item, "Name")!);
        }
        else
        {
            _input!.Read(this, _commands!, item, _asOf - Recent, errors);
        }

        _isSound &= errors.Count == 0;
        errors.ForEach(error => _errors.Write(error));
    }
}
