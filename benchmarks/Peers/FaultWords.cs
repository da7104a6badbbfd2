namespace VcsaAuthGuard.Benchmarks.Peers;

/// <summary>Holds the search terms of the engine for all kinds of fault, and the entries they lead to.</summary>
internal static class FaultWords
{
    /// <summary>As many as the engine has, for as much work.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "NotAuthenticated",
        "SOAP request returned HTTP failure",
        "Out of HTTP sessions: Limited to",
        "User session count is limited to",
        "remote https connections exceed max allowed",
        "InvalidLogin",
    ];

    /// <summary>
    /// The faults of docs/reading-logs.md with their continuations, for a search over several lines. There is no <c>^.*</c> in
    /// front: whole lines are printed anyway, and a pattern that starts with plain words is the fastest there is for ripgrep.
    /// </summary>
    public const string EntryPattern =
        @"(?:" +
        @"SOAP request returned HTTP failure;[^\n]*(?:fault: \(vim\.fault\.NotAuthenticated\)" +
        @"|(?:/hgw/|envoy-hgw)[^\n]*; code: 5[0-9][0-9]\()" +
        @"|\[VpxLRO\] -- ERROR [^\n]*: vim\.fault\.(?:NotAuthenticated|InvalidLogin):" +
        @"|VMOMI activation LRO failed;[^\n]*Fault cause: vim\.fault\.(?:NotAuthenticated|InvalidLogin)" +
        @"|Out of HTTP sessions: Limited to [0-9]" +
        @"|User session count is limited to [0-9]+\. Existing session count is [0-9]" +
        @"|remote https connections exceed max allowed: [0-9]" +
        @")[^\n]*(?:\n-->[^\n]*)*";
}
