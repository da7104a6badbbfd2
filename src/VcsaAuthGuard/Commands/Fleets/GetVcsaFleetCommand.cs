using System.Management.Automation;
using System.Security;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fleets;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommon.Get, "VcsaFleet")]
[OutputType(typeof(FleetServer))]
public sealed class GetVcsaFleetCommand : CancellableCommand, IPlatformParameters
{
    [Parameter(Mandatory = true)]
    public LogPlatform Platform { get; set; }

    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Uri { get; set; } = "";

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
    public PSCredential? Credential { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    [Parameter]
    public AriaLogsProvider Provider { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Tenant { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Index { get; set; } = ["*"];

    [Parameter]
    [ArgumentCompleter(typeof(FieldNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? HostField { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(FieldNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] LogField { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(FieldNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TextField { get; set; }

    [Parameter]
    [ValidateRange(1, PlatformInput.MaxPageSize)]
    public int PageSize { get; set; } = 1000;

    [Parameter]
    [ValidateRange(1, PlatformInput.MaxTimeoutSeconds)]
    [Alias("TimeoutSec")]
    public int TimeoutSeconds { get; set; } = 60;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    TimeRange IPlatformParameters.Range => new(After?.Resolve(TimeZone), Before?.Resolve(TimeZone));

    IReadOnlyList<string> IPlatformParameters.ServerNames => ServerInput.NamesOf(Server);

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
