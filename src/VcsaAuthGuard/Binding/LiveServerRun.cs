using System.Management.Automation;
using VcsaAuthGuard.Commands;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Views;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads the running servers of a cmdlet, some at a time. A failure of one becomes an error, and the others go on.</summary>
/// <param name="command">The cmdlet.</param>
/// <param name="thumbprint">The only certificate to accept; null when the system's rules decide.</param>
internal sealed class LiveServerRun(LogCommand command, CertificateThumbprint? thumbprint)
{
    private readonly DateTimeOffset _after =
        command.Range.After ?? (command.Range.Before ?? DateTimeOffset.UtcNow) - LiveServerOptions.DefaultSpan;

    public void Run(CancellationToken cancellation)
    {
        LiveServerInput input = new(
            command, command.Credential, thumbprint, command.SkipCertificateCheck, TimeSpan.FromSeconds(command.TimeoutSeconds));
        IReadOnlyList<LiveTarget> targets = input.Resolve(command.Server);
        using LiveProgress progress = new(command, targets.Count);
        ParallelServers.Run(
            targets, command.ThrottleLimit, (target, post, token) => Read(target, post, progress, token), cancellation);
    }

    private void Read(LiveTarget target, Action<Action> post, LiveProgress progress, CancellationToken token)
    {
        LogReadReport report = new()
        {
            OnProblem = problem => post(() => command.WriteError(ErrorRecords.From(problem))),
            OnWarning = warning => post(() => command.WriteWarning($"{target.Name}: {warning}")),
            OnProgress = _ => post(progress.Update),
        };
        LiveReader reader = new(new() { Session = target.SessionOptions, After = _after }, report);
        post(() =>
        {
            progress.Add(reader);
            command.WriteVerbose($"{target.Name}: using {target.Session}, reading from {_after:u}.");
        });
        try
        {
            command.ReadServer(reader, post, token);
        }
        catch (Exception e) when (ErrorRecords.TryCreate(e) is ErrorRecord record)
        {
            post(() => command.WriteError(record));
        }

        post(() => Complete(target, reader, report, progress));
    }

    private void Complete(LiveTarget target, LiveReader reader, LogReadReport report, LiveProgress progress)
    {
        progress.Complete();
        command.WriteVerbose($"{target.Name}: {reader.Calls} calls, {reader.Logins} logins.");
        command.Summarize(report);
        foreach (MissingPart part in reader.Missing)
        {
            command.WriteWarning($"{target.Name}: {part}");
        }

        if (reader.LogoutFailure is ServerException failure)
        {
            command.WriteWarning($"The session opened for this call could not be ended and remains until it expires. {failure.Message}");
        }
    }
}
