using System.Text.Json;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts schedules in JSON to windows, wherever in a document they are. <see cref="Kinds"/> has the products whose objects are read.
/// </summary>
internal sealed class JsonScheduleReader(WindowTemplate template, string source, Action<InputProblem> onProblem)
{
    private const int MaxDepth = 12;

    /// <summary>The kinds of objects with a schedule. An object is of the first kind that fits.</summary>
    private static readonly Kind[] Kinds =
    [
        new("\"ScheduleOptions\"", item => item.TryGetProperty("ScheduleOptions", out _), (reader, item) => reader.AddVeeam(
            item, "Name", "Id", "PreviousJobIdInScheduleChain", path => JsonText.TextOf(item, path))),
        new("\"runAutomatically\"", VeeamRestJob.IsJob, (reader, item) => reader.AddVeeam(
            item, "name", "name", "schedule.afterThisJob.jobName", path => VeeamRestJob.ValueOf(item, path))),
        new("\"ScheduleExpression\"", item => item.TryGetProperty("ScheduleExpression", out _), (reader, item) =>
            reader.Add(item, "RuleName", () => [reader.ToAwsWindow(item)])),
        new("\"Triggers\" \"TaskName\"", item => item.TryGetProperty("TaskName", out _) && item.TryGetProperty("Triggers", out _),
            (reader, item) => reader.AddTask(item, item.GetProperty("Triggers"))),
        new("\"vzdump\" \"schedule\" \"storage\"",
            item => JsonText.TextOf(item, "schedule") is not null && item.TryGetProperty("storage", out _),
            (reader, item) => reader.Add(item, "id", () => [ToProxmoxWindow(reader, item)])),
        new("\"schedulePolicy\"",
            item => JsonText.HasObject(item, "schedulePolicy") || JsonText.HasObject(item, "properties.schedulePolicy")
                || JsonText.Items(item, "properties.subProtectionPolicy").Length > 0,
            (reader, item) => reader.AddPolicy(item, "name", "Azure Backup", JsonPolicies.Azure)),
        new("\"freq_type\" \"subTasks\"", item => JsonText.Items(item, "subTasks").Length > 0,
            (reader, item) => reader.AddPolicy(item, "task.taskName", "Commvault", JsonPolicies.Commvault)),
        new("\"policyId\" \"hour\"", item => JsonText.HasObject(item, "startTime") && JsonText.TextOf(item, "policyId") is not null,
            (reader, item) => reader._groups.Add(item)),
        new("\"userStartTimeInUsecs\"", item => JsonText.TextOf(item, "pdName") is not null && JsonText.TextOf(item, "type") is not null,
            (reader, item) => reader.AddPolicy(item, "pdName", "Nutanix", JsonPolicies.Nutanix)),
        new("\"schedules\" \"everyType\"", item => JsonText.Items(item, "schedules").Length > 0,
            (reader, item) => reader.AddPolicy(item, "name", "Nakivo", JsonPolicies.Nakivo)),
    ];

    private readonly WindowTemplate _template = template;
    private readonly string _source = source;
    private readonly List<BackupWindow> _windows = [];
    private readonly Dictionary<string, JsonElement> _policies = [];
    private readonly List<JsonElement> _groups = [];
    private readonly Dictionary<string, BackupWindow> _byJob = [];
    private readonly List<(JsonElement Job, string Name, string Key, string Previous)> _chained = [];

    /// <summary>Returns whether a text has schedules of a kind that is read.</summary>
    public static bool IsSchedule(string text) => Array.Exists(Kinds, kind => Array.TrueForAll(kind.Markers.Split(' '), text.Contains));

