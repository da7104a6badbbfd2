namespace VcsaAuthGuard.Faults;

/// <summary>Specifies the kinds of refused or failed API calls that entries of vCenter logs report.</summary>
public enum AuthFaultKind : long
{
    /// <summary>The call was refused with <c>vim.fault.NotAuthenticated</c>: the signature of KB 440879.</summary>
    NotAuthenticated,

    /// <summary>A call through the Envoy host gateway failed with another fault or with HTTP 500 to 599.</summary>
    GatewayFailure,

    /// <summary>vCenter had no session left to give, for everyone or for one user.</summary>
    SessionLimit,

    /// <summary>The Envoy proxy had no HTTPS connection left to give.</summary>
    ConnectionLimit,

    /// <summary>A login was refused with <c>vim.fault.InvalidLogin</c>.</summary>
    LoginRefused,
}
