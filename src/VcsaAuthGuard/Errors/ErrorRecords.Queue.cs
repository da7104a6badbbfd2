using System.Management.Automation;

namespace VcsaAuthGuard.Errors;

/// <summary>Creates the error records of the gateway-queue model.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord Needed(string parameter, string why) =>
        Make(
            new ArgumentException($"{why} needs -{parameter}."),
            "ParameterMissing",
            ErrorCategory.InvalidArgument,
            parameter,
            null,
            $"Give -{parameter}."
        );

    public static ErrorRecord NotUsed(string parameter, string why) =>
        Make(
            new ArgumentException($"-{parameter} has no effect with {why}."),
            "ParametersExclude",
            ErrorCategory.InvalidArgument,
            parameter,
            null,
            $"Omit -{parameter}, or change the other parameter."
        );

    public static ErrorRecord Refused(ArgumentException exception) =>
        Make(
            exception,
            "ParameterOutOfRange",
            ErrorCategory.InvalidArgument,
            exception.ParamName ?? "",
            exception.Message,
            exception is ArgumentOutOfRangeException ? "Use a value in that range." : "Change the input as the message says."
        );

    public static ErrorRecord UnknownDuration(PSObject input) =>
        Make(
            new ArgumentException($"'{input}' ({input.BaseObject.GetType().Name}) is not a duration from zero to a day."),
            "DurationNotUnderstood",
            ErrorCategory.InvalidArgument,
            input,
            null,
            "Pipe in numbers of milliseconds, time spans, or objects with such a Duration."
        );

    public static ErrorRecord NoDurations(string[] paths, string? name) =>
        Make(
            new ArgumentException($"No request{(name is null ? "" : $" like '{name}'")} with a duration was found in "
                + $"{string.Join(", ", paths)}."),
            "DurationMissing",
            ErrorCategory.ObjectNotFound,
            paths,
            null,
            "Use an access log of Envoy (envoy-access*.log), or a vpxd log with the begin and end of calls ([VpxLRO] -- BEGIN, "
                + "-- FINISH)."
        );
}
