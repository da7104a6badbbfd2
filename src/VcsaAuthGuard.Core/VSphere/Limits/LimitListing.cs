using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere.Limits;

/// <summary>Represents the limits of one server, and the values that could not be read.</summary>
/// <param name="About">The server's description of itself.</param>
/// <param name="Limits">The limits.</param>
/// <param name="Sessions">The limit of sessions as it was read.</param>
/// <param name="OpenSessions">The number of sessions now; null if they could not be listed.</param>
/// <param name="UseFailure">The reason why the sessions could not be listed; null if they were.</param>
public sealed record LimitListing(
    VSphereAbout About,
    IReadOnlyList<VCenterLimit> Limits,
    SessionLimit Sessions,
    int? OpenSessions,
    VSphereException? UseFailure
)
{
    /// <summary>Gets the reason why the session opened for this listing could not be ended; null if it was ended.</summary>
    public ServerException? LogoutFailure { get; init; }
}
