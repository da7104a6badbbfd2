using System.Management.Automation;
using System.Net;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LogPlatforms.Aria;
using VcsaAuthGuard.LogPlatforms;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsLifecycle.Register, "VcsaAuthAlert", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RegisteredAlert))]
public sealed class RegisterVcsaAuthAlertCommand : VSphereCommand
{
    private const int MaxTimeoutSeconds = 3600;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] Uri { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    [Parameter]
    public AriaLogsProvider Provider { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Threshold { get; set; } = BurstRule.Default.Threshold;

    [Parameter]
    [Duration]
    public TimeSpan Period { get; set; } = BurstRule.Default.Period;

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Server { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = AlertDefinition.DefaultName;

    [Parameter]
    [ValidateRange(1, MaxTimeoutSeconds)]
    [Alias("TimeoutSec")]
    public int TimeoutSeconds { get; set; } = 60;

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        AlertDefinition alert = AlertCommandParts.Define(this, Name, Threshold, Period, Server);
        foreach (string name in Uri)
        {
            if (TryParse(name) is Uri address)
            {
                Register(address, alert);
            }
        }
    }

    private Uri? TryParse(string name)
    {
        try
        {
            return AriaLogsAddress.Parse(name);
        }
        catch (FormatException e)
        {
            WriteError(ErrorRecords.InvalidPlatformName(name, e));
            return null;
        }
    }

    private void Register(Uri address, AlertDefinition alert)
    {
        AriaLogsOptions options = new()
        {
            Address = address,
            // The whole user name, domain and all: PSCredential's own network credential would take the domain off.
            Credential = new NetworkCredential(Credential.UserName, Credential.Password),
            Provider = Provider,
            Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        };
        using AriaAlertRegistrar registrar = new(options, Certificates.CreateHandler(address));
        if (!TryWaitFor(() => registrar.PlanAsync(alert, StopToken), out IReadOnlyList<AlertChange>? changes))
        {
            return;
        }

        foreach (AlertChange change in changes!)
        {
            foreach (AlertDifference difference in change.Differences)
            {
                WriteVerbose($"{address.Authority}: '{change.Name}': {Text.TerminalText.OneLine(difference.ToString())}");
            }

            if (change.Action != AlertAction.None && !ShouldDo(address, change))
            {
                continue;
            }

            if (TryWaitFor(() => registrar.ApplyAsync(change, StopToken), out RegisteredAlert? registered))
            {
                WriteObject(registered);
            }
        }
    }

    /// <summary>Returns whether to go on. -Force answers the question; -WhatIf and -Confirm keep their meaning.</summary>
    private bool ShouldDo(Uri address, AlertChange change)
    {
        string action = Text.TerminalText.OneLine(change.ToString());
        bool isAsked = MyInvocation.BoundParameters.ContainsKey("WhatIf") || MyInvocation.BoundParameters.ContainsKey("Confirm")
            || LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
        return (Force && !isAsked) || ShouldProcess(address.Authority, action);
    }
}
