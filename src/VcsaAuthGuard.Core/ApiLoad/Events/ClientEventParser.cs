using System.Globalization;
using System.Net;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.ApiLoad.Events;

/// <summary>
/// Reads vCenter's events as its syslog forwarding writes them, <c>Event [ID] [1-1] [TIME] [vim.event.TYPE] [LEVEL] [USER] [...] [ID]
/// [MESSAGE]</c>, and what the sign-on services log of logins.
/// </summary>
internal static class ClientEventParser
{
    private const int FieldsBeforeMessage = 4; // level, user, datacenter, id
    private static readonly byte[] EventType = "[vim.event."u8.ToArray();

    /// <summary>Gets the texts of which every relevant line contains at least one.</summary>
    public static IReadOnlyList<string> Needles { get; } =
    ["SessionEvent] [", "EventEx] [", "SessionEvent\"", SignOnEntry.Needle, "for user [after add]: "];

    /// <summary>Gets the search terms for log platforms, which find the events that <see cref="ParseMessage"/> parses.</summary>
    public static IReadOnlyList<SearchPhrase> Phrases { get; } =
    [
        new("vim.event.UserLoginSessionEvent"),
        new("vim.event.UserLogoutSessionEvent"),
        new("vim.event.BadUsernameSessionEvent"),
        new("Failed login "),
        new(SignOnEntry.Type),
        new("for user [after add]: "),
    ];

    /// <summary>Reads an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="found">The event; null if it is one that says nothing about a login.</param>
    /// <returns>True when all parts of the entry were found.</returns>
    public static bool TryRead(LogEntry entry, out ClientEvent? found)
    {
        int type = entry.Kind == EntryKind.Event ? entry.Line.IndexOf(EventType) : -1;
        if (type >= 0)
        {
            return TryReadEvent(entry.Line, type, out found);
        }

        found = entry.Kind switch
        {
            EntryKind.Event => JsonClientEvent.Read(entry.Line),
            EntryKind.SignOnRefusal => ReadRefusedSignOn(entry),
            _ => ReadSessionCount(entry),
        };
        return found is not null;
    }

    private static bool TryReadEvent(ReadOnlySpan<byte> line, int typeAt, out ClientEvent? found)
    {
        found = null;
        ReadOnlySpan<byte> rest = line.Slice(typeAt + EventType.Length);
        int end = rest.IndexOf((byte)']');
        int open = line.Slice(0, Math.Max(0, typeAt - 1)).LastIndexOf((byte)'[');
        if (end < 0 || open < 0 || !LogTimestamp.TryRead(line.Slice(open + 1), out DateTimeOffset time, out _, out _))
        {
            return false;
        }

        string type = Bytes.ToText(rest.Slice(0, end));
        rest = rest.Slice(end + 1);
        for (int i = 0; i < FieldsBeforeMessage; i++)
        {
            int close = rest.IndexOf((byte)']');
            if (close < 0)
            {
                return false;
            }

            rest = rest.Slice(close + 1);
        }

        rest = Bytes.TrimStart(rest);
        int last = rest.LastIndexOf((byte)']');
        if (rest.IsEmpty || rest[0] != '[' || last < 1)
        {
            return false;
        }

        string message = Bytes.ToText(rest.Slice(1, last - 1));
        found = ParseMessage(type, message);
        found = found is null ? null : found with { Time = time };
        return found is not null || type is not ("UserLoginSessionEvent" or "UserLogoutSessionEvent" or "BadUsernameSessionEvent");
    }

    private static ClientEvent? ParseMessage(string type, string message) => type switch
    {
        "UserLoginSessionEvent" => Login(message),
        "UserLogoutSessionEvent" => Logout(message),
        "BadUsernameSessionEvent" when TextAfter(message, "Cannot login ") is string account =>
            new() { Kind = ClientEventKind.LoginRefused, Client = Client(account, null) },
        "EventEx" when TextBetween(message, "Failed login ", " from ") is string user
            && TextBetween(message, " from ", " at ") is string address =>
            new() { Kind = ClientEventKind.LoginRefused, Client = new(user, NetworkAddress.Parse(address), null) },
        _ => null,
    };

