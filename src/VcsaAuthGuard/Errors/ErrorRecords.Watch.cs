using System.Management.Automation;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Errors;

/// <content>Errors of watching logs.</content>
internal static partial class ErrorRecords
{
    public static ErrorRecord From(WatchStateException e) =>
        Make(
            e,
            "WatchFileUnusable",
            ErrorCategory.InvalidData,
            e.Path,
            null,
            "Check -State and -TextFile: name another file, or move this one away."
        );

    public static ErrorRecord InvalidSetting(InputProblem problem)
    {
        string where = problem.Line is null ? problem.Source : FormattableString.Invariant($"{problem.Source}:{problem.Line}");
        return Make(
            new FormatException(problem.Message), "SettingInvalid",
            problem.Kind == InputProblemKind.NotFound ? ErrorCategory.ObjectNotFound : ErrorCategory.InvalidData, where,
            $"{TerminalText.OneLine(where)}: {TerminalText.OneLine(problem.Message)}", problem.Remedy);
    }

    public static ErrorRecord SettingsUnusable(string file, int problems) =>
        SettingsUnusable(
            file, new FormatException(problems > 0 ? "The settings are not valid." : "There is nothing to watch: give servers or logs."));

    public static ErrorRecord SettingsUnusable(string file, Exception e) =>
        Make(
            e, "SettingsUnusable", ErrorCategory.InvalidData, file, $"{TerminalText.OneLine(file)}: {TerminalText.OneLine(e.Message)}",
            "Correct the file of -ConfigurationFile; docs/watching-as-a-service.md lists its keys.");

    public static ErrorRecord SecretUnusable(string name, string message, string advice, Exception? cause = null) =>
        Make(
            cause ?? new ItemNotFoundException(message), "SecretUnusable", ErrorCategory.ObjectNotFound, name,
            $"{TerminalText.OneLine(name)}: {TerminalText.OneLine(message)}", advice);

    public static ErrorRecord WebhookAddress() =>
        Make(
            new ArgumentException("-Webhook is no http or https address."), // It may be a secret, so it is not shown.
            "WebhookNotHttp", ErrorCategory.InvalidArgument, "Webhook", null, "Give an address such as https://alerts.example.com/hook.");

    public static ErrorRecord WebhookMissing(string parameter) =>
        Make(
            new ArgumentException($"-{parameter} needs -Webhook."),
            "WebhookMissing", ErrorCategory.InvalidArgument, parameter, null,
            "Give the address with -Webhook, or in the file of -WebhookHeaderFile.");

    public static ErrorRecord NotificationsUnusable(FormatException e) =>
        Make(
            e, "WatchNotificationsUnusable", ErrorCategory.InvalidArgument, "Webhook", null,
            "Correct -Webhook, -WebhookHeaderFile, -WebhookCredential or -MetricsListen.");

    public static ErrorRecord MetricsListen(IOException e, string address) =>
        Make(
            e, "MetricsListenFailed", ErrorCategory.ResourceUnavailable, address, null,
            "Give another port with -MetricsListen, or end the program that has this one.");

    public static ErrorRecord OneName(string[] names) =>
        Make(
            new ArgumentException("-Server names one vCenter Server where -Path or -LiteralPath is given."),
            "WatchServerNames", ErrorCategory.InvalidArgument, names, null, "Run the command once for each.");

    public static ErrorRecord ActionFailed(RuntimeException e, PSObject item) =>
        Make(
            e,
            "WatchActionFailed",
            ErrorCategory.NotSpecified,
            item,
            $"-Action failed: {e.Message}",
            "Correct the script block; the watch goes on."
        );
}
