using System.Management.Automation;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Errors;

/// <summary>Creates the error records of an appliance's services.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord From(ApplianceException exception, string server)
    {
        (string id, ErrorCategory category) = exception.Problem switch
        {
            ApplianceProblem.Unreachable => ("ApplianceUnreachable", ErrorCategory.ConnectionError),
            ApplianceProblem.HostKeyUnknown => ("HostKeyUnknown", ErrorCategory.SecurityError),
            ApplianceProblem.HostKeyChanged => ("HostKeyChanged", ErrorCategory.SecurityError),
            ApplianceProblem.HostKeyRevoked => ("HostKeyRevoked", ErrorCategory.SecurityError),
            ApplianceProblem.AuthenticationFailed => ("ApplianceLoginRefused", ErrorCategory.AuthenticationError),
            ApplianceProblem.Dropped => ("ApplianceConnectionLost", ErrorCategory.ConnectionError),
            ApplianceProblem.TimedOut => ("ApplianceTimeout", ErrorCategory.OperationTimeout),
            ApplianceProblem.NotAnAppliance => ("NotAnAppliance", ErrorCategory.InvalidType),
            ApplianceProblem.SshMissing => ("SshMissing", ErrorCategory.NotInstalled),
            ApplianceProblem.PasswordNotSupported => ("SshPasswordNotSupported", ErrorCategory.InvalidArgument),
            ApplianceProblem.NotUnderstood => ("ServicesNotUnderstood", ErrorCategory.ParserError),
            ApplianceProblem.FileUnusable => ("SshFileUnusable", ErrorCategory.ReadError),
            _ => ("ServicesRefused", ErrorCategory.InvalidOperation),
        };
        return Make(exception, id, category, server, TerminalText.OneLine(exception.Message), TerminalText.OneLine(exception.Advice));
    }

    public static ErrorRecord InvalidFingerprint(string text, FormatException exception) =>
        Make(
            exception,
            "HostKeyFingerprintInvalid",
            ErrorCategory.InvalidArgument,
            text,
            null,
            "On the appliance's console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"
        );

    public static ErrorRecord DiagnosisWithoutServer() =>
        Make(
            new ArgumentException("The diagnosis does not name its vCenter Server."),
            "DiagnosisWithoutServer", ErrorCategory.InvalidArgument, "Diagnosis", null,
            "Name it: Get-VcsaDiagnosis -Server, or Restart-VcsaProxyPipeline -Server with -Diagnosis.");

    public static ErrorRecord UnknownServerInput(object input) =>
        Make(
            new ArgumentException($"A {input.GetType().FullName} is neither a server's name nor a connection."),
            "InputNotServer",
            ErrorCategory.InvalidArgument,
            input.GetType().Name,
            null,
            "Give a server's name, PowerCLI's VIServer object, or what Connect-VcsaSession returned."
        );

    public static ErrorRecord UnknownService(string name) =>
        Make(
            new ArgumentException($"'{TerminalText.OneLine(name)}' is not a known service of a vCenter Server Appliance."),
            "ServiceUnknown", ErrorCategory.ObjectNotFound, name, null, "Get-VcsaService without -Name lists all services of an "
                + "appliance.");

    public static ErrorRecord ServiceNotThere(string server, string name) =>
        Make(
            new InvalidOperationException($"{server} has no service {name}."),
            "ServiceNotFound",
            ErrorCategory.ObjectNotFound,
            name,
            null,
            "Services differ between versions: Get-VcsaService without -Name lists all services of this appliance."
        );

    public static ErrorRecord StatusUnreadable(string path, Exception exception) =>
        Make(
            exception,
            "StatusUnreadable",
            ErrorCategory.ReadError,
            path,
            $"{TerminalText.OneLine(path)}: {TerminalText.OneLine(exception.Message)}",
            "Use the output of service-control --status --all; in a support bundle it is commands/service-control_--status---all.txt."
        );

    public static ErrorRecord RestartLogUnusable(string path, Exception exception) =>
        Make(
            exception,
            "RestartLogUnusable",
            ErrorCategory.WriteError,
            path,
            $"The log {path} cannot be written: {exception.Message}",
            "Nothing was restarted. Use another -LogPath, or omit it."
        );

    /// <summary>Creates a restart that was refused or failed; the target is its report.</summary>
    public static ErrorRecord From(RestartReport report)
    {
        string reason = TerminalText.OneLine(report.Reason);
        if (report.Outcome == RestartOutcome.Refused)
        {
            return Make(
                new InvalidOperationException($"{report.Server} was not restarted: {reason}"),
                "RestartRefused",
                ErrorCategory.ResourceUnavailable,
                report,
                null,
                "Nothing was changed. Correct what the message names."
            );
        }

        List<string> lines = [$"The restart of {report.Server} failed: {reason}"];
        lines.Add(
            report.AfterTime is DateTimeOffset time
                ? $"Services at {time.UtcDateTime:HH:mm:ss}Z: "
                    + $"{string.Join("; ", report.After.Select(service => TerminalText.OneLine(service.ToString())))}"
                : "The services' state is not known."
        );
        if (report.Steps.Count > 0)
        {
            // The last one that did not end well says the most.
            RestartStep last =
                report.Steps.LastOrDefault(step => step.Problem is not null || step.ExitCode is not (null or 0))
                ?? report.Steps[report.Steps.Count - 1];
            string exit =
                last.Problem is not null ? "its end was not observed"
                : last.ExitCode is int code ? $"ended with {code}"
                : "ended";
            lines.Add($"Output of: {last.Command} ({exit})");
            lines.AddRange(
                TerminalText.Lines(last.Output).Split('\n').Select(line => "  " + line.TrimEnd()).Where(line => line.Length > 2)
            );
        }

        if (report.NextCommands.Count > 0)
        {
            lines.Add($"Run on {report.Server}:");
            lines.AddRange(report.NextCommands.Select(command => "  " + command));
        }

        return Make(
            new InvalidOperationException(string.Join(Environment.NewLine, lines)),
            "RestartFailed",
            ErrorCategory.InvalidResult,
            report,
            null,
            $"On {report.Server}, run: {string.Join("   then: ", report.NextCommands)}"
        );
    }
}
