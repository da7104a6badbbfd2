using VcsaAuthGuard.Logs.Matching;

namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Contains the texts that tell the kinds of entries apart.</summary>
internal static class EntryForms
{
    /// <summary>The name of the fault of every call without a privilege; of a login it is a refusal.</summary>
    public const string NoPermission = "NoPermission";

    public static ReadOnlySpan<byte> SoapFailure => "SOAP request returned HTTP failure;"u8;

    public static ReadOnlySpan<byte> ActivationFailure => "VMOMI activation LRO failed;"u8;

    public static ReadOnlySpan<byte> LoginAccount => "[Auth]: User "u8;

    public static ReadOnlySpan<byte> HttpSessions => "Out of HTTP sessions: Limited to "u8;

    public static ReadOnlySpan<byte> UserSessions => "User session count is limited to "u8;

    /// <summary>Gets texts of which every entry has one whose form can stand anywhere in its first line.</summary>
    public static NeedleSet Anywhere { get; } = new(
    [
        "User session count is limited to ", "Session count is limited to ", "Recv of frame failed with code: ",
        "Section for VMware VirtualCenter", "/SessionPool/Session/", "/SessionPool/Id='", "SessionEvent", "EventEx] [",
        "sso.LoginFailure", "for user [after add]: ", .. RequestMethod.Needles,
    ]);

    /// <summary>Gets the same sentence about the sessions of all users together.</summary>
    public static ReadOnlySpan<byte> AllSessions => "Session count is limited to "u8;

    public static ReadOnlySpan<byte> FrameFailure => "Recv of frame failed with code: "u8;

    public static ReadOnlySpan<byte> Connections => "remote https connections exceed "u8;

    public static ReadOnlySpan<byte> ServiceSection => "Section for VMware VirtualCenter"u8;

    /// <summary>Gets what follows the time in the line that starts a log.</summary>
    public static ReadOnlySpan<byte> LogRotation => " - last log rotation time, "u8;

    /// <summary>
    /// Determines whether an entry that is of no kind looked for mentions one: it holds a search term other than
    /// <see cref="NoPermission"/>, which calls of any kind are refused with, and the path of the host gateway.
    /// </summary>
    public static bool IsMention(ReadOnlySpan<byte> entry) =>
        (entry.IndexOf("NoPermission"u8) < 0 && entry.IndexOf(" /hgw/"u8) < 0)
        || entry.IndexOf("NotAuthenticated"u8) >= 0
        || entry.IndexOf("InvalidLogin"u8) >= 0
        || entry.IndexOf("SOAP request returned HTTP failure"u8) >= 0
        || entry.IndexOf("Out of HTTP sessions: Limited to"u8) >= 0
        || entry.IndexOf(UserSessions) >= 0
        || entry.IndexOf(Connections) >= 0;

    /// <summary>Returns where the path of a session of the profiler starts, in either shape; -1 if there is none.</summary>
    public static int IndexOfSession(ReadOnlySpan<byte> text)
    {
        int at = text.IndexOf("/SessionPool/Session/"u8);
        return at >= 0 ? at : text.IndexOf("/SessionPool/Id='"u8);
    }

    /// <summary>Determines whether a line is an event of a login or a logout as JSON, as vCenter's API and event brokers write
    /// it.</summary>
    public static bool IsJsonEvent(ReadOnlySpan<byte> line) => line.IndexOf((byte)'{') >= 0 && line.IndexOf("SessionEvent\""u8) >= 0;

    /// <summary>Returns a body without what Envoy puts in front: <c>[C15632615] </c> or <c>[Tags: "ConnectionId":"1"] </c>.</summary>
    public static ReadOnlySpan<byte> WithoutTags(ReadOnlySpan<byte> body)
    {
        while (body.Length > 0 && body[0] == '[')
        {
            int end = body.IndexOf((byte)']');
            if (end < 0)
            {
                break;
            }

            body = Bytes.TrimStart(body.Slice(end + 1));
        }

        return body;
    }
}
