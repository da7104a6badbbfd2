using System.Management.Automation;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsDiagnostic.Test, "BackupWindowOverlap", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(WindowOverlap), typeof(bool))]
public sealed class TestBackupWindowOverlapCommand : WindowInputCommand
{
    private DateTimeOffset _from;
    private DateTimeOffset _to;

    [Parameter]
    [Time]
    public TimeInput From { get; set; } = TimeInput.Now;

    [Parameter]
    [Time]
    public TimeInput? To { get; set; }

    [Parameter]
    [ValidateRange(1, 3_000_000)]
    public int? Days { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxConcurrentVM { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxSession { get; set; }

    [Parameter]
    [Alias("ServedAtOnce")]
    [ValidateRange(1, int.MaxValue)]
    public int Concurrency { get; set; } = BulkArrival.DefaultServedAtOnce;

    [Parameter]
    public SwitchParameter IncludeSameRole { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void BeginProcessing()
    {
        if (To is not null && Days is not null)
        {
            ThrowTerminatingError(ErrorRecords.OneOf(nameof(To), nameof(Days)));
        }

        TimeZoneParameter.Check(this, TimeZone);
        _from = From.Resolve(TimeZone);
        DateTimeOffset? to = To?.Resolve(TimeZone);
        if (OverlapOptions.GetEnd(_from, to, Days) is not DateTimeOffset end)
        {
            ThrowTerminatingError(ErrorRecords.HorizonInvalid(_from, to));
            return;
        }

        _to = end;
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        OverlapOptions options = new()
        {
            From = _from,
            To = _to,
            IncludeSameRole = IncludeSameRole,
            MaxConcurrentVM = MaxConcurrentVM,
            MaxSession = MaxSession,
            WaitModel = BulkArrival.Model(Concurrency),
        };
        RunUntilStopped(() =>
        {
            IEnumerable<WindowOverlap> overlaps = OverlapFinder.Find(Windows, options, StopToken);
            if (Quiet)
            {
                WriteObject(overlaps.Any());
            }
            else
            {
                Func<DateTimeOffset, DateTimeOffset>? toZone = TimeZone is null ? null : TimeZoneNames.ConverterTo(TimeZone);
                WriteObject(
                    toZone is null ? overlaps : overlaps.Select(overlap => overlap.WithTimes(toZone)), enumerateCollection: true);
            }
        });
    }
}
