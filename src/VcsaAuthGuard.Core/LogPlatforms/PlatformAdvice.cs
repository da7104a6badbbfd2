namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Contains the recommended actions for a platform's errors, which depend on the caller's operation.</summary>
internal sealed record PlatformAdvice
{
    /// <summary>Gets the action after a response of another program.</summary>
    public required string NotThisApi { get; init; }

    /// <summary>Gets the action after a connection that failed.</summary>
    public required string Unreachable { get; init; }

    /// <summary>Gets the action after too many responses with status 429.</summary>
    public string Throttled { get; init; } = "Run the command again later, or ask for a narrower -After and -Before.";

    /// <summary>Gets the action after a status of 5xx.</summary>
    public string ServerError { get; init; } = "Run the command again when the platform is well, or ask for a narrower -After and -Before.";

    /// <summary>Gets the action after a status of 4xx.</summary>
    public string Refused { get; init; } =
        "The server says why: correct the field, index or label that it names, or ask for a narrower -After and -Before.";

    /// <summary>Gets the action after a status of 401 or 403.</summary>
    public string LoginRefused { get; init; } = "Check -Credential or -Token, and whether the user may read these logs.";

    /// <summary>Gets the action after a response that did not come in time.</summary>
    public string Timeout { get; init; } =
        "Check whether the platform is under load, give it more time (-TimeoutSec), or ask for a narrower -After and -Before.";

    /// <summary>Gets the action after a response that exceeds the size limit.</summary>
    public string TooLarge { get; init; } = "Ask for fewer events at once (-PageSize).";
}
