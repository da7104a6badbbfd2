using System.Management.Automation;

namespace VcsaAuthGuard.Errors;

internal static partial class ErrorRecords
{
    public static ErrorRecord OutOfRange(string parameter, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        string message = $"-{parameter} {value} is not between {least} and {most}.";
        return Make(
            new ArgumentOutOfRangeException(parameter, value, message),
            "ParameterOutOfRange",
            ErrorCategory.InvalidArgument,
            value,
            message,
            $"Give a time span from {least} to {most}, such as 00:30:00."
        );
    }
}
