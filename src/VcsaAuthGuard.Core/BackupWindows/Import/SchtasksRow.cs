namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Represents a task of schtasks, or one of its triggers, by the English names of the columns.</summary>
internal sealed class SchtasksRow(long line)
{
    public const string Name = "TaskName";
    public const string Command = "Task To Run";
    public const string State = "Scheduled Task State";
    public const string ScheduleType = "Schedule Type";
    public const string StartTime = "Start Time";
    public const string StartDate = "Start Date";
    public const string EndDate = "End Date";
    public const string NextRun = "Next Run Time";
    public const string LastRun = "Last Run Time";
    public const string Days = "Days";
    public const string Months = "Months";
    public const string RepeatEvery = "Repeat: Every";
    public const string RepeatDuration = "Repeat: Until: Duration";

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the columns of <c>schtasks /query /v</c>, and the lines of a block of its list, in their order.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "HostName", Name, NextRun, "Status", "Logon Mode", LastRun, "Last Result", "Author", Command, "Start In", "Comment", State,
        "Idle Time", "Power Management", "Run As User", "Delete Task If Not Rescheduled", "Stop Task If Runs X Hours and X Mins",
        "Schedule", ScheduleType, StartTime, StartDate, EndDate, Days, Months, RepeatEvery, "Repeat: Until: Time", RepeatDuration,
        "Repeat: Stop If Still Running",
    ];

    /// <summary>Gets the line of the file.</summary>
    public long Line { get; } = line;

    /// <summary>Gets or sets what is wrong with the row; null if nothing is.</summary>
    public string? Error { get; set; }

    public string this[string name]
    {
        get => _values.TryGetValue(name, out string? value) ? value : "";
        set => _values[name] = value;
    }

    /// <summary>Adds to a value; nothing without a name.</summary>
    public void Append(string? name, string text)
    {
        if (name is not null)
        {
            this[name] += text;
        }
    }
}
