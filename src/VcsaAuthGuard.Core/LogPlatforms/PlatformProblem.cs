namespace VcsaAuthGuard.LogPlatforms;

/// <summary>What can go wrong between this module and a log platform.</summary>
public enum PlatformProblem
{
    /// <summary>It could not be reached, or closed the connection.</summary>
    Unreachable,

    /// <summary>It did not answer in time.</summary>
    Timeout,

    /// <summary>It refused user name, password or provider.</summary>
    LoginRefused,

    /// <summary>It took a session away at once, twice (401 or 440).</summary>
    SessionLost,

    /// <summary>It wants fewer requests (429), for longer than this module waits.</summary>
    TooManyRequests,

    /// <summary>It refused the request.</summary>
    Refused,

    /// <summary>It failed (5xx), more than once where asking again does no harm.</summary>
    ServerError,

    /// <summary>The answer is not one of this API.</summary>
    UnexpectedAnswer,

    /// <summary>It answered, and its answer is not all there is.</summary>
    Incomplete,

    /// <summary>Several alerts have the name.</summary>
    Ambiguous,

    /// <summary>An update was made, and the alert that it replaces is still there.</summary>
    OldAlertLeft,
}
