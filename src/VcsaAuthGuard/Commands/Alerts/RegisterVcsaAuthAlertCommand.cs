using System.Management.Automation;
using System.Net;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LogPlatforms.Aria;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Commands;

/// <summary>Has the article's alert at Aria Operations for Logs: makes it, or replaces the one of its name where that differs.</summary>
[Cmdlet(VerbsLifecycle.Register, "VcsaAuthAlert", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RegisteredAlert))]
public sealed class RegisterVcsaAuthAlertCommand : VSphereCommand
{
    private const int LongestTimeoutSeconds = 3600;

    /// <summary>Names of the platforms.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] Uri { get; set; } = [];

    /// <summary>Logs in with this.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>Where the platform looks the user up; its own users when not given.</summary>
    [Parameter]
    public AriaLogsProvider Provider { get; set; }

    /// <summary>So many faults within the period are no alert yet, one more is. 10 when not given, as in KB 440879.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Threshold { get; set; } = BurstRule.Default.Threshold;

    /// <summary>Within how long. 5 minutes when not given, as in KB 440879.</summary>
    [Parameter]
    public TimeSpan Period { get; set; } = BurstRule.Default.Period;

    /// <summary>Only these vCenter Servers; several make an alert each.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Server { get; set; } = [];

    /// <summary>What the alert is called; it is found by this.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = AlertDefinition.DefaultName;

    /// <summary>How many seconds one request may take; 60 when not given.</summary>
    [Parameter]
    [ValidateRange(1, LongestTimeoutSeconds)]
    public int TimeoutSec { get; set; } = 60;

    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
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
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
        };
        using AriaAlertRegistrar registrar = new(options, CreateHandler(address));
        if (!Try(() => registrar.PlanAsync(alert, StopToken), out IReadOnlyList<AlertChange>? changes))
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

            if (Try(() => registrar.ApplyAsync(change, StopToken), out RegisteredAlert? registered))
            {
                WriteObject(registered);
            }
        }
    }

    /// <summary>-Force answers the question; -WhatIf and -Confirm stay what they are.</summary>
    private bool ShouldDo(Uri address, AlertChange change)
    {
        string action = Text.TerminalText.OneLine(change.ToString());
        bool isAsked = MyInvocation.BoundParameters.ContainsKey("WhatIf") || MyInvocation.BoundParameters.ContainsKey("Confirm")
            || LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
        return (Force && !isAsked) || ShouldProcess(address.Authority, action);
    }
}
