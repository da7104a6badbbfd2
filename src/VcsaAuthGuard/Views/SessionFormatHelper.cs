using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Views;

/// <summary>Formats values for the views of Sessions.Format.ps1xml; not meant to be called otherwise.</summary>
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public static class SessionFormatHelper
{
    private const int ClientsShown = 5;

    /// <summary>Formats a span of time to the second, with its days.</summary>
    /// <param name="span">A TimeSpan or null.</param>
    public static string Span(object? span) =>
        Value(span) is TimeSpan value
            ? value.ToString(value.Days > 0 ? @"d\d\ hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture)
            : "";

    /// <summary>Formats the clients with the most sessions, one a line, and how many more there are.</summary>
    /// <param name="clients">SessionClient objects.</param>
    public static string Clients(object? clients)
    {
        SessionClient[] all = [.. (Value(clients) as IEnumerable<SessionClient>) ?? []];
        IEnumerable<string> lines = all.Take(ClientsShown)
            .Select(client =>
                FormattableString.Invariant($"{client.Sessions} ({client.Share:P0}): {TerminalText.OneLine(client.UserName)} at ")
                    + $"{TerminalText.OneLine(client.IpAddress ?? "?")}, {TerminalText.OneLine(client.UserAgent ?? "?")}"
            );
        return string.Join(
            "\n",
            all.Length > ClientsShown ? lines.Append(FormattableString.Invariant($"and {all.Length - ClientsShown} more")) : lines
        );
    }

    private static object? Value(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
