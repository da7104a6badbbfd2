using System.Globalization;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere.Limits;

/// <summary>Reads the limits of a server and their use, in one session.</summary>
public static class LimitReader
{
    /// <summary>The API session timeout in minutes. The setting of this name is documented for ESXi (Config.HostAgent...); vCenter Server
    /// may list it too.</summary>
    private const string TimeoutKey = "config.vmacore.soap.sessionTimeout";

    /// <summary>Reads the limits.</summary>
    /// <param name="access">The server and the session to use there.</param>
    /// <param name="token">Cancels the operation within a second.</param>
    /// <exception cref="ServerException">The call failed. Privileges that are missing are not an exception: they leave values
    /// unknown.</exception>
    public static async Task<LimitListing> ReadAsync(SessionAccess access, CancellationToken token = default)
    {
        (LimitListing listing, ServerException? failure) = await access.RunAsync(ReadAsync, token).ConfigureAwait(false);
        string server = access.Options.Address.Host;
        return listing with
        {
            Limits = [.. listing.Limits.Select(limit => limit with { Server = server })],
            LogoutFailure = failure,
        };
    }

    private static async Task<LimitListing> ReadAsync(ClientSession session, CancellationToken token)
    {
        SessionLimit sessions = await SessionLimit.ReadAsync(session.Client, session.About, token).ConfigureAwait(false);
        long? timeout = await ReadTimeoutAsync(session.Client, token).ConfigureAwait(false);
        (SessionListing? open, VSphereException? failure) = await ReadUseAsync(session.Client, token).ConfigureAwait(false);
        LimitCatalog catalog = new(session.About, open);
        return new(
            session.About,
            [catalog.Sessions(sessions), catalog.ApiSessionTimeout(TimeoutKey, timeout), .. catalog.Others()],
            sessions,
            open?.Sessions.Count,
            failure
        );
    }

    private static async Task<long?> ReadTimeoutAsync(VSphereClient client, CancellationToken token)
    {
        try
        {
            IReadOnlyList<AdvancedSetting> settings = await client.ReadSettingsAsync(TimeoutKey, token).ConfigureAwait(false);
            return settings
                .Where(setting => setting.Key == TimeoutKey)
                .Select(setting =>
                    long.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long minutes) && minutes > 0
                        ? minutes
                        : (long?)null
                )
                .FirstOrDefault();
        }
        catch (VSphereException e) when (e is PrivilegeMissingException or VSphereFaultException)
        {
            // The session limit has the same refusal as its source.
            return null;
        }
    }

    private static async Task<(SessionListing? Listing, VSphereException? Failure)> ReadUseAsync(
        VSphereClient client,
        CancellationToken token
    )
    {
        try
        {
            return (await client.ReadSessionsAsync(token).ConfigureAwait(false), null);
        }
        catch (PrivilegeMissingException e)
        {
            return (null, e);
        }
    }
}
