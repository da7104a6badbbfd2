using System.Collections;
using System.Management.Automation;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads the objects of Get-ScheduledTask.</summary>
internal static class WindowsTask
{
    private const string ClassPrefix = "MSFT_Task";

    /// <summary>Converts each trigger to one window.</summary>
    public static void Convert(PSObject task, WindowTemplate template, Action<string, Func<BackupWindow?>> convert)
    {
        string name = Properties.GetText(task, "TaskName") ?? Properties.GetText(task, "Name") ?? "scheduled task";
        string path = Properties.GetText(task, "TaskPath") ?? "";
        object[] triggers = Properties.Get(task, "Triggers") switch
        {
            null => [],
            IEnumerable list and not string => [.. list.Cast<object>()],
            object one => [one],
        };
        if (triggers.Length == 0 || IsDisabled(task))
        {
            convert(
                name,
                () =>
                    throw new FormatException(
                        IsDisabled(task) ? "It is disabled, so it has no window." : "It has no trigger, so it never starts at a "
                            + "scheduled time."
                    )
            );
            return;
        }

        for (int i = 0; i < triggers.Length; i++)
        {
            PSObject trigger = PSObject.AsPSObject(triggers[i]);
            string called = i == 0 ? name : $"{name} (trigger {i + 1})";
            convert(called, () => ToWindow(trigger, called, path + name, template));
        }
    }

    private static BackupWindow ToWindow(PSObject item, string name, string path, WindowTemplate template)
    {
        if (Properties.Get(item, "Enabled") is false)
        {
            throw new FormatException("This trigger is disabled, so it has no window.");
        }

        WindowsTaskTrigger trigger = new()
        {
            Class = ClassOf(item),
            StartBoundary = Properties.Get(item, "StartBoundary")?.ToString(),
            EndBoundary = Properties.Get(item, "EndBoundary")?.ToString(),
            DaysInterval = Number(item, "DaysInterval"),
            WeeksInterval = Number(item, "WeeksInterval"),
            DaysOfWeek = Number(item, "DaysOfWeek"),
            RepetitionInterval = Properties.Get(item, "Repetition", "Interval")?.ToString(),
            RepetitionDuration = Properties.Get(item, "Repetition", "Duration")?.ToString(),
        };
        return template.ToWindow(name, trigger.ToRecurrence(), WindowRole.Automation, "Windows task " + path, trigger.IsUtc ? "UTC" : null);
    }

    private static bool IsDisabled(PSObject task) =>
        Properties.Get(task, "State") is object state && (state.ToString() is "Disabled" or "1")
        || Properties.Get(task, "Settings", "Enabled") is false;

    /// <summary>Returns the class of a CIM instance, or the type name of a copy from another session.</summary>
    private static string ClassOf(PSObject trigger)
    {
        string? name =
            Properties.GetText(trigger, "CimClass", "CimClassName")
            ?? trigger
                .TypeNames.Select(type => type.Substring(type.LastIndexOfAny(['#', '/', '.']) + 1))
                .FirstOrDefault(type => type.StartsWith(ClassPrefix, StringComparison.Ordinal));
        return name ?? ClassPrefix + "Trigger";
    }

    private static int? Number(PSObject item, string name) =>
        Properties.Get(item, name) is object value ? LanguagePrimitives.ConvertTo<int>(value) : null;
}
