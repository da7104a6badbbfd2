using System.Management.Automation;
using System.Net;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommunications.Connect, "VcsaSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(VcsaConnection))]
public sealed class ConnectVcsaSessionCommand : VSphereCommand
{
    private readonly SharedSessions _sessions = new();

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ServerName]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Server { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    [Parameter]
    [Duration]
    public TimeSpan? MaxAge { get; set; }

    [Parameter]
    public SwitchParameter NoKeep { get; set; }

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (MaxAge is not null && NoKeep)
        {
            ThrowTerminatingError(ErrorRecords.OneOf(nameof(MaxAge), nameof(NoKeep)));
        }

        if (MaxAge <= TimeSpan.Zero)
        {
            ThrowTerminatingError(
                ErrorRecords.OutOfRange(
                    nameof(MaxAge),
                    MaxAge.Value,
                    "Use a time span greater than zero; -NoKeep logs in for this call only."
                )
            );
        }
    }

    protected override void ProcessRecord()
    {
        foreach (string name in Server)
        {
            if (
                ServerInput.ParseName(this, name) is Uri address
                && ShouldProcess(
                    address.Authority,
                    NoKeep ? $"Log in as {Credential.UserName}" : $"Use the stored session of {Credential.UserName}, "
                        + "or log in and store the session"
                )
            )
            {
                Connect(Certificates.OptionsFor(address));
            }
        }
    }

    private void Connect(VSphereClientOptions options)
    {
        SharedSessionOptions sharing = new() { Keep = !NoKeep, MaxAge = MaxAge };
        // The whole user name, domain and all: PSCredential's own network credential would take the domain off.
        NetworkCredential credential = new(Credential.UserName, Credential.Password);
        if (!TryWaitFor(() => _sessions.ConnectAsync(options, credential, sharing, StopToken), out VcsaConnection? connection))
        {
            return;
        }

        WriteVerbose(
            $"{options.Address.Authority}: {(connection!.IsReused ? "using the stored session of" : "logged in as")} "
                + $"{Credential.UserName}{(NoKeep || connection.IsReused ? "" : ", and stored the session")}."
        );
        PowerCliCommands powerCli = new(this);
        if (!powerCli.IsHere)
        {
            WriteObject(connection);
            return;
        }

        if (powerCli.TryConnect(connection, out IReadOnlyList<PSObject> servers, out string? failure))
        {
            WriteObject(servers, enumerateCollection: true);
            return;
        }

        if (NoKeep)
        {
            // Nobody else has it.
            TryWaitFor(() => _sessions.DisconnectAsync(connection, StopToken), out _);
        }

        WriteError(ErrorRecords.PowerCliRefused(options.Address.Authority, failure!));
    }
}
