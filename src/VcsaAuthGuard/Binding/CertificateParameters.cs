using System.Management.Automation;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Binding;

/// <summary>Represents -Thumbprint and -SkipCertificateCheck, which mean the same wherever a cmdlet has them.</summary>
internal sealed class CertificateParameters
{
    private readonly CertificateThumbprint? _pin;
    private readonly bool _skip;

    private CertificateParameters(CertificateThumbprint? pin, bool skip)
    {
        _pin = pin;
        _skip = skip;
    }

    /// <summary>Checks the parameters; ends the cmdlet where the thumbprint is not valid, or both are given.</summary>
    public static CertificateParameters Check(Cmdlet cmdlet, string? thumbprint, bool skipCertificateCheck)
    {
        if (thumbprint is not null && skipCertificateCheck)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.OneOf("Thumbprint", "SkipCertificateCheck"));
        }

        CertificateThumbprint? pin = null;
        try
        {
            pin = thumbprint is null ? null : CertificateThumbprint.Parse(thumbprint);
        }
        catch (FormatException e)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.InvalidThumbprint(thumbprint!, e));
        }

        if (skipCertificateCheck)
        {
            cmdlet.WriteWarning(
                "The server's certificate is not checked: anyone on the network path can read and change all traffic, "
                    + "including the password and the session. -Thumbprint accepts one certificate only."
            );
        }

        return new(pin, skipCertificateCheck);
    }

    /// <summary>Returns the options for a connection to a vCenter Server.</summary>
    public VSphereClientOptions OptionsFor(Uri address) => new()
    {
        Address = address,
        Thumbprint = _pin,
        SkipCertificateCheck = _skip,
    };

    /// <summary>Creates the handler of requests to a server.</summary>
    public HttpMessageHandler CreateHandler(Uri address) => HttpsHandler.Create(address, _pin, _skip);
}
