using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fleets;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommon.Get, "VcsaFleet", DefaultParameterSetName = PlatformSet)]
[OutputType(typeof(FleetServer))]
public sealed class GetVcsaFleetCommand : PlatformCommand
{
    [Parameter(Mandatory = true)]
    [Time]
    public TimeInput? After { get; set; }

    [Parameter]
    [Time]
    public TimeInput? Before { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    [Parameter]
    [Alias("VCenter")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public object[] Server { get; set; } = [];

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Threshold { get; set; } = BurstRule.Default.Threshold;

    [Parameter]
    [Duration]
    public TimeSpan Period { get; set; } = BurstRule.Default.Period;

    [Parameter]
    [ValidateNotNull]
    [Credential]
    public override PSCredential? Credential { get; set; }

    [Parameter]
    [Alias("Concurrency")]
    [ValidateRange(1, MaxThrottleLimit)]
    public override int? ThrottleLimit { get; set; }

    [Parameter]
    [ValidateRange(1, PlatformInput.MaxTimeoutSeconds)]
    [Alias("TimeoutSec")]
    public override int TimeoutSeconds { get; set; } = 60;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public override string? Thumbprint { get; set; }

    [Parameter]
    public override SwitchParameter SkipCertificateCheck { get; set; }

    internal override string[] ServerNames => ServerInput.NamesOf(Server);

    private protected override TimeRange PlatformRange => new(After?.Resolve(TimeZone), Before?.Resolve(TimeZone));

    protected override void EndProcessing()
    {
        if (Period < TimeSpan.FromMinutes(1))
        {
            ThrowTerminatingError(ErrorRecords.OutOfRange(nameof(Period), Period, "Use a time span of at least one minute, such as 5m."));
        }

        TimeZoneParameter.Check(this, TimeZone);
        Func<DateTimeOffset, DateTimeOffset>? toZone = TimeZone is null ? null : TimeZoneNames.ConverterTo(TimeZone);
        PlatformInput platform = new(this, this);
        BurstRule rule = new() { Threshold = Threshold, Period = Period };
        RunUntilStopped(() => platform.Read(logs =>
        {
            foreach (FleetServer row in new FleetReader(logs, rule).Read(StopToken))
            {
                FleetServer shown = toZone is null ? row : row.WithTimes(toZone);
                FleetSources.Add(shown, platform.Source);
                WriteObject(shown);
            }
        }));
    }
}
