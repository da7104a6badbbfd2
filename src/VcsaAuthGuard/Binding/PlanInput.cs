using System.Management.Automation;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads windows of a plan: objects of Optimize-BackupWindow, also those that were in a file or in another process.</summary>
internal static class PlanInput
{
    /// <summary>Returns the planned window that an object is; null, after an error, if it is not one.</summary>
    public static PlannedWindow? TryRead(PSObject item, string? timeZone, Action<ErrorRecord> error)
    {
        if (item.BaseObject is PlannedWindow planned)
        {
            return planned;
        }

        string[] names = [nameof(PlannedWindow.Recurrence), nameof(PlannedWindow.ProposedStart), nameof(PlannedWindow.Reason)];
        if (!SavedObject.Is(item, typeof(PlannedWindow), names))
        {
            error(ErrorRecords.NotPlanned(item.BaseObject));
            return null;
        }

        return ScheduleInput.TryWindow(item, timeZone, error) is BackupWindow window ? Read(item, window, error) : null;
    }

    private static PlannedWindow? Read(PSObject item, BackupWindow window, Action<ErrorRecord> error)
    {
        try
        {
            string? current = ScheduleInput.Text(item, nameof(PlannedWindow.CurrentRecurrence));
            PlannedWindow planned = new()
            {
                Window = window,
                Reason = SavedObject.Text(item, nameof(PlannedWindow.Reason)) ?? "",
                CurrentStart = Properties.GetTime(item.Properties[nameof(PlannedWindow.CurrentStart)]?.Value),
                ProposedStart = Properties.GetTime(item.Properties[nameof(PlannedWindow.ProposedStart)]?.Value),
                Shift = Properties.GetDuration(item.Properties[nameof(PlannedWindow.Shift)]?.Value) ?? TimeSpan.Zero,
            };
            return planned.WithSaved(
                current is null ? null : Recurrence.Parse(current), SavedObject.Text(item, nameof(PlannedWindow.Outlook)));
        }
        catch (FormatException e)
        {
            error(ErrorRecords.WindowInvalid(window.Name, e));
            return null;
        }
    }
}
