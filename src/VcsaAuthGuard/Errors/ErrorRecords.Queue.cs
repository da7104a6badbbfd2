using System.Management.Automation;

namespace VcsaAuthGuard.Errors;

/// <summary>Errors of the gateway-queue model.</summary>
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
            new ArgumentException($"-{parameter} means nothing with {why}."),
            "ParametersExclude",
            ErrorCategory.InvalidArgument,
            parameter,
            null,
            $"Leave out -{parameter}, or choose otherwise."
        );

    public static ErrorRecord Refused(ArgumentException exception) =>
        Make(
            exception,
            "ParameterOutOfRange",
            ErrorCategory.InvalidArgument,
            exception.ParamName ?? "",
            exception.Message,
            "Give a value in that range."
        );

    public static ErrorRecord UnknownDuration(PSObject input) =>
        Make(
            new ArgumentException($"'{input}' ({input.BaseObject.GetType().Name}) is no duration of zero to a day."),
            "DurationNotUnderstood",
            ErrorCategory.InvalidArgument,
            input,
            null,
            "Pipe in numbers of milliseconds, time spans, or objects with such a Duration."
        );

    public static ErrorRecord NoDurations(string[] paths, string? name) =>
        Make(
            new ArgumentException($"No request{(name is null ? "" : $" like '{name}'")} with a duration is in {string.Join(", ", paths)}."),
            "DurationMissing",
            ErrorCategory.ObjectNotFound,
            paths,
            null,
            "Give an access log of Envoy's (envoy-access*.log), or a vpxd log with the begins and ends of calls ([VpxLRO] -- BEGIN, "
                + "-- FINISH)."
        );
}
