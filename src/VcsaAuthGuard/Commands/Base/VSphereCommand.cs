using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Commands;

/// <summary>Provides certificate parameters and cancellation to cmdlets that connect to vCenter Server.</summary>
public abstract class VSphereCommand : CancellableCommand
{
    private CertificateThumbprint? _pin;

    private protected VSphereCommand()
    {
    }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    protected override void BeginProcessing()
    {
        _pin = CertificateParameters.Check(this, Thumbprint, SkipCertificateCheck);
    }

    private protected VSphereClientOptions OptionsFor(Uri address) =>
        CertificateParameters.OptionsFor(address, _pin, SkipCertificateCheck);

    private protected HttpMessageHandler CreateHandler(Uri address) => HttpsHandler.Create(address, _pin, SkipCertificateCheck);

    /// <summary>Returns the address behind a name; null, with an error, where the name is not valid.</summary>
    private protected Uri? ParseServer(string name)
    {
        try
        {
            return ServerAddress.Parse(name);
        }
        catch (FormatException e)
        {
            WriteError(ErrorRecords.InvalidServerName(name, e));
            return null;
        }
    }
}
