using System.Globalization;
using System.Text.Json;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts SLA domains of Rubrik to windows: one of each allowed backup window, as the REST API of CDM (allowedBackupWindows) and that
/// of Rubrik Security Cloud (backupWindows) return them. Within it Rubrik chooses the starts itself; a domain without one may start at
/// any time and has no window.
/// </summary>
/// <remarks>CDM's documentation does not say which day of the week a number is, so such a window is an error.</remarks>
internal sealed class SlaDomainReader(WindowTemplate template, string source, Action<InputProblem> onProblem)
{
    private static readonly string[] Lists = ["allowedBackupWindows", "backupWindows"];

    /// <summary>Returns whether a text has SLA domains.</summary>
    public static bool IsSlaDomain(string text) =>
        text.Contains("\"startTimeAttributes\"") || Lists.Any(name => text.Contains($"\"{name}\""));

    /// <summary>Reads all domains.</summary>
    public List<BackupWindow> Read(string text)
    {
        List<BackupWindow> windows = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            AddAll(document.RootElement, windows);
        }
        catch (JsonException e)
        {
            onProblem(new(InputProblemKind.Unreadable, source, e.LineNumber + 1, e.Message, "Export the SLA domains again."));
        }

        return windows;
    }

    private void AddAll(JsonElement element, List<BackupWindow> windows)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                AddAll(item, windows);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("data", out JsonElement data)
            && data.ValueKind == JsonValueKind.Array)
        {
            AddAll(data, windows);
        }
        else if (element.ValueKind == JsonValueKind.Object
            && Array.Find(Lists, name => element.TryGetProperty(name, out _)) is string list)
        {
            AddDomain(element, element.GetProperty(list), windows);
        }
    }

    private void AddDomain(JsonElement domain, JsonElement allowed, List<BackupWindow> windows)
    {
        string name = domain.TryGetProperty("name", out JsonElement given) ? given.GetString() ?? "" : "SLA domain";
        JsonElement[] spans = allowed.ValueKind == JsonValueKind.Array ? [.. allowed.EnumerateArray()] : [];
        try
        {
            if (spans.Length == 0)
            {
                throw new FormatException("It allows backups at any time, so it has no window.");
            }

            for (int i = 0; i < spans.Length; i++)
            {
                string called = i == 0 ? name : FormattableString.Invariant($"{name} ({i + 1})");
                windows.Add(template.ToWindow(
                    called, ToRecurrence(spans[i]), WindowRole.Backup, $"{source}: allowed backup window",
                    duration: TimeSpan.FromHours(Number(spans[i], "durationInHours") ?? throw Missing("durationInHours"))));
            }
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            onProblem(new(
                InputProblemKind.Invalid, source, null, $"'{name}': {e.Message}",
                "Make its window with New-BackupWindow: it was left out."));
        }
    }

    private static Recurrence ToRecurrence(JsonElement span)
    {
        if (!span.TryGetProperty("startTimeAttributes", out JsonElement start))
        {
            throw Missing("startTimeAttributes");
        }

        int hour = Number(start, "hour") ?? throw Missing("hour");
        int minute = Number(start, "minutes") ?? Number(start, "minute") ?? 0;
        string at = string.Format(CultureInfo.InvariantCulture, "{0:00}:{1:00}", hour, minute);
        if (!start.TryGetProperty("dayOfWeek", out JsonElement day) || day.ValueKind == JsonValueKind.Null)
        {
            return Recurrence.Parse("daily " + at);
        }

        day = day.ValueKind == JsonValueKind.Object && day.TryGetProperty("day", out JsonElement inner) ? inner : day;
        return day.ValueKind == JsonValueKind.String
            ? Recurrence.Parse($"weekly {day.GetString()} {at}")
            : throw new FormatException($"Its day of the week is the number {day}, and which day that is is not documented.");
    }

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    private static FormatException Missing(string name) => new($"Its allowed backup window has no {name}.");
}
