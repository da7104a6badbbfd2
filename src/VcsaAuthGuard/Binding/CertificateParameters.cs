using System.Management.Automation;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.Binding;

/// <summary>-Thumbprint and -SkipCertificateCheck, which mean the same wherever a cmdlet has them.</summary>
internal static class CertificateParameters
{
    /// <summary>The thumbprint; ends the cmdlet where it is none, or both are given.</summary>
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
}
