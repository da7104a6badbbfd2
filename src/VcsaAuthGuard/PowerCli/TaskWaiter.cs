using System.Collections;
using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Pacing;

namespace VcsaAuthGuard.PowerCli;

/// <summary>Waits for PowerCLI's tasks: with its Wait-Task where there is one, otherwise by polling their State.</summary>
internal sealed class TaskWaiter(PSCmdlet cmdlet, CommandInfo? waitTask)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>Returns whether an object is a task: it has PercentComplete and a State that tasks have.</summary>
    public static bool IsTask(PSObject item) =>
        item.Properties["PercentComplete"] is not null && State(item) is "Running" or "Queued" or "Success" or "Error";

    /// <summary>Waits for the end of a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="takeError">Receives its errors when it fails.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Whether it succeeded.</returns>
    public bool Wait(PSObject task, Action<ErrorRecord> takeError, CancellationToken stop)
    {
        if (waitTask is not null)
        {
            List<ErrorRecord> errors = [];
            try
            {
                BlockPipeline.Call(cmdlet, waitTask, new Hashtable { ["Task"] = task }, errors);
            }
            catch (RuntimeException e) when (e is not PipelineStoppedException)
            {
                errors.Add(e.ErrorRecord);
            }

            errors.ForEach(takeError);
            return errors.Count == 0;
        }

        while (State(task) is "Running" or "Queued")
        {
            stop.WaitHandle.WaitOne(PollInterval);
            stop.ThrowIfCancellationRequested();
        }

        if (State(task) is "Success")
        {
            return true;
        }

        takeError(ErrorRecords.TaskFailed(Properties.Get(task, "Id")?.ToString() ?? task.ToString(), State(task) ?? "unknown"));
        return false;
    }

    private static string? State(PSObject task) => Properties.Get(task, "State")?.ToString();
}
