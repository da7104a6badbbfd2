namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Specifies how a request to a log platform failed.</summary>
public enum PlatformProblem
{
    /// <summary>The server could not be reached, or closed the connection.</summary>
    Unreachable,

    /// <summary>The server did not answer in time.</summary>
    Timeout,

    /// <summary>The server's certificate is not trusted.</summary>
    CertificateNotTrusted,

    /// <summary>The server's certificate is not the pinned one.</summary>
    ThumbprintMismatch,

    /// <summary>The platform refused user name, password or provider.</summary>
    LoginRefused,

    /// <summary>The platform refused a new session too (401 or 440).</summary>
    SessionLost,

    /// <summary>The platform asks for fewer requests (429), for longer than this module waits.</summary>
    TooManyRequests,

    /// <summary>The platform refused the request.</summary>
    Refused,

    /// <summary>The platform failed (5xx), more than once when the request can safely be repeated.</summary>
    ServerError,

    /// <summary>The response is not one of this API.</summary>
    UnexpectedAnswer,

    /// <summary>The response is incomplete.</summary>
    Incomplete,

    /// <summary>Several alerts have the same name.</summary>
    Ambiguous,

    /// <summary>An update was made, and the alert that it replaces still exists.</summary>
    OldAlertLeft,
}
