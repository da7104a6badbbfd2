namespace VcsaAuthGuard.ApiLoad;

/// <summary>Represents a user of the API: an account, an address and a program. Unknown parts are null.</summary>
/// <param name="User">The account, as vCenter writes it (<c>VSPHERE.LOCAL\svc-backup</c>).</param>
/// <param name="Address">The address it comes from.</param>
/// <param name="UserAgent">What the program calls itself.</param>
public sealed record ApiClient(string? User, string? Address, string? UserAgent)
{
    /// <summary>Gets the client of sessions and requests for which no input names an account or an address.</summary>
    public static ApiClient Unattributed { get; } = new(null, null, null);

    /// <summary>Gets the client that those are put together as of whom there are more than can be kept.</summary>
    public static ApiClient Others { get; } = new("(others)", null, null);

    /// <summary>Returns the account, or else the address; "(not attributed)" when neither is known.</summary>
    public override string ToString() =>
        User is null ? Address ?? "(not attributed)" : Address is null ? User : $"{User} from {Address}";
}
