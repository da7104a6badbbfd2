using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fleets;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsDiagnostic.Measure, "VcsaAuthFault", DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(FaultBurst), typeof(FaultGroup), typeof(FaultBin))]
public sealed class MeasureVcsaAuthFaultCommand : LogCommand
{
    private BurstRule _rule = BurstRule.Default;
    private BurstFinder _bursts = new(BurstRule.Default);
    private FaultGrouping? _grouping;
    private FaultHistogram? _histogram;
    private FaultSearch? _search;

    [Parameter]
    [ValidateSet(
        FaultSearch.AllKinds, nameof(AuthFaultKind.NotAuthenticated), nameof(AuthFaultKind.GatewayFailure),
        nameof(AuthFaultKind.SessionLimit), nameof(AuthFaultKind.ConnectionLimit), nameof(AuthFaultKind.LoginRefused))]
    public string[] Kind { get; set; } = [nameof(AuthFaultKind.NotAuthenticated)];

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Threshold { get; set; } = BurstRule.Default.Threshold;

    [Parameter]
    [Duration]
    public TimeSpan Period { get; set; } = BurstRule.Default.Period;

    [Parameter]
    public FaultGroupKey? By { get; set; }

    [Parameter]
    public SwitchParameter Histogram { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Bin { get; set; } = TimeSpan.FromMinutes(1);

    protected override void BeginProcessing()
    {
        if (Period <= TimeSpan.Zero)
        {
            ThrowTerminatingError(ErrorRecords.OutOfRange(nameof(Period), Period, "Use a time span greater than zero, such as 5m."));
        }

        if (Bin < TimeSpan.FromSeconds(1))
        {
            ThrowTerminatingError(ErrorRecords.OutOfRange(nameof(Bin), Bin, "Use a time span of at least one second, such as 1m."));
        }

        if (By is not null && Histogram)
        {
            ThrowTerminatingError(ErrorRecords.OneOf(nameof(By), nameof(Histogram)));
        }

        _rule = new() { Threshold = Threshold, Period = Period };
        _bursts = new(_rule);
        _grouping = By is null ? null : new(By.Value);
        _histogram = Histogram ? new(Bin) : null;
        base.BeginProcessing();
        _search = new(NewQuery(), Report, ProcessFault, StopToken);
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        _search!.Summarize(this);
        Write(_bursts.Complete());
        WriteObject(_grouping?.ToGroups() ?? [], enumerateCollection: true);
        WriteObject((_histogram?.ToBins() ?? []).Select(bin => ToZone is null ? bin : bin.WithTimes(ToZone)), enumerateCollection: true);
        WarnIf(_bursts.Untimed + (_histogram?.Untimed ?? 0), "faults have no time and are not counted in bursts or time spans.");
    }

    private protected override LogKinds LogsWanted => _search!.Logs;

    private protected override void AddLine(string text, string source, long? lineNumber) => _search!.Push(text, source, lineNumber);

    private protected override void ReadAll(IReadOnlyList<LogInput> inputs) => _search!.Read(inputs);

    private protected override void ReadPlatform(PlatformLogs logs)
    {
        if (_grouping is not null || _histogram is not null)
        {
            _search!.Read(logs);
            return;
        }

        BurstScreen screen = new(logs, _rule);
        _search!.Read(screen);
        WriteVerbose(screen.NotCounted is string reason
            ? $"The platform did not count, so all events were read: {reason}"
            : $"The platform counted {screen.Counted} events; those of quiet spans of time were not read.");
    }

    internal override void ReadServer(LiveReader reader, Action<Action> post, CancellationToken token) =>
        _search!.Read(reader, post, token);

    private FaultQuery NewQuery() => new()
    {
        Kinds = FaultSearch.KindsOf(Kind),
        // A platform is asked by its own time, and gives no more than that.
        After = IsPlatform ? null : Range.After,
        Before = IsPlatform ? null : Range.Before,
    };

    private protected override bool TryAdd(PSObject input)
    {
        if (FaultInput.TryRead(input) is not AuthFault fault)
        {
            return false;
        }

        if (Range.Contains(fault.Time))
        {
            ProcessFault(fault);
        }

        return true;
    }

    private void ProcessFault(AuthFault fault)
    {
        if (_grouping is not null)
        {
            _grouping.Add(ToZone is null ? fault : fault.WithTimes(ToZone));
        }
        else if (_histogram is not null)
        {
            _histogram.Add(fault);
        }
        else
        {
            Write(_bursts.Add(fault));
        }
    }

    private void Write(IEnumerable<FaultBurst> bursts) =>
        WriteObject(bursts.Select(burst => ToZone is null ? burst : burst.WithTimes(ToZone)), enumerateCollection: true);
}
