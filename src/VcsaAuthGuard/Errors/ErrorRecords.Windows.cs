using System.Management.Automation;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Errors;

/// <summary>Creates the error records of windows.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord WindowInvalid(string name, Exception exception) =>
        Make(
            exception,
            "WindowInvalid",
            ErrorCategory.InvalidArgument,
            name,
            $"{TerminalText.OneLine(name)}: {TerminalText.OneLine(exception.Message)}",
            "Correct the value named in the message: Get-Help New-BackupWindow -Examples shows each form."
        );

    public static ErrorRecord NotConverted(string name, string why, object target) =>
        Make(
            new FormatException(why),
            "NotConverted",
            ErrorCategory.InvalidData,
            target,
            $"{TerminalText.OneLine(name)}: {TerminalText.OneLine(why)}",
            "Create the window with New-BackupWindow, or add the missing value as a parameter (-Duration, -TimeZone)."
        );

    public static ErrorRecord NotSchedule(object input) =>
        Make(
            new ArgumentException($"A {input.GetType().FullName} is not a window, scheduled task, crontab line, calendar or job run."),
            "InputNotSchedule",
            ErrorCategory.InvalidArgument,
            input,
            null,
            "Pipe in windows, (Get-View ScheduledTaskManager).ScheduledTask | Get-View, Get-ScheduledTask, crontab lines, .ics files, "
                + "or rows with the columns Job, Start and End."
        );

    public static ErrorRecord ScheduledTaskReference(object input) =>
        Make(
            new ArgumentException("This is only a reference to a scheduled task."),
            "InputNotSchedule",
            ErrorCategory.InvalidArgument,
            input,
            null,
            "Get the task itself: (Get-View ScheduledTaskManager).ScheduledTask | Get-View | ConvertTo-BackupWindow."
        );

    public static ErrorRecord From(InputProblem problem)
    {
        (string id, ErrorCategory category) = problem.Kind switch
        {
            InputProblemKind.NotFound => ("ScheduleNotFound", ErrorCategory.ObjectNotFound),
            InputProblemKind.Unreadable => ("ScheduleUnreadable", ErrorCategory.ReadError),
            _ => ("NotConverted", ErrorCategory.InvalidData),
        };
        string where = problem.Line is null ? problem.Source : $"{problem.Source}:{problem.Line}";
        return Make(
            new FormatException(problem.Message), id, category, where,
            $"{TerminalText.OneLine(where)}: {TerminalText.OneLine(problem.Message)}", problem.Remedy);
    }

    public static ErrorRecord HorizonInvalid(DateTimeOffset from, object? to) =>
        Make(
            new ArgumentException(
                $"The horizon from {from:u} to {to ?? "the given number of days later"} ends before it starts, or after the year 9990."
            ),
            "HorizonInvalid",
            ErrorCategory.InvalidArgument,
            from,
            null,
            "Give a -To after -From, or -Days."
        );
}
