using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;


namespace VcsaAuthGuard.Faults;

/// <summary>Contains the texts by which entries that may be faults are found.</summary>
internal static class FaultPatterns
{
    public const string NotAuthenticated = "vim.fault.NotAuthenticated";
    public const string InvalidLogin = "vim.fault.InvalidLogin";

    /// <summary>Gets the texts that every fault of a kind contains, and little else does.</summary>
    private static readonly (AuthFaultKind[] Kinds, string Needle)[] Needles =
    [
        ([AuthFaultKind.NotAuthenticated], "NotAuthenticated"),
        ([AuthFaultKind.GatewayFailure], "SOAP request returned HTTP failure"),
        ([AuthFaultKind.GatewayFailure], "Recv of frame failed with code: "),
        ([AuthFaultKind.SessionLimit], "Out of HTTP sessions: Limited to"),
        ([AuthFaultKind.SessionLimit], "User session count is limited to"),
        ([AuthFaultKind.SessionLimit], "Session count is limited to"),
        ([AuthFaultKind.ConnectionLimit], "remote https connections exceed "),
        ([AuthFaultKind.LoginRefused], "InvalidLogin"),
        ([AuthFaultKind.LoginRefused], EntryForms.NoPermission),
    ];

    /// <summary>Gets the search words for a platform whose index has words: a fault's type is one word with its dots, where dots part no
    /// words.</summary>
    private static readonly Dictionary<string, string> Words = new()
    {
        ["NotAuthenticated"] = NotAuthenticated,
        ["InvalidLogin"] = InvalidLogin,
        [EntryForms.NoPermission] = "vim.fault.NoPermission",
    };

    /// <summary>Returns the needles for logs of any kind, access logs included.</summary>
    public static NeedleSet NeedlesFor(IReadOnlyCollection<AuthFaultKind> kinds) =>
        new(
        [
            .. NeedlesOf(kinds),
            .. kinds.Contains(AuthFaultKind.GatewayFailure) ? (string[])[AccessFault.Needle] : [],
            .. kinds.Contains(AuthFaultKind.LoginRefused) ? (string[])[SignOnEntry.Needle] : [],
        ]);

    /// <summary>Returns the phrases of entries of all logs that a platform has, those of sign-on included.</summary>
    public static IEnumerable<SearchPhrase> PhrasesFor(IReadOnlyCollection<AuthFaultKind> kinds) =>
        kinds.Contains(AuthFaultKind.LoginRefused) ? PhrasesOf(kinds).Append(new(SignOnEntry.Type)) : PhrasesOf(kinds);

    public static IEnumerable<SearchPhrase> PhrasesOf(IReadOnlyCollection<AuthFaultKind> kinds) =>
        NeedlesOf(kinds).Select(needle => new SearchPhrase(needle, Words.TryGetValue(needle, out string? words) ? words : needle));

    /// <summary>Returns the phrases of events that are counted without being read: those of faults that other entries do not
    /// have.</summary>
    public static IEnumerable<SearchPhrase> PhrasesToCount(IReadOnlyCollection<AuthFaultKind> kinds) =>
        PhrasesOf(kinds).Where(phrase => phrase.Literal != EntryForms.NoPermission);

    public static IEnumerable<string> NeedlesOf(IReadOnlyCollection<AuthFaultKind> kinds) =>
        Needles.Where(needle => needle.Kinds.Any(kinds.Contains)).Select(needle => needle.Needle);
}
