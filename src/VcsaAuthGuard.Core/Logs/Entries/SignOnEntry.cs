using System.Globalization;

namespace VcsaAuthGuard.Logs.Entries;

/// <summary>
/// Represents a refused sign-on as the audit log of single sign-on and websso's log have it:
/// <c>{"user":"...","client":"...","timestamp":"...",...,"type":"com.vmware.sso.LoginFailure"}</c>.
/// </summary>
/// <param name="User">The account.</param>
/// <param name="ClientAddress">The address; null if the entry has none.</param>
/// <param name="Time">The event's own time, or that of the entry; null if it has none.</param>
/// <param name="Description">The sentence of the event; null if it has none.</param>
internal sealed record SignOnEntry(string User, string? ClientAddress, DateTimeOffset? Time, string? Description)
{
    /// <summary>The type of the event.</summary>
    public const string Type = "com.vmware.sso.LoginFailure";

    /// <summary>The text by which the entries are found.</summary>
    public const string Needle = "sso.LoginFailure";

    /// <summary>Reads an entry; returns null if it names no user.</summary>
    public static SignOnEntry? Read(LogEntry entry)
    {
        if (Field(entry.Line, "\"user\":\""u8) is not string user)
        {
            return null;
        }

        return new(
            user.Replace("\\\\", "\\"),
            Field(entry.Line, "\"client\":\""u8) is string address ? NetworkAddress.Parse(address) : null,
            ReadTime(Field(entry.Line, "\"timestamp\":\""u8)) ?? entry.Header.Time,
            Field(entry.Line, "\"description\":\""u8)
        );
    }

    private static string? Field(ReadOnlySpan<byte> line, ReadOnlySpan<byte> label) =>
        Bytes.TryBetween(line, label, "\""u8, out ReadOnlySpan<byte> value) ? Bytes.ToText(value) : null;

    /// <summary>Reads <c>04/06/2019 12:47:50 UTC</c>.</summary>
    private static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParseExact(
            text,
            "MM/dd/yyyy HH:mm:ss 'UTC'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time
        )
            ? time
            : null;
}