    /// <summary>Parses <c>User root@127.0.0.1 logged in as pyvmomi</c>.</summary>
    private static ClientEvent? Login(string message) =>
        TextBetween(message, "User ", " logged in as ") is string account
            ? new() { Kind = ClientEventKind.Login, Client = Client(account, TextAfter(message, " logged in as ")) }
            : null;

    /// <summary>
    /// Parses <c>User root@127.0.0.1 logged out (login time: ..., number of API invocations: 7, user agent: pyvmomi ...)</c>.
    /// </summary>
    private static ClientEvent? Logout(string message)
    {
        if (TextBetween(message, "User ", " logged out") is not string account)
        {
            return null;
        }

        string? agent = TextAfter(message, "user agent: ");
        string? calls = TextBetween(message, "number of API invocations: ", ",");
        return new()
        {
            Kind = ClientEventKind.Logout,
            Client = Client(account, agent is { Length: > 0 } && agent[agent.Length - 1] == ')' ? agent.Remove(agent.Length - 1) : agent),
            Count = long.TryParse(
                calls,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out long count
            )
                ? count
                : null,
        };
    }

    private static ClientEvent? ReadRefusedSignOn(LogEntry entry) =>
        SignOnEntry.Read(entry) is not SignOnEntry refused
            ? null
            : new()
            {
                Kind = ClientEventKind.LoginRefused,
                Origin = ClientEventOrigin.SignOn,
                Time = refused.Time,
                Log = entry.Span.Source,
                Client = new(refused.User, refused.ClientAddress, null),
            };

    /// <summary>Reads the account and the number of its sessions in <c>User session count is limited to 550. Existing session count is 550
    /// for user ACCOUNT</c>; returns null if the entry names no account.</summary>
    public static ClientEvent? ReadSessionLimit(LogEntry entry)
    {
        string sentence = Bytes.ToText(entry.Body);
        const string Label = "Existing session count is ";
        int at = sentence.IndexOf(Label, StringComparison.Ordinal);
        string? count = at < 0 ? null : sentence.Substring(at + Label.Length).Split(' ')[0];
        return EntryAccount.FindBehindFor(sentence) is not string user
            ? null
            : new()
            {
                Kind = ClientEventKind.SessionCount,
                Origin = ClientEventOrigin.SignOn,
                Time = entry.Header.Time,
                Client = new(user, null, null),
                Count = long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out long sessions) ? sessions : null,
            };
    }

    /// <summary>Reads <c>Session count for user [after add]: VSPHERE.LOCAL\USERNAME is 3</c>.</summary>
    private static ClientEvent? ReadSessionCount(LogEntry entry)
    {
        ReadOnlySpan<byte> label = "for user [after add]: "u8;
        ReadOnlySpan<byte> rest = entry.Line.Slice(entry.Line.IndexOf(label) + label.Length);
        int end = rest.LastIndexOf(" is "u8);
        if (end <= 0 || !Bytes.TryReadNumber(rest.Slice(end + 4), out int count, out _))
        {
            return null;
        }

        return new()
        {
            Kind = ClientEventKind.SessionCount,
            Origin = ClientEventOrigin.SignOn,
            Time = entry.Header.Time,
            Client = new(Bytes.ToText(rest.Slice(0, end)), null, null),
            Count = count,
        };
    }

    /// <summary>Parses <c>USER@ADDRESS</c>, in which the user may contain an @.</summary>
    private static ApiClient Client(string account, string? agent)
    {
        int at = account.LastIndexOf('@');
        string address = account.Substring(at + 1);
        agent = string.IsNullOrWhiteSpace(agent) ? null : agent;
        bool isAddress = IPAddress.TryParse(address, out _);
        return at > 0 && (isAddress || address.Length == 0)
            ? new(account.Remove(at), isAddress ? address : null, agent)
            : new(account, null, agent);
    }

    private static string? TextAfter(string text, string label)
    {
        int at = text.IndexOf(label, StringComparison.Ordinal);
        return at < 0 ? null : text.Substring(at + label.Length);
    }

    private static string? TextBetween(string text, string before, string after)
    {
        string? rest = TextAfter(text, before);
        int end = rest?.IndexOf(after, StringComparison.Ordinal) ?? -1;
        return end < 0 ? null : rest!.Remove(end);
    }
}
