using System.Management.Automation;
using VcsaAuthGuard.Commands;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.Views;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads the running servers of a cmdlet, some at a time. A failure of one becomes an error, and the others go on.</summary>
/// <param name="command">The cmdlet.</param>
/// <param name="certificates">The certificates that are accepted.</param>
internal sealed class LiveServerRun(LogCommand command, CertificateParameters certificates)
{
    private const int DefaultThrottleLimit = 8;

    private readonly DateTimeOffset _after =
        command.Range.After ?? (command.Range.Before ?? DateTimeOffset.UtcNow) - LiveServerOptions.DefaultSpan;

    public void Run(CancellationToken cancellation)
    {
        SessionInput input = new(command, command.Credential, certificates) { Timeout = TimeSpan.FromSeconds(command.TimeoutSeconds) };
        SessionAccess[] servers = [.. input.FindAll(command.Server)];
        using LiveProgress progress = new(command, servers.Length);
        int limit = command.ThrottleLimit ?? DefaultThrottleLimit;
        ParallelServers.Run(
            servers, limit, (server, post, token) => Read(server, post, progress, token), cancellation);
    }

    private void Read(SessionAccess access, Action<Action> post, LiveProgress progress, CancellationToken token)
    {
        string server = access.Options.Address.Authority;
        LogReadReport report = new()
        {
            OnProblem = problem => post(() => command.WriteError(ErrorRecords.From(problem))),
            OnWarning = warning => post(() => command.WriteWarning(TerminalText.OneLine($"{server}: {warning}"))),
            OnProgress = _ => post(progress.Update),
        };
        LiveReader reader = new(new() { Session = new() { Access = access }, After = _after }, report);
        post(() =>
        {
            progress.Add(reader);
            command.WriteVerbose($"{server}: reading from {_after:u}.");
        });
        try
        {
            command.ReadServer(reader, post, token);
        }
        catch (Exception e) when (ErrorRecords.TryCreate(e) is ErrorRecord record)
        {
            post(() => command.WriteError(record));
        }

        post(() => Complete(server, reader, report, progress));
    }

    private void Complete(string server, LiveReader reader, LogReadReport report, LiveProgress progress)
    {
        progress.Complete();
        command.WriteVerbose($"{server}: {reader.Calls} calls, {reader.Logins} logins.");
        command.Summarize(report);
        foreach (MissingPart part in reader.Missing)
        {
            command.WriteWarning(TerminalText.OneLine($"{server}: {part}"));
        }

        if (reader.LogoutFailure is ServerException failure)
        {
            command.WriteWarning($"The session opened for this call could not be ended and remains until it expires. {failure.Message}");
        }
    }
}
