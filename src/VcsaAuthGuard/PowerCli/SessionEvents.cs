using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.Binding;

namespace VcsaAuthGuard.PowerCli;

/// <summary>Reads the login and logout events that PowerCLI's Get-VIEvent gives, and objects made like them.</summary>
internal static class SessionEvents
{
    private const string Login = "UserLoginSessionEvent";
    private const string Logout = "UserLogoutSessionEvent";

    /// <summary>Converts an object to an event; returns null if it is not one.</summary>
    public static ClientEvent? TryRead(PSObject input)
    {
        string? user = Text(input, "UserName");
        if (user is null || KindOf(input) is not ClientEventKind kind || (Text(input, "IpAddress") ?? Text(input, "SessionId")) is null)
        {
            return null;
        }

        return new()
        {
            Kind = kind,
            Time = TimeOf(Properties.Get(input, "CreatedTime")),
            Client = new(user, Text(input, "IpAddress"), Text(input, "UserAgent")),
            SessionId = Text(input, "SessionId"),
            Count =
                kind == ClientEventKind.Logout
                && LanguagePrimitives.TryConvertTo(Properties.Get(input, "CallCount"), out long calls)
                && calls >= 0
                    ? calls
                    : null,
        };
    }

    /// <summary>Returns the kind of an event by its type name; without one, by the properties that only a logout has.</summary>
    private static ClientEventKind? KindOf(PSObject input)
    {
        foreach (string name in input.TypeNames)
        {
            string last = name.Substring(name.LastIndexOf('.') + 1);
            if (last is Login or Logout)
            {
                return last == Login ? ClientEventKind.Login : ClientEventKind.Logout;
            }
        }

        return input.BaseObject is not PSCustomObject ? null
            : Properties.Get(input, "CallCount") is null && Properties.Get(input, "LoginTime") is null ? ClientEventKind.Login
            : ClientEventKind.Logout;
    }

    private static string? Text(PSObject input, string name) => Properties.GetText(input, name) is { Length: > 0 } text ? text : null;

    /// <summary>
    /// Returns the time of an event. PowerCLI gives local times; a time of unspecified kind (from CSV, for example) is taken as UTC, as
    /// in logs.
    /// </summary>
    private static DateTimeOffset? TimeOf(object? time) =>
        time switch
        {
            DateTimeOffset value => value.ToUniversalTime(),
            DateTime { Kind: DateTimeKind.Local } value => new DateTimeOffset(value).ToUniversalTime(),
            DateTime value => new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc)),
            string text
                when DateTimeOffset.TryParse(
                    text,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                    out DateTimeOffset value
                ) => value,
            _ => null,
        };
}
