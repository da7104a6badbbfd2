using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>The sessions of one server at one time.</summary>
public sealed record SessionListing
{
    /// <summary>What the server says it is.</summary>
    public required VSphereAbout About { get; init; }

    /// <summary>The time on the server's clock.</summary>
    public required DateTimeOffset ServerTime { get; init; }

    /// <summary>All sessions, in the server's order.</summary>
    public required IReadOnlyList<VCenterSession> Sessions { get; init; }

    /// <summary>Why the login made for this could not be ended, so that it stays until it has been idle for long; null when all went well.</summary>
    public ServerException? LogoutFailure { get; init; }
}