    /// <summary>Reads all schedules.</summary>
    public List<BackupWindow> Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            AddAll(document.RootElement, depth: 0);
            AddChained();
            foreach (JsonElement group in _groups)
            {
                AddPolicy(group, "name", "Cohesity", item => JsonPolicies.Cohesity(item, _policies));
            }
        }
        catch (JsonException e)
        {
            onProblem(new(InputProblemKind.Unreadable, _source, e.LineNumber + 1, e.Message, "Export the schedules again."));
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
        bool isPolicy = JsonText.HasObject(item, "backupPolicy") || JsonText.HasObject(item, "incrementalSchedulingPolicy");
        if (isPolicy && JsonText.TextOf(item, "id") is string id)
        {
            _policies[id] = item;
            return true;
        }

        Kind? kind = Array.Find(Kinds, kind => kind.IsOne(item));
        kind?.Add(this, item);
        return kind is not null;
    }

    private void Add(JsonElement item, string name, Func<IEnumerable<BackupWindow>> make)
    {
        try
        {
            _windows.AddRange(make());
        }
        catch (FormatException e)
        {
            onProblem(new(
                InputProblemKind.Invalid, _source, null, $"'{JsonText.TextOf(item, name)}': {e.Message}",
                "Make its window with New-BackupWindow: it was left out."));
        }
    }

    private void AddPolicy(JsonElement item, string name, string product, Func<JsonElement, IEnumerable<PolicyStart>> starts)
    {
        string called = JsonText.TextOf(item, name) ?? product;
        Add(item, name, () =>
            [
                .. starts(item).ToList().Select((start, i) => _template.ToWindow(
                    start.Part is not null ? $"{called} {start.Part}"
                        : i == 0 ? called : FormattableString.Invariant($"{called} ({i + 1})"),
                    start.Recurrence, WindowRole.Backup, $"{_source}: {product}", start.TimeZone, start.Duration)),
            ]);
    }

    /// <summary>Adds a job of Veeam; one that starts after another is added when all are known.</summary>
    private void AddVeeam(JsonElement job, string name, string key, string previous, Func<string, string?> value)
    {
        string called = value("Name") ?? "Veeam job";
        string id = JsonText.TextOf(job, key) ?? called;
        if (VeeamSchedule.IsTrue(value(VeeamSchedule.AfterJob)) && JsonText.TextOf(job, previous) is string before
            && VeeamSchedule.IsTrue(value("IsScheduleEnabled") ?? "true"))
        {
            _chained.Add((job, called, id, before));
            return;
        }

        Add(job, name, () =>
        {
            IReadOnlyList<BackupWindow> windows = VeeamSchedule.ToWindows(value, _template, _source);
            _byJob[id] = windows[0];
            return windows;
        });
    }

    /// <summary>Adds the jobs that start when another one ends, the first of a chain first.</summary>
    private void AddChained()
    {
        while (_chained.FindIndex(job => _byJob.ContainsKey(job.Previous)) is >= 0 and int next)
        {
            (JsonElement job, string name, string key, string previous) = _chained[next];
            _chained.RemoveAt(next);
            Add(job, "name", () => [_byJob[key] = VeeamSchedule.After(name, _byJob[previous], _template, _source)]);
        }

        foreach ((JsonElement job, string name, _, string previous) in _chained)
        {
            onProblem(new(
                InputProblemKind.Invalid, _source, null, $"'{name}': It starts after the job '{previous}', which has no window here.",
                "Give the JSON of all jobs: this one was left out."));
        }
    }

    private static BackupWindow ToProxmoxWindow(JsonScheduleReader reader, JsonElement item) => ProxmoxJobsReader.ToWindow(
        JsonText.TextOf(item, "id") ?? "vzdump", JsonText.TextOf(item, "schedule")!, JsonText.TextOf(item, "enabled") != "0",
        JsonText.TextOf(item, "vmid"), reader._template, reader._source);

    private void AddTask(JsonElement task, JsonElement triggers)
    {
        // ConvertTo-Json leaves out the brackets of a list of one that came through the pipeline.
        JsonElement[] all = triggers.ValueKind == JsonValueKind.Array ? [.. triggers.EnumerateArray()] : [triggers];
        string name = JsonText.TextOf(task, "TaskName") ?? "scheduled task";
        for (int i = 0; i < all.Length; i++)
        {
            JsonElement trigger = all[i];
            string called = i == 0 ? name : FormattableString.Invariant($"{name} (trigger {i + 1})");
            Add(task, "TaskName", () => [ToTaskWindow(task, trigger, called)]);
        }
    }

    private BackupWindow ToTaskWindow(JsonElement task, JsonElement item, string name)
    {
        bool isOff = JsonText.TextOf(task, "State") is "Disabled" or "1" || JsonText.TextOf(task, "Settings.Enabled") == "False"
            || JsonText.TextOf(item, "Enabled") == "False";
        if (isOff)
        {
            throw new FormatException("It is disabled, so it has no window.");
        }

        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("Its triggers are cut off. Use ConvertTo-Json -Depth 4.");
        }

        string? known = JsonText.TextOf(item, "CimClass.CimClassName") ?? JsonText.TextOf(item, "CimClass");
        WindowsTaskTrigger trigger = new()
        {
            Class = known?.Substring(known.LastIndexOf(':') + 1) ?? "MSFT_TaskTrigger",
            StartBoundary = JsonText.TextOf(item, "StartBoundary"),
            EndBoundary = JsonText.TextOf(item, "EndBoundary"),
            DaysInterval = JsonText.NumberOf(item, "DaysInterval"),
            WeeksInterval = JsonText.NumberOf(item, "WeeksInterval"),
            DaysOfWeek = JsonText.NumberOf(item, "DaysOfWeek"),
            RepetitionInterval = JsonText.TextOf(item, "Repetition.Interval"),
            RepetitionDuration = JsonText.TextOf(item, "Repetition.Duration"),
        };
        string path = JsonText.TextOf(task, "TaskPath") + JsonText.TextOf(task, "TaskName");
        return _template.ToWindow(
            name, trigger.ToRecurrence(), WindowRole.Automation, "Windows task " + path, trigger.IsUtc ? "UTC" : null);
    }

    /// <summary>
    /// Converts a rule of AWS Backup. Its cron has a year as its sixth field, <c>?</c> for no value, and days of the week from 1 for Sunday
    /// (AWS Backup Developer Guide, "Creating a backup plan"); its zone is UTC unless the rule has another.
    /// </summary>
    private BackupWindow ToAwsWindow(JsonElement rule)
    {
        string expression = JsonText.TextOf(rule, "ScheduleExpression") ?? "";
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
        return _template.ToWindow(
            JsonText.TextOf(rule, "RuleName") ?? "AWS Backup", Recurrence.Cron(cron), WindowRole.Backup, $"{_source}: AWS Backup",
            JsonText.TextOf(rule, "ScheduleExpressionTimezone") ?? "UTC");
    }

    /// <summary>Represents a kind of objects with a schedule.</summary>
    /// <param name="Markers">The names that every document with such objects has, divided by blanks.</param>
    /// <param name="IsOne">Returns whether an object is of this kind.</param>
    /// <param name="Add">Adds the windows of an object.</param>
    private sealed record Kind(string Markers, Func<JsonElement, bool> IsOne, Action<JsonScheduleReader, JsonElement> Add);
}
