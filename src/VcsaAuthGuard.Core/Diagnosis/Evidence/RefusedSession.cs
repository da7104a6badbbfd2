using VcsaAuthGuard.ApiLoad;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents a session whose calls were refused with NotAuthenticated.</summary>
internal sealed class RefusedSession
{
    /// <summary>Gets or sets the client, where a log names it.</summary>
    public ApiClient Owner { get; set; } = ApiClient.Unattributed;

    /// <summary>Gets the time at which the session was first seen, in ticks; 0 if it is not known.</summary>
    public long FirstSeen { get; init; }

    /// <summary>Gets the time of its first refused call, in ticks; 0 if it is not known.</summary>
    public long FirstRefused { get; init; }

    /// <summary>Gets the seconds without a call before the first refused one; -1 if the log does not show them.</summary>
    public int IdleSeconds { get; init; } = -1;
}
