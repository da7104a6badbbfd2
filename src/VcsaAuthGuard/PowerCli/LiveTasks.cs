using System.Management.Automation;
using VcsaAuthGuard.Binding;

namespace VcsaAuthGuard.PowerCli;

/// <summary>Finds the backups and snapshots that run at a vCenter Server, by PowerCLI's Get-Task where it is connected to it.</summary>
internal sealed class LiveTasks(PSCmdlet cmdlet)
{
    private bool _isUnseenSaid;

    public IReadOnlyList<string> Get(ApplianceAddress address)
    {
        PowerCliServer? connected = PowerCliServer.Defaults(cmdlet.SessionState).FirstOrDefault(server => server.GoesTo(address.Api));
        CommandInfo? getTask = cmdlet.InvokeCommand.GetCommand(
            "Get-Task",
            CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Alias
        );
        if (connected is null || getTask is null)
        {
            if (!_isUnseenSaid)
            {
                _isUnseenSaid = true;
                cmdlet.WriteWarning(
                    $"Running backups and snapshots on {address.Name} cannot be determined: PowerCLI is not connected to it. "
                        + "Pass them with -RunningTask (Get-Task)."
                );
            }

            return [];
        }

        IReadOnlyList<string> tasks = RunningTasks.Read(cmdlet, getTask, connected.Name, out string? failure);
        if (failure is not null)
        {
            cmdlet.WriteWarning($"Some running backups and snapshots on {address.Name} could not be read: {failure}");
        }

        return tasks;
    }
}
