using System.Management.Automation;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Commands;

/// <summary>Converts the parameters of the alert cmdlets.</summary>
internal static class AlertCommandParts
{
    /// <summary>Creates the alert; ends the command if a parameter is not valid.</summary>
    public static AlertDefinition Define(PSCmdlet command, string name, int threshold, TimeSpan period, string[] servers)
    {
        try
        {
            return new AlertDefinition { Name = name, Rule = new BurstRule { Threshold = threshold, Period = period }, Servers = servers };
        }
        catch (ArgumentException e)
        {
            command.ThrowTerminatingError(ErrorRecords.InvalidAlert(e));
            throw;
        }
    }
}
