using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Commands;

/// <summary>Provides certificate parameters and cancellation to cmdlets that connect to vCenter Server.</summary>
public abstract class VSphereCommand : CancellableCommand
{
    private CertificateParameters? _certificates;

    private protected VSphereCommand()
    {
    }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Gets the certificates that are accepted.</summary>
    private protected CertificateParameters Certificates => _certificates!;

    protected override void BeginProcessing()
    {
        _certificates = CertificateParameters.Check(this, Thumbprint, SkipCertificateCheck);
    }

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
}
