using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>
/// Defines the command <c>vcsa-authguard restart SERVER</c>: the restart of KB 440879 with the guards of Restart-VcsaProxyPipeline.
/// </summary>
internal static class RestartCommand
{
    private const int DefaultTimeoutMinutes = 15;

    public static Command Create()
    {
        ApplianceArguments appliances = new();
        ConfirmArguments confirm = new();
        Option<string?> scope = new("--scope")
        {
            Description = "Targeted (default): vpxd and the Envoy host gateway. Full: all services, the last resort.",
        };
        scope.AcceptOnlyFromAmong(Enum.GetNames<RestartScope>());
        Option<TimeSpan?> timeout = Arguments.Duration("--timeout", "Time for each step, such as 15m, which is the default.");
        Option<bool> force = new("--force")
        {
            Description = "Goes on although backups or snapshots run, and takes over a lock that is older than the timeout.",
        };
        Option<bool> json = new("--json") { Description = "Prints the report as a JSON object." };
        Command command = new("restart", "Restarts the proxy services of one appliance: checks before, asks, proves after.");
        appliances.AddTo(command);
        foreach (Option option in (Option[])[scope, timeout, force, json])
        {
            command.Add(option);
        }

        confirm.AddTo(command);
        command.Validators.Add(result =>
        {
            if (appliances.Servers.Count(result) > 1)
            {
                result.AddError("One appliance is restarted at a time: give one SERVER.");
            }
        });
        command.SetAction(parsed => UsageGuard.Run(() =>
        {
            string server = appliances.Servers.Servers(parsed)[0];
            NetworkCredential? credential = appliances.Servers.Login.Credential(parsed);
            RestartOptions options = new()
            {
                Scope = parsed.GetValue(scope) is string name ? Enum.Parse<RestartScope>(name) : RestartScope.Targeted,
                Timeout = parsed.GetValue(timeout) ?? TimeSpan.FromMinutes(DefaultTimeoutMinutes),
                Force = parsed.GetValue(force),
                RunningTasks = ReadRunningTasks(server, FindAccess(appliances, parsed, server, credential)),
                ProveLogin = credential is null
                    ? null
                    : ProofOf(new SessionAccess(appliances.Servers.Login.OptionsFor(parsed, server), credential)),
                OnEvent = item => Console.Error.WriteLine(TerminalText.OneLine($"{server}: {item.Kind}: {item.Text}")),
            };
            try
            {
                using IServiceControl control = appliances.Open(parsed, server, credential);
                return Run(control, server, options, confirm.Read(parsed), parsed.GetValue(json));
            }
            catch (ApplianceException e)
            {
                CliAdvice.Report(server, e.Message, e.Advice);
                return ExitCode.InputUnreadable;
            }
        }));
        return command;
    }

    private static int Run(IServiceControl control, string server, RestartOptions options, Confirmation confirm, bool json)
    {
        using CommandStop stop = new();
        bool hasRestart = control.HasRestartAsync(stop.Token).GetAwaiter().GetResult();
        Console.Error.WriteLine($"On {server}:");
        foreach (string line in PipelineRestart.Plan(control, options.Scope, hasRestart))
        {
            Console.Error.WriteLine(TerminalText.OneLine("  " + line));
        }

        Console.Error.WriteLine(
            options.Scope == RestartScope.Full
                ? "vCenter Server is unavailable for a quarter of an hour or more; the VMs keep running."
                : "All sessions of this vCenter Server, running tasks and backups are interrupted for some minutes; the VMs keep running.");
        if (options.RunningTasks.Count > 0)
        {
            string effect = options.Force ? "Will be interrupted" : "Prevents the restart (see --force)";
            Console.Error.WriteLine(TerminalText.OneLine($"{effect}: {string.Join("; ", options.RunningTasks)}"));
        }

        Console.Error.WriteLine("A new login may be all that is needed.");
        if (!confirm.Ask($"Restart the services of {server}?"))
        {
            return confirm.IsWhatIf ? ExitCode.Success : ExitCode.WrongUsage;
        }

        RestartReport report = new PipelineRestart(control, options).RunAsync(stop.Token).GetAwaiter().GetResult() with { Server = server };
        bool isWritten = json
            ? RowWriters.TryWrite([report], stream => new JsonRowWriter<RestartReport>(stream, CliJson.Default.RestartReport, _ => false))
            : RowWriters.TryWrite([report], stream => new ReportWriter(stream));
        return !isWritten ? ExitCode.OutputFailed
            : report.Outcome is RestartOutcome.Refused or RestartOutcome.Failed ? ExitCode.InputUnreadable
            : ExitCode.Success;
    }

    /// <summary>Returns the session in which tasks are read; null if there is none. A port given for SSH is not that of the
    /// API.</summary>
    private static SessionAccess? FindAccess(
        ApplianceArguments appliances, ParseResult parsed, string server, NetworkCredential? credential)
    {
        VSphereClientOptions options = appliances.Servers.Login.OptionsFor(parsed, server);
        return LoginArguments.FindAccess(
            appliances.IsRest(parsed) ? options : options with { Address = ServerAddress.Parse(options.Address.Host) }, credential);
    }

    /// <summary>Returns the backups and snapshots that run at a server; says so where they cannot be read.</summary>
    private static IReadOnlyList<string> ReadRunningTasks(string server, SessionAccess? access)
    {
        if (access is null)
        {
            Console.Error.WriteLine(TerminalText.OneLine(
                $"{server}: running backups and snapshots are not checked: there is no session for it. Give --user with --transport rest, "
                + "log in with Connect-VcsaSession, or look in the vSphere Client."));
            return [];
        }

        using CommandStop stop = new();
        try
        {
            (IReadOnlyList<RunningTask> tasks, ServerException? failure) = access
                .RunAsync((session, token) => session.Client.ReadRunningTasksAsync(token), stop.Token).GetAwaiter().GetResult();
            ServerArguments.ReportLogout(server, failure);
            return [.. tasks.Where(task => task.IsProtected).Select(task => task.ToString())];
        }
        catch (ServerException e)
        {
            CliAdvice.Report(server, $"running backups and snapshots could not be read. {e.Message}", e.Remedy);
            return [];
        }
    }

    /// <summary>Proves that vCenter Server accepts logins, by one of its own.</summary>
    private static Func<CancellationToken, Task> ProofOf(SessionAccess access) => async token =>
    {
        using ClientSession session = await access.OpenAsync(token).ConfigureAwait(false);
        await session.CloseAsync(CancellationToken.None).ConfigureAwait(false);
    };

    /// <summary>Writes a report as sentences: how it ended, what is down, and what to run next.</summary>
    private sealed class ReportWriter(Stream output) : IRowWriter<RestartReport>
    {
        private readonly OutputBuffer _output = new(output);

        public bool IsOpen => _output.IsOpen;

        public void Write(RestartReport row)
        {
            WriteLine(CliAdvice.InOptions(row.ToString()));
            if (row.Downtime is TimeSpan downtime)
            {
                WriteLine(string.Create(CultureInfo.InvariantCulture, $"Down for {downtime.TotalSeconds:0} s."));
            }

            if (row.Down.Count > 0)
            {
                WriteLine($"Not running: {string.Join(", ", row.Down)}.");
            }

            foreach (string command in row.NextCommands)
            {
                WriteLine($"Next: {command}");
            }
        }

        public void Flush() => _output.Flush();

        private void WriteLine(string text)
        {
            _output.Write(new StringBuilder(TerminalText.OneLine(text)));
            _output.EndLine();
        }
    }
}
