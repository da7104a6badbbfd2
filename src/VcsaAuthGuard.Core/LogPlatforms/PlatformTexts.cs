namespace VcsaAuthGuard.LogPlatforms;

/// <summary>What errors advise, by what a caller of a platform does there.</summary>
internal sealed record PlatformTexts
{
    /// <summary>Where another program answers.</summary>
    public required string NotThisApi { get; init; }

    /// <summary>Where nobody does.</summary>
    public required string Unreachable { get; init; }

    /// <summary>After 429, too often.</summary>
    public string Later { get; init; } = "Run the command again later, or ask for a narrower -After and -Before.";

    /// <summary>After 5xx.</summary>
    public string AfterFailure { get; init; } = "Run the command again when the platform is well, or ask for a narrower -After and -Before.";

    /// <summary>After 4xx.</summary>
    public string AfterRefusal { get; init; } = "The server says why: correct the field, index or label that it names, or ask for a narrower -After and -Before.";

    /// <summary>After 401 or 403.</summary>
    public string Login { get; init; } = "Check -Credential or -Token, and whether the user may read these logs.";

    /// <summary>After an answer that did not come in time.</summary>
    public string AfterTimeout { get; init; } = "Check whether the platform is under load, give it more time (-TimeoutSec), or ask for a narrower -After and -Before.";

    /// <summary>After an answer of a size that logs do not have.</summary>
    public string TooLarge { get; init; } = "Ask for fewer events at once (-PageSize).";
}
