using System.Management.Automation;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Errors;

/// <summary>Makes every error record of the module, so that ids, categories and advice are the same everywhere.</summary>
internal static partial class ErrorRecords
{
    /// <summary>Creates the record of a failure of a server, a log platform or the store of sessions; null for any other
    /// exception.</summary>
    public static ErrorRecord? TryCreate(Exception exception) => exception switch
    {
        PlatformException failure => From(failure),
        ServerException failure => From(failure),
        SessionStoreException failure => From(failure),
        _ => null,
    };

    public static ErrorRecord From(LogProblem problem)
    {
        switch (problem.Exception)
        {
            case ApplianceException failure:
                return From(failure, problem.Source);
            case ServerException failure:
                return From(failure);
            default:
                break;
        }

        (string id, ErrorCategory category) = problem.Kind switch
        {
            LogProblemKind.NotFound => ("LogNotFound", ErrorCategory.ObjectNotFound),
            LogProblemKind.Corrupt => ("LogCorrupt", ErrorCategory.InvalidData),
            LogProblemKind.CompressionBomb => ("LogExpandsTooFar", ErrorCategory.LimitsExceeded),
            LogProblemKind.Unsupported => ("LogUnsupported", ErrorCategory.NotImplemented),
            LogProblemKind.Unrecognized => ("LogUnrecognized", ErrorCategory.InvalidData),
            LogProblemKind.Truncated => ("LogTruncated", ErrorCategory.InvalidData),
            _ => ("LogUnreadable", ErrorCategory.ReadError),
        };
        Exception exception = problem.Exception ?? new IOException(problem.Message);
        return new ErrorRecord(exception, id, category, problem.Source)
        {
            ErrorDetails = new ErrorDetails($"{TerminalText.OneLine(problem.Source)}: {TerminalText.OneLine(problem.Message)}")
            {
                RecommendedAction = problem.Remedy,
            },
        };
    }

    public static ErrorRecord NotFound(string path, Exception exception, bool isLiteral)
    {
        if (isLiteral || !path.Contains('['))
        {
            return Make(exception, "LogNotFound", ErrorCategory.ObjectNotFound, path, exception.Message, "Check the path.");
        }

        string message = exception.Message + " In -Path a bracket is a wildcard; use -LiteralPath for a name with brackets.";
        return Make(
            new ItemNotFoundException(message, exception), "LogNotFound", ErrorCategory.ObjectNotFound, path, message, "Use -LiteralPath.");
    }

    public static ErrorRecord NotFileSystem(string path, string provider) =>
        Make(
            new NotSupportedException($"'{path}' is not a file: it belongs to the {provider} provider."),
            "PathNotFileSystem", ErrorCategory.InvalidArgument, path, null, "Use a file or a folder of the file system.");

    public static ErrorRecord UnknownInput(object input) =>
        Make(
            new ArgumentException($"A {input.GetType().FullName} is neither log text, nor a file, nor the result of Get-Log."),
            "InputNotLog",
            ErrorCategory.InvalidArgument,
            input,
            null,
            "Pipe in strings, files (Get-ChildItem), or PowerCLI's Get-Log result."
        );

    public static ErrorRecord UnknownFilter(string parameter, object value) =>
        Make(
            new ArgumentException(
                $"-{parameter} takes names, ids or PowerCLI objects; a {value.GetType().FullName} has neither Id nor MoRef."
            ),
            "FilterNotUnderstood",
            ErrorCategory.InvalidArgument,
            value,
            null,
            $"Pass a string with or without wildcards, or the result of Get-{parameter}."
        );

    public static ErrorRecord OutOfRange(string parameter, object value, string action) =>
        Make(
            new ArgumentOutOfRangeException(parameter, value, $"-{parameter} {value} is too short."),
            "ParameterOutOfRange", ErrorCategory.InvalidArgument, value, $"-{parameter} {value} is too short.", action);

    public static ErrorRecord UnknownTimeZone(string name) =>
        Make(
            new ArgumentException($"There is no time zone '{name}'."),
            "TimeZoneUnknown", ErrorCategory.InvalidArgument, name, null,
            "Give an IANA or Windows name, such as Europe/Berlin or W. Europe Standard Time.");

    public static ErrorRecord OneOf(string parameter, string other) =>
        Make(
            new ArgumentException($"-{parameter} and -{other} cannot be used together."),
            "ParametersExclude", ErrorCategory.InvalidArgument, parameter, null, "Run the command once for each.");

    private static ErrorRecord Make(
        Exception exception,
        string id,
        ErrorCategory category,
        object target,
        string? message,
        string action
    ) =>
        new(exception, id, category, target)
        {
            ErrorDetails = new ErrorDetails(TerminalText.Lines(message ?? exception.Message)) { RecommendedAction = action },
        };
}
