using System.Management.Automation;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Binding;

/// <summary>Checks -TimeZone, which has the same meaning in every cmdlet that has it.</summary>
internal static class TimeZoneParameter
{
    /// <summary>Ends the cmdlet where there is no such time zone.</summary>
    public static void Check(PSCmdlet cmdlet, string? timeZone)
    {
        if (timeZone is not null && !TimeZoneNames.TryNormalize(timeZone, out _))
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.UnknownTimeZone(timeZone));
        }
    }
}
