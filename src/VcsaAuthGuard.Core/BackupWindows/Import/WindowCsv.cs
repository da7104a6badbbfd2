using System.Globalization;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Writes windows as CSV (RFC 4180) with the columns that <see cref="WindowFile"/> reads.</summary>
public static class WindowCsv
{
    private const string Quoted = ",\"\r\n;\t";

    /// <summary>Writes a header and a row for each window.</summary>
    /// <param name="writer">Receives the text; it is not disposed of.</param>
    /// <param name="windows">The windows.</param>
    public static void Write(TextWriter writer, IEnumerable<BackupWindow> windows)
    {
        _ = writer ?? throw new ArgumentNullException(nameof(writer));
        _ = windows ?? throw new ArgumentNullException(nameof(windows));
        writer.Write(string.Join(",", WindowFields.Names) + "\n");
        foreach (BackupWindow window in windows)
        {
            writer.Write(string.Join(",", WindowFields.Names.Select(name => Quote(Field(window, name)))) + "\n");
        }
    }

    private static string Field(BackupWindow window, string name) => name switch
    {
        nameof(BackupWindow.Name) => window.Name,
        nameof(BackupWindow.Role) => window.Role.ToString(),
        nameof(BackupWindow.Recurrence) => window.Recurrence.Text,
        nameof(BackupWindow.TimeZone) => window.TimeZone,
        nameof(BackupWindow.Duration) => window.Duration.ToString("c", CultureInfo.InvariantCulture),
        nameof(BackupWindow.Server) => string.Join(";", window.Server),
        nameof(BackupWindow.VMs) => Number(window.Load.VMs),
        nameof(BackupWindow.Sessions) => Number(window.Load.Sessions),
        nameof(BackupWindow.SecondsPerRequest) => window.Load.SecondsPerRequest?.ToString("R", CultureInfo.InvariantCulture) ?? "",
        nameof(BackupWindow.Movable) => window.Movable?.ToString() ?? "",
        nameof(BackupWindow.Source) => window.Source ?? "",
        _ => throw new ArgumentException($"A window has no column {name}.", nameof(name)),
    };

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Quote(string text) => text.Any(c => Quoted.Contains(c)) ? "\"" + text.Replace("\"", "\"\"") + "\"" : text;
}
