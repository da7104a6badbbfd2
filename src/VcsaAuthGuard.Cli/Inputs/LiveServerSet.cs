using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Cli.Inputs;

/// <summary>Reads running servers over their API, some at a time, and reports failures on standard error.</summary>
/// <param name="sessions">The servers and their sessions.</param>
/// <param name="limit">The number of servers that are read at one time.</param>
internal sealed class LiveServerSet(IReadOnlyList<SessionAccess> sessions, int limit)
{
    /// <summary>Gets the servers and their sessions.</summary>
    public IReadOnlyList<SessionAccess> Sessions => sessions;

    /// <summary>Gets the number of servers that could not be read completely.</summary>
    public int Failures { get; private set; }

    /// <summary>Gets whether Ctrl+C ended the reading.</summary>
    public bool WasInterrupted { get; private set; }

    /// <summary>Gets the exit code of a command that read the servers.</summary>
    public int Code => WasInterrupted ? ExitCode.Interrupted : Failures > 0 ? ExitCode.InputUnreadable : ExitCode.Success;

    /// <summary>Reads the servers. Ctrl+C ends it, and logs out.</summary>
    /// <param name="range">The time that is asked for.</param>
    /// <param name="read">Reads one server in the background; its second argument calls an action on this thread.</param>
    public void Read(TimeRange range, Action<LiveReader, Action<Action>, CancellationToken> read)
    {
        DateTimeOffset after = range.After ?? (range.Before ?? DateTimeOffset.UtcNow) - LiveServerOptions.DefaultSpan;
        using CommandStop stop = new();
        try
        {
            ParallelServers.Run(sessions, limit, (access, post, token) => Read(access, after, read, post, token), stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            WasInterrupted = true;
        }
    }

    private void Read(
        SessionAccess access,
        DateTimeOffset after,
        Action<LiveReader, Action<Action>, CancellationToken> read,
        Action<Action> post,
        CancellationToken token)
    {
        string name = access.Options.Address.Authority;
        LogReadReport report = new()
        {
            OnProblem = problem => post(() => Write(problem.ToString())),
            OnWarning = warning => post(() => Write($"Warning: {name}: {warning}")),
        };
        LiveReader reader = new(new() { Session = new() { Access = access }, After = after }, report);
        bool isRead = false;
        try
        {
            read(reader, post, token);
            isRead = report.Problems == 0;
        }
        catch (ServerException e)
        {
            post(() => Write($"{e.Message} {e.Remedy}"));
        }

        post(() =>
        {
            Failures += isRead ? 0 : 1;
            Console.Error.Write($"{name}: ");
            new ReadSummary(Console.Error, report).Write();
            foreach (MissingPart part in reader.Missing)
            {
                Write($"{name}: {part}");
            }

            if (reader.LogoutFailure is ServerException failure)
            {
                Write($"{name}: The session could not be ended and remains until it expires. {failure.Message}");
            }
        });
    }

    private static void Write(string message) => Console.Error.WriteLine(TerminalText.OneLine(message));
}
