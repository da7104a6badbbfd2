using System.Globalization;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Makes a window of named texts: a row of CSV, a JSON object, an object of PowerShell's Import-Csv.</summary>
public static class WindowFields
{
    /// <summary>Gets the names of all fields.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "Name", "Role", "Recurrence", "TimeZone", "Duration", "Server", "VMs", "Sessions", "SecondsPerRequest", "Movable", "Source",
        "RoleIsGuess",
    ];

    /// <summary>Gets the names that must have a value.</summary>
    public static IReadOnlyList<string> Required { get; } = ["Name", "Role", "Recurrence", "Duration"];

    /// <summary>The message for times without a zone: which one is meant is never guessed.</summary>
    internal const string NoTimeZone = "It has no time zone. Give one with -TimeZone (--time-zone), such as Europe/Berlin or UTC.";

    /// <summary>Makes the window.</summary>
    /// <param name="get">Gives the text under a name of <see cref="Names"/>, or null.</param>
    /// <param name="source">Where it is from, where no field says.</param>
    /// <param name="timeZone">The zone, where no field says; null makes that an error.</param>
    /// <exception cref="FormatException">A field is missing or wrong; the message says which and why.</exception>
    public static BackupWindow ToWindow(Func<string, string?> get, string? source, string? timeZone)
    {
        _ = get ?? throw new ArgumentNullException(nameof(get));
        if (Required.FirstOrDefault(name => string.IsNullOrWhiteSpace(get(name))) is string missing)
        {
            throw new FormatException($"{missing} is empty or missing.");
        }

        try
        {
            BackupWindow window = new()
            {
                Name = get("Name")!,
                Role = Role(get("Role")!),
                Recurrence = Recurrence.Parse(get("Recurrence")!),
                TimeZone = Given(get("TimeZone")) ?? timeZone ?? throw new FormatException(NoTimeZone),
                Duration = DurationText.Parse(get("Duration")!),
                Server = get("Server")?.Split(';') ?? [],
                Load = new()
                {
                    VMs = Number(get, "VMs"),
                    Sessions = Number(get, "Sessions"),
                    SecondsPerRequest = Given(get("SecondsPerRequest")) is string seconds ? Seconds(seconds) : null,
                },
                Movable = Given(get("Movable")) is string range ? StartRange.Parse(range) : null,
                Source = Given(get("Source")) ?? source,
                RoleIsGuess = string.Equals(Given(get("RoleIsGuess")), bool.TrueString, StringComparison.OrdinalIgnoreCase),
            };
            return window;
        }
        catch (ArgumentException e)
        {
            throw new FormatException(MessageOf(e), e);
        }
    }

    /// <summary>Returns the message without the parameter's name and value that .NET adds.</summary>
    internal static string MessageOf(ArgumentException e) =>
        e.Message.Split('\n')[0].Replace($" (Parameter '{e.ParamName}')", "").TrimEnd();

    private static WindowRole Role(string text) =>
        EnumName.TryParse(text, out WindowRole role)
            ? role
            : throw new FormatException($"Role '{text}' is not valid: use Backup, Automation or Maintenance.");

    private static int? Number(Func<string, string?> get, string name) => Given(get(name)) is not string text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
        : throw new FormatException($"{name} '{text}' is no whole number.");

    /// <summary>Parses a number of seconds. Export-Csv writes a fraction as the culture does: <c>1.5</c>, <c>1,5</c> or
    /// <c>1\u066B5</c>.</summary>
    private static double Seconds(string text) =>
        double.TryParse(
            text.Replace(',', '.').Replace('\u066B', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            ? seconds
            : throw new FormatException($"SecondsPerRequest '{text}' is not a valid number.");

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text!.Trim();
}
