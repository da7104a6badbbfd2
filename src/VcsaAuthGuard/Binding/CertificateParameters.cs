using System.Management.Automation;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Binding;

/// <summary>Interprets -Thumbprint and -SkipCertificateCheck, which mean the same wherever a cmdlet has them.</summary>
internal static class CertificateParameters
{
    /// <summary>Returns the thumbprint; ends the cmdlet where it is not valid, or both parameters are given.</summary>
    public static CertificateThumbprint? Check(Cmdlet cmdlet, string? thumbprint, bool skipCertificateCheck)
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

        return pin;
    }

    /// <summary>Returns the options for a connection to a vCenter Server.</summary>
    public static VSphereClientOptions OptionsFor(Uri address, CertificateThumbprint? pin, bool skipCertificateCheck) => new()
    {
        Address = address,
        Thumbprint = pin,
        SkipCertificateCheck = skipCertificateCheck,
    };
}
