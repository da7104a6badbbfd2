using System.Text.Json;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.ApiLoad.Events;

/// <summary>Reads a login or a logout that vCenter's API or an event broker wrote as JSON: the fields of the event, perhaps inside an
/// envelope's <c>data</c>.</summary>
internal static class JsonClientEvent
{
    private const int MaxDepth = 4;

    private static readonly (string Type, ClientEventKind Kind)[] Types =
    [
        ("UserLoginSessionEvent", ClientEventKind.Login),
        ("UserLogoutSessionEvent", ClientEventKind.Logout),
        ("BadUsernameSessionEvent", ClientEventKind.LoginRefused),
    ];

    /// <summary>Reads a line; returns null if it is no such event.</summary>
    public static ClientEvent? Read(ReadOnlySpan<byte> line)
    {
        ClientEventKind? kind = KindOf(line);
        if (kind is null)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(line.Slice(line.IndexOf((byte)'{')).ToArray());
            return Find(document.RootElement, MaxDepth) is JsonElement fields ? Create(kind.Value, fields, document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ClientEventKind? KindOf(ReadOnlySpan<byte> line)
    {
        foreach ((string type, ClientEventKind kind) in Types)
        {
            if (line.IndexOf(System.Text.Encoding.ASCII.GetBytes(type + "\"").AsSpan()) >= 0)
            {
                return kind;
            }
        }

        return null;
    }

    private static ClientEvent Create(ClientEventKind kind, JsonElement fields, JsonElement root) =>
        new()
        {
            Kind = kind,
            Time = TimeOf(fields, "CreatedTime") ?? TimeOf(root, "time"),
            Client = new(
                Text(fields, "UserName"),
                Text(fields, "IpAddress") is string address ? NetworkAddress.Parse(address) : null,
                Text(fields, "UserAgent")
            ),
            SessionId = Text(fields, "SessionId"),
            Count =
                Property(fields, "CallCount") is { ValueKind: JsonValueKind.Number } count && count.TryGetInt64(out long calls)
                    ? calls
                    : null,
        };

    /// <summary>Finds the object with the name of the user.</summary>
    private static JsonElement? Find(JsonElement element, int depth)
    {
        if (element.ValueKind != JsonValueKind.Object || depth == 0)
        {
            return null;
        }

        return Text(element, "UserName") is not null
            ? element
            : element.EnumerateObject().Select(property => Find(property.Value, depth - 1)).FirstOrDefault(found => found is not null);
    }

    private static DateTimeOffset? TimeOf(JsonElement element, string name) =>
        Text(element, name) is string text
        && LogTimestamp.TryRead(System.Text.Encoding.UTF8.GetBytes(text), out DateTimeOffset time, out _, out _)
            ? time
            : null;

    private static string? Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>Returns a property, whichever case its name is in: APIs differ in it.</summary>
    private static JsonElement? Property(JsonElement element, string name)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }
}
