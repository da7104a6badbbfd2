using System.Collections;
using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Pacing;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.PowerCli;

/// <summary>Finds backups and snapshots among PowerCLI's tasks, which a restart would interrupt.</summary>
internal static class RunningTasks
{
    /// <summary>Describes the tasks that run or are queued.</summary>
    public static IReadOnlyList<string> DescribeActive(IEnumerable<PSObject> tasks) => [.. tasks.Where(IsAtWork).Select(Describe)];

    /// <summary>Reads a server's tasks with PowerCLI's Get-Task.</summary>
    /// <param name="cmdlet">The caller.</param>
    /// <param name="getTask">Get-Task.</param>
    /// <param name="server">The server as PowerCLI knows it.</param>
    /// <param name="failure">Why they could not be read; null if they could.</param>
    public static IReadOnlyList<string> Read(PSCmdlet cmdlet, CommandInfo getTask, string server, out string? failure)
    {
        List<ErrorRecord> errors = [];
        IReadOnlyList<PSObject> tasks = [];
        try
        {
            tasks = BlockPipeline.Call(cmdlet, getTask, new Hashtable { ["Server"] = server }, errors);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            errors.Add(e.ErrorRecord);
        }

        failure = errors.Count > 0 ? TerminalText.OneLine(errors[0].Exception.Message) : null;
        return DescribeActive(tasks);
    }

    private static bool IsAtWork(PSObject task) =>
        Text(task, "State") is "Running" or "Queued"
        && RunningTask.IsProtectedName($"{Text(task, "Name")} {Text(task, "Description")}");

    private static string Describe(PSObject task)
    {
        string name = Text(task, "Description") is { Length: > 0 } description ? description : Text(task, "Name") ?? "a task";
        string id = Text(task, "Id") is { Length: > 0 } text ? $"{text}, " : "";
        string done = Properties.Get(task, "PercentComplete") is object percent
            ? string.Format(CultureInfo.InvariantCulture, ", {0} %", percent)
            : "";
        return TerminalText.OneLine($"{name} ({id}{Text(task, "State")}{done})");
    }

    private static string? Text(PSObject task, string property) => Properties.Get(task, property)?.ToString();
}
