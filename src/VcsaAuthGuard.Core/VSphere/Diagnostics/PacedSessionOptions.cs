namespace VcsaAuthGuard.VSphere.Diagnostics;

/// <summary>Specifies the session of a series of calls at one vCenter Server, and their pace.</summary>
public sealed record PacedSessionOptions
{
    /// <summary>Gets the server and the session to use there.</summary>
    public required SessionAccess Access { get; init; }

    /// <summary>Gets the least time between the starts of two calls. 100 milliseconds by default.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets the least time between two logins. A minute by default.</summary>
    public TimeSpan LoginInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the number of attempts of a call to a server that answered before and cannot be reached. 4 by default.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>Gets the clock and the source of delays.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
