using System.Globalization;

namespace VcsaAuthGuard.BackupWindows;

/// <summary>Writes windows as the CSV that is read as windows (RFC 4180).</summary>
public static class WindowCsv
{
    /// <summary>Gets the header.</summary>
    public static string Header =>
        "Name,Role,Recurrence,TimeZone,Duration,Server,VMs,Sessions,SecondsPerRequest,Movable,Source,RoleIsGuess";

    /// <summary>Returns the row of a window, without a line end.</summary>
    /// <param name="window">The window.</param>
    public static string ToRow(BackupWindow window)
    {
        _ = window ?? throw new ArgumentNullException(nameof(window));
        return string.Join(",", ((string?[])
        [
            window.Name,
            window.Role.ToString(),
            window.Recurrence.Text,
            window.TimeZone,
            window.Duration.ToString("c", CultureInfo.InvariantCulture),
            string.Join(";", window.Server),
            window.VMs?.ToString(CultureInfo.InvariantCulture),
            window.Sessions?.ToString(CultureInfo.InvariantCulture),
            window.SecondsPerRequest?.ToString("R", CultureInfo.InvariantCulture),
            window.Movable?.ToString(),
            window.Source,
            window.RoleIsGuess ? bool.TrueString : null,
        ]).Select(Cell));
    }

    private static string Cell(string? text) => text is null ? ""
        : text.IndexOfAny([',', '"', '\n', '\r']) < 0 ? text
        : $"\"{text.Replace("\"", "\"\"")}\"";
}
