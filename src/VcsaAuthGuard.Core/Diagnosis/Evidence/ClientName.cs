using VcsaAuthGuard.ApiLoad;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Names a client in a sentence.</summary>
internal static class ClientName
{
    /// <summary>Returns the account and address, or words for sessions whose account is unknown.</summary>
    public static string From(ApiClient client) =>
        client == ApiClient.Unattributed ? "Sessions that no log attributes to an account" : client.ToString();
}
