using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>Represents the sessions of one server at one time.</summary>
public sealed record SessionListing
{
    /// <summary>Gets the server's description of itself.</summary>
    public required VSphereAbout About { get; init; }

    /// <summary>Gets the time of the server's clock.</summary>
    public required DateTimeOffset ServerTime { get; init; }

    /// <summary>Gets all sessions, in the server's order.</summary>
    public required IReadOnlyList<VCenterSession> Sessions { get; init; }

    /// <summary>Gets the limit that is set on the server, or its default; null if it was not read.</summary>
    public SessionLimit? Limit { get; init; }

    /// <summary>Gets the reason why the session opened for this listing could not be ended; null if it was ended.</summary>
    public ServerException? LogoutFailure { get; init; }
}
