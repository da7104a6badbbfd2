using System.Management.Automation;

namespace VcsaAuthGuard.PowerCli;

/// <summary>Represents PowerCLI's commands for reading latencies.</summary>
/// <param name="GetStat">Get-Stat.</param>
/// <param name="GetVMHost">Get-VMHost; null if there is none.</param>
internal sealed record StatCommands(CommandInfo GetStat, CommandInfo? GetVMHost)
{
    private const CommandTypes Kinds = CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Alias;

    /// <summary>Looks them up where the caller's own functions are seen; null if there is no Get-Stat.</summary>
    public static StatCommands? Find(PSCmdlet cmdlet) =>
        cmdlet.InvokeCommand.GetCommand("Get-Stat", Kinds) is CommandInfo getStat
            ? new(getStat, cmdlet.InvokeCommand.GetCommand("Get-VMHost", Kinds))
            : null;
}
