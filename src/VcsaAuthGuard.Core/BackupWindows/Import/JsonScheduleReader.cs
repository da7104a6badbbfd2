using System.Globalization;
using System.Text.Json;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts schedules in JSON to windows, wherever in a document they are: jobs of Veeam (<c>Get-VBRJob | ConvertTo-Json -Depth 5</c>),
/// scheduled tasks of Windows (<c>Get-ScheduledTask | ConvertTo-Json -Depth 4</c>), plans of AWS Backup (<c>aws backup
/// get-backup-plan</c>), and backup jobs of Proxmox VE (<c>pvesh get /cluster/backup --output-format json</c>).
/// </summary>
internal sealed class JsonScheduleReader(WindowTemplate template, string source, Action<InputProblem> onProblem)
{
    private const int MaxDepth = 12;

    private readonly List<BackupWindow> _windows = [];

    /// <summary>Returns whether a text has schedules of a kind that is read.</summary>
    public static bool IsSchedule(string text) =>
        text.Contains("\"ScheduleOptions\"")
        || text.Contains("\"ScheduleExpression\"")
        || (text.Contains("\"Triggers\"") && text.Contains("\"TaskName\""))
        || (text.Contains("\"schedule\"") && text.Contains("\"storage\"") && text.Contains("\"vzdump\""));

    /// <summary>Reads all schedules.</summary>
    public List<BackupWindow> Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            AddAll(document.RootElement, depth: 0);
        }
        catch (JsonException e)
        {
            onProblem(new(InputProblemKind.Unreadable, source, e.LineNumber + 1, e.Message, "Export the schedules again."));
        }

        return _windows;
    }

    private void AddAll(JsonElement element, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                AddAll(item, depth + 1);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object && !TryAdd(element))
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                AddAll(property.Value, depth + 1);
            }
        }
    }

    private bool TryAdd(JsonElement item)
    {
        if (item.TryGetProperty("ScheduleOptions", out _))
        {
            Add(item, "Name", () => VeeamSchedule.ToWindow(path => TextOf(item, path), template, source));
        }
        else if (item.TryGetProperty("ScheduleExpression", out _))
        {
            Add(item, "RuleName", () => ToAwsWindow(item));
        }
        else if (item.TryGetProperty("TaskName", out _) && item.TryGetProperty("Triggers", out JsonElement triggers))
        {
            AddTask(item, triggers);
        }
        else if (TextOf(item, "schedule") is string schedule && item.TryGetProperty("storage", out _))
        {
            Add(item, "id", () => ProxmoxJobsReader.ToWindow(
                TextOf(item, "id") ?? "vzdump", schedule, TextOf(item, "enabled") != "0", TextOf(item, "vmid"), template, source));
        }
        else
        {
            return false;
        }

        return true;
    }

    private void Add(JsonElement item, string name, Func<BackupWindow> make)
    {
        try
        {
            _windows.Add(make());
        }
        catch (FormatException e)
        {
            onProblem(new(
                InputProblemKind.Invalid, source, null, $"'{TextOf(item, name)}': {e.Message}",
                "Make its window with New-BackupWindow; the others were read."));
        }
    }

    private void AddTask(JsonElement task, JsonElement triggers)
    {
        // ConvertTo-Json leaves out the brackets of a list of one that came through the pipeline.
        JsonElement[] all = triggers.ValueKind == JsonValueKind.Array ? [.. triggers.EnumerateArray()] : [triggers];
        string name = TextOf(task, "TaskName") ?? "scheduled task";
        for (int i = 0; i < all.Length; i++)
        {
            JsonElement trigger = all[i];
            string called = i == 0 ? name : FormattableString.Invariant($"{name} (trigger {i + 1})");
            Add(task, "TaskName", () => ToTaskWindow(task, trigger, called));
        }
    }

    private BackupWindow ToTaskWindow(JsonElement task, JsonElement item, string name)
    {
        bool isOff = TextOf(task, "State") is "Disabled" or "1" || TextOf(task, "Settings.Enabled") == "False"
            || TextOf(item, "Enabled") == "False";
        if (isOff)
        {
            throw new FormatException("It is disabled, so it has no window.");
        }

        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("Its triggers are cut off. Use ConvertTo-Json -Depth 4.");
        }

        string? known = TextOf(item, "CimClass.CimClassName") ?? TextOf(item, "CimClass");
        WindowsTaskTrigger trigger = new()
        {
            Class = known?.Substring(known.LastIndexOf(':') + 1) ?? "MSFT_TaskTrigger",
            StartBoundary = TextOf(item, "StartBoundary"),
            EndBoundary = TextOf(item, "EndBoundary"),
            DaysInterval = NumberOf(item, "DaysInterval"),
            WeeksInterval = NumberOf(item, "WeeksInterval"),
            DaysOfWeek = NumberOf(item, "DaysOfWeek"),
            RepetitionInterval = TextOf(item, "Repetition.Interval"),
            RepetitionDuration = TextOf(item, "Repetition.Duration"),
        };
        string path = TextOf(task, "TaskPath") + TextOf(task, "TaskName");
        return template.ToWindow(
            name, trigger.ToRecurrence(), WindowRole.Automation, "Windows task " + path, trigger.IsUtc ? "UTC" : null);
    }

    /// <summary>
    /// Converts a rule of AWS Backup. Its cron has a year as its sixth field, <c>?</c> for no value, and days of the week from 1 for Sunday
    /// (AWS Backup Developer Guide, "Creating a backup plan"); its zone is UTC unless the rule has another.
    /// </summary>
    private BackupWindow ToAwsWindow(JsonElement rule)
    {
        string expression = TextOf(rule, "ScheduleExpression") ?? "";
        if (!expression.StartsWith("cron(", StringComparison.Ordinal) || expression[expression.Length - 1] != ')')
        {
            throw new FormatException($"Its schedule '{expression}' counts from a start that the plan does not have.");
        }

        string[] fields = expression.Substring(5, expression.Length - 6).Split([' '], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 6 || fields[5] != "*")
        {
            throw new FormatException($"Its schedule '{expression}' is not a cron expression of six fields that recurs every year.");
        }

        string days = string.Concat(fields[4].Select(c => c is >= '1' and <= '7' && fields[4].IndexOf('#') < 0 ? (char)(c - 1) : c));
        if (fields[4].IndexOf('#') is > 0 and int hash && fields[4][0] is >= '1' and <= '7')
        {
            days = (char)(fields[4][0] - 1) + fields[4].Substring(hash);
        }

        string cron = string.Join(" ", (string[])[.. fields.Take(4), days]).Replace('?', '*');
        return template.ToWindow(
            TextOf(rule, "RuleName") ?? "AWS Backup", Recurrence.Cron(cron), WindowRole.Backup, $"{source}: AWS Backup",
            TextOf(rule, "ScheduleExpressionTimezone") ?? "UTC");
    }

    /// <summary>Gets the text of a property by its path; null if it is missing or empty.</summary>
    private static string? TextOf(JsonElement item, string path)
    {
        JsonElement value = item;
        foreach (string name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return ToText(value) is { Length: > 0 } text ? text : null;
    }

    private static string ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Array => string.Join(",", value.EnumerateArray().Select(ToText)),
        // ConvertTo-Json of Windows PowerShell writes some lists and enumerations as an object with a value.
        JsonValueKind.Object when value.TryGetProperty("value", out JsonElement inner) => ToText(inner),
        _ => "",
    };

    private static int? NumberOf(JsonElement item, string name) =>
        int.TryParse(TextOf(item, name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
