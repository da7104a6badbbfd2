using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Matching;


namespace VcsaAuthGuard.Faults;

/// <summary>The words and phrases of the entries that are faults.</summary>
internal static class FaultPatterns
{
    public const string NotAuthenticated = "vim.fault.NotAuthenticated";
    public const string InvalidLogin = "vim.fault.InvalidLogin";

    /// <summary>What every fault of a kind has in it, and little else does.</summary>
    private static readonly (AuthFaultKind[] Kinds, string Needle)[] Needles =
    [
        ([AuthFaultKind.NotAuthenticated], "NotAuthenticated"),
        ([AuthFaultKind.GatewayFailure], "SOAP request returned HTTP failure"),
        ([AuthFaultKind.SessionLimit], "Out of HTTP sessions: Limited to"),
        ([AuthFaultKind.SessionLimit], "User session count is limited to"),
        ([AuthFaultKind.ConnectionLimit], "remote https connections exceed max allowed"),
        ([AuthFaultKind.LoginRefused], "InvalidLogin"),
    ];

    /// <summary>What a platform whose index has words is asked for: a fault's type is one word, dots and all, where dots part no words.</summary>
    private static readonly Dictionary<string, string> Words = new()
    {
        ["NotAuthenticated"] = NotAuthenticated,
        ["InvalidLogin"] = InvalidLogin,
    };

    public static ReadOnlySpan<byte> SoapFailure => "SOAP request returned HTTP failure;"u8;

    public static ReadOnlySpan<byte> LroError => "[VpxLRO] -- ERROR"u8;

    public static ReadOnlySpan<byte> ActivationFailed => "VMOMI activation LRO failed;"u8;

    public static ReadOnlySpan<byte> OutOfSessions => "Out of HTTP sessions: Limited to "u8;

    public static ReadOnlySpan<byte> UserSessions => "User session count is limited to "u8;

    public static ReadOnlySpan<byte> Connections => "remote https connections exceed max allowed: "u8;

    public static NeedleSet NeedlesFor(IReadOnlyCollection<AuthFaultKind> kinds) => new([.. NeedlesOf(kinds)]);

    public static IEnumerable<SearchPhrase> PhrasesOf(IReadOnlyCollection<AuthFaultKind> kinds) =>
        NeedlesOf(kinds).Select(needle => new SearchPhrase(needle, Words.TryGetValue(needle, out string? words) ? words : needle));

    public static IEnumerable<string> NeedlesOf(IReadOnlyCollection<AuthFaultKind> kinds) =>
        Needles.Where(needle => needle.Kinds.Any(kinds.Contains)).Select(needle => needle.Needle);
}
