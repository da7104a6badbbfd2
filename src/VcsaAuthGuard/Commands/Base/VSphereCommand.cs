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

    /// <summary>Gets a value indicating whether a parameter says which certificate to accept.</summary>
    internal bool IsTrustGiven => Thumbprint is not null || SkipCertificateCheck;

    internal VSphereClientOptions OptionsFor(Uri address) =>
        CertificateParameters.OptionsFor(address, _pin, SkipCertificateCheck);

    /// <summary>Ends the session that was opened for this call, or warns that it remains. An existing session stays.</summary>
    private protected void Close(ClientSession session)
    {
        using (session)
        {
            WarnOfLogout(WaitFor(() => session.CloseAsync(StopToken)));
        }
    }

    private protected void WarnOfLogout(ServerException? failure)
    {
        if (failure is not null)
        {
            WriteWarning($"The session opened for this call could not be ended and remains until it expires. {failure.Message}");
        }
    }

    private protected HttpMessageHandler CreateHandler(Uri address) => HttpsHandler.Create(address, _pin, SkipCertificateCheck);

    /// <summary>Returns the address that a name stands for; null, after an error, when it is not a name.</summary>
    internal Uri? ParseServer(string name)
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
