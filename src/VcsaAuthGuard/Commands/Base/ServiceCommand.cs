using System.Management.Automation;
using System.Net;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Appliances.Ssh;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Commands;

/// <summary>Provides the parameters and connections of cmdlets that work on an appliance's services.</summary>
public abstract class ServiceCommand : CancellableCommand
{
    private readonly RepeatedErrors _errors;
    private CertificateParameters? _certificates;

    private protected ServiceCommand() => _errors = new(this);

    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public object[]? Server { get; set; }

    [Parameter]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyFile { get; set; }

    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostKeyFingerprint { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? KnownHosts { get; set; }

    [Parameter]
    public ServiceTransport Transport { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    protected override void BeginProcessing()
    {
        _certificates = CertificateParameters.Check(this, Thumbprint, SkipCertificateCheck);
        if (Ssh.Check() is ErrorRecord wrong)
        {
            ThrowTerminatingError(wrong);
        }
    }

    protected override void ProcessRecord()
    {
        if (Server is null)
        {
            PowerCliServer[] connected = [.. PowerCliServer.Defaults(SessionState).Where(server => server.IsConnected)];
            if (connected.Length == 0)
            {
                ThrowTerminatingError(ErrorRecords.NoServer());
            }

            Array.ForEach(connected, server => Process(ApplianceAddress.From(server)));
        }

        foreach (object server in Server ?? [])
        {
            ProcessInput(server);
        }
    }

    protected override void EndProcessing() => _errors.Complete();

    private SshInput Ssh => new()
    {
        Credential = Credential,
        UserName = UserName,
        KeyFile = KeyFile,
        Port = Port,
        HostKeyFingerprint = HostKeyFingerprint,
        KnownHosts = KnownHosts,
    };

    private protected abstract void Process(ApplianceAddress address);

    private protected VSphereClientOptions OptionsFor(Uri address) => _certificates!.OptionsFor(address);

    /// <summary>Processes an object from the pipeline that names an appliance and may say more.</summary>
    private protected virtual void ProcessObject(PSObject input)
    {
    }

    /// <summary>Returns the connection to an appliance's services, which is opened by the first call.</summary>
    /// <exception cref="ApplianceException">There is no such way in this build.</exception>
    private protected IServiceControl Open(ApplianceAddress address)
    {
        if (Transport == ServiceTransport.Rest)
        {
            return Credential is null
                ? throw new ApplianceException(
                    ApplianceProblem.AuthenticationFailed,
                    $"There are no credentials for the API of {address.Name}.",
                    "REST needs -Credential with a user of the API, such as administrator@vsphere.local."
                )
                : new RestServiceControl(
                    _certificates!.CreateHandler(address.Api),
                    address.Api,
                    new NetworkCredential(Credential.UserName, Credential.Password)
                );
        }

        SshTarget target = Ssh.TargetFor(address, GetUnresolvedProviderPathFromPSPath);
        return new ShellServiceControl(ApplianceShell.Open(target, Transport));
    }

    private void ProcessInput(object? input)
    {
        PSObject? item = input is null ? null : PSObject.AsPSObject(input);
        switch (item?.BaseObject)
        {
            case null:
                break;
            case string name:
                ProcessName(name);
                break;
            case VcsaConnection connection:
                ProcessName(connection.GetOptions().Address.AbsoluteUri);
                break;
            case object[] items:
                Array.ForEach(items, ProcessInput);
                break;
            default:
                if (PowerCliServer.TryRead(item!) is PowerCliServer server)
                {
                    Process(ApplianceAddress.From(server));
                }
                else if (ServerInput.Name(item!) is string given)
                {
                    ProcessObject(item!);
                    ProcessName(given);
                }
                else
                {
                    _errors.Write(
                        item!.BaseObject is VcsaDiagnosis
                            ? ErrorRecords.DiagnosisWithoutServer()
                            : ErrorRecords.UnknownServerInput(item.BaseObject));
                }

                break;
        }
    }

    private void ProcessName(string name)
    {
        ApplianceAddress address;
        try
        {
            address = ApplianceAddress.Parse(name, Transport);
        }
        catch (FormatException e)
        {
            WriteError(ErrorRecords.InvalidServerName(name, e));
            return;
        }

        Process(address);
    }
}
