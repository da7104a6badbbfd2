using System.Globalization;
using System.Text;
using VcsaAuthGuard.Appliances.Ssh;

namespace VcsaAuthGuard.Appliances.Services;

/// <summary>Controls services by <c>service-control</c> and <c>vmon-cli</c> over a shell.</summary>
/// <param name="shell">The shell; disposed of with this.</param>
public sealed class ShellServiceControl(IApplianceShell shell) : IServiceControl
{
    private static readonly TimeSpan QuestionDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan WatchDeadline = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromSeconds(1);

    /// <summary>A longer line of a step's output is passed on in pieces.</summary>
    private const int MaxLine = 16 << 10;

    private bool? _hasRestart;

    /// <summary>Gets the clock that limits the time of a step.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public string Server => shell.Server;

    /// <inheritdoc/>
    public bool CanStopAll => true;

    /// <inheritdoc/>
    public void Dispose() => shell.Dispose();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApplianceService>> ReadAsync(
        IReadOnlyList<string> names,
        bool isDetailed,
        CancellationToken cancellation
    )
    {
        string[] wanted = [.. names.Select(ServiceCatalog.IdOf)];
        bool isOneQuestion = isDetailed && wanted.Length > 0;
        CommandResult answer = await QueryAsync(
                isOneQuestion ? ApplianceCommand.StatusWithDetails(wanted) : ApplianceCommand.StatusAll,
                cancellation
            )
            .ConfigureAwait(false);
        int end = answer.Output.IndexOf(ApplianceCommand.DetailsLine, StringComparison.Ordinal);
        string listing = end < 0 ? answer.Output : answer.Output.Substring(0, end);
        IReadOnlyList<KeyValuePair<string, ServiceState>> states;
        try
        {
            states = ServiceControlText.Read(listing);
        }
        catch (FormatException e)
        {
            string said = ServiceControlText.FirstLine(listing.Trim().Length > 0 ? listing : answer.Error);
            throw new ApplianceException(
                ApplianceProblem.NotUnderstood,
                $"The services of {Server} cannot be read: 'service-control --status --all' ended with {answer.ExitCode} and printed: "
                    + $"{said}",
                "Log in as root and run the command manually to find the cause.",
                e);
        }

        List<ApplianceService> services = [.. states.Select(state => ServiceControlText.Service(state, Server))
            .Where(service => wanted.Length == 0 || wanted.Contains(service.Id)).OrderBy(service => service.Name, StringComparer.Ordinal)];
        string[] known = [.. services.Select(service => service.Id).Where(ServiceCatalog.IsKnown)];
        if (isDetailed && !isOneQuestion && known.Length > 0)
        {
            answer = await QueryAsync(ApplianceCommand.StatusWithDetails(known), cancellation).ConfigureAwait(false);
            end = answer.Output.IndexOf(ApplianceCommand.DetailsLine, StringComparison.Ordinal);
        }

        return end < 0 ? services : WithDetails(services, answer.Output.Substring(end + ApplianceCommand.DetailsLine.Length));
    }

    /// <inheritdoc/>
    public async Task<bool> HasRestartAsync(CancellationToken cancellation)
    {
        if (_hasRestart is null)
        {
            CommandResult help = await QueryAsync(ApplianceCommand.Help, cancellation).ConfigureAwait(false);
            _hasRestart = (help.Output + help.Error).Contains("--restart");
        }

        return _hasRestart.Value;
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> AcquireLockAsync(ServiceRun run, CancellationToken cancellation)
    {
        CommandResult answer = await QueryAsync(ApplianceCommand.PrepareRun(run), cancellation).ConfigureAwait(false);
        string[] words = answer.Output.Trim().Split(' ');
        if (words is ["lock:taken"])
        {
            return null;
        }

        return words is ["lock:held", string text]
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long age)
            ? TimeSpan.FromSeconds(Math.Max(0, age))
            : throw new ApplianceException(
                ApplianceProblem.Refused,
                $"The lock on {Server} cannot be acquired: {ServiceControlText.FirstLine(answer.Error)}",
                $"Log in as root; the lock is a folder in {ApplianceCommand.Folder}.");
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(ServiceRun run, CancellationToken cancellation) => QueryAsync(ApplianceCommand.Release(run.Id), cancellation);

    /// <inheritdoc/>
    public Task BreakLockAsync(CancellationToken cancellation) => QueryAsync(ApplianceCommand.BreakLock, cancellation);

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(ServiceAction action, IReadOnlyList<string> services) =>
        [ApplianceCommand.Control(action, services).Text];

    /// <inheritdoc/>
    public async Task RunAsync(ServiceRun run, IServiceRunObserver observer)
    {
        long start = TimeProvider.GetTimestamp();
        ApplianceCommand next = ApplianceCommand.BeginRun(run.Id);
        StringBuilder line = new();
        string command = "The restart";
        int step = 1;
        long offset = -1;
        while (true)
        {
            WatchAnswer answer = ReadWatch(
                await RunUntilDoneAsync(next, command, observer.LineArrives, start, run.Timeout).ConfigureAwait(false));
            if (offset < 0 && answer.Size >= 0)
            {
                start = TimeProvider.GetTimestamp();
                command = $"'{answer.Command}'";
                observer.StepBegins(answer.Command);
            }

            WriteLines(answer.Text, line, observer);
            offset = Math.Max(offset, answer.Size);
            if (answer.ExitCode == "late")
            {
                throw TooLate(command, run.Timeout);
            }

            if (offset >= 0 && answer.ExitCode.Length > 0)
            {
                WriteLines("\n", line, observer);
                bool isNumber = int.TryParse(answer.ExitCode, NumberStyles.None, CultureInfo.InvariantCulture, out int code);
                observer.StepEnds(isNumber ? code : null);
                start = TimeProvider.GetTimestamp();
                command = $"What follows {command}";
                (step, offset) = (step + 1, -1);
            }
            else if (answer.End.Length > 0)
            {
                ThrowUnlessDone(answer.End, step);
                return;
            }

            next = ApplianceCommand.WatchRun(run.Id, step, offset);
        }
    }

    /// <summary>Passes on the lines that are complete and keeps the rest.</summary>
    private static void WriteLines(string text, StringBuilder line, IServiceRunObserver observer)
    {
        foreach (char letter in text)
        {
            if (letter != '\n')
            {
                line.Append(letter);
            }

            if (line.Length == MaxLine || (letter == '\n' && line.Length > 0))
            {
                observer.LineArrives(line.ToString());
                line.Clear();
            }
        }
    }

    private void ThrowUnlessDone(string end, int step)
    {
        if (end == "done")
        {
            return;
        }

        bool isUntouched = step == 1 && end is "nogo" or "unread";
        throw new ApplianceException(
            isUntouched ? ApplianceProblem.Refused : ApplianceProblem.NotUnderstood,
            end == "unread" ? $"The services of {Server} could not be read there just before the restart; nothing was changed."
                : end == "nogo" ? $"{Server} was told too late to begin, and has given the lock back; nothing was changed."
                : $"The progress of the restart on {Server} is gone: its end was not observed.",
            isUntouched ? "Run the restart again." : "Check the state of the services.");
    }

    private WatchAnswer ReadWatch(CommandResult answer)
    {
        const int Fields = 5;
        int at = answer.Output.LastIndexOf("\nstep:", StringComparison.Ordinal);
        string[] parts = at < 0 ? [] : answer.Output.Substring(at + 1).Trim().Split([':'], Fields);
        return parts.Length == Fields && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long size)
            ? new(answer.Output.Substring(0, at), size, parts[2], parts[3], parts[4])
            : throw new ApplianceException(
                ApplianceProblem.NotUnderstood,
                $"The progress of the restart on {Server} could not be parsed: "
                    + $"{ServiceControlText.FirstLine(answer.Output + answer.Error)}",
                "Check the state of the services."
            );
    }

    private static IReadOnlyList<ApplianceService> WithDetails(List<ApplianceService> services, string text)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        Dictionary<string, VmonStatus> details = [];
        foreach (VmonStatus status in VmonText.Read(text))
        {
            details[ServiceCatalog.Shorten(status.Id)] = status;
        }

        return [.. services.Select(service => !details.TryGetValue(service.Id, out VmonStatus? status) ? service : service with
        {
            // Both were asked one after the other: a state between is the truer one.
            State = status.State is ServiceState.Unknown ? service.State : status.State,
            Health = status.Health,
            StartupType = status.StartupType,
            StateDuration = status.StateDuration,
            Since = now - status.StateDuration,
            ProcessId = status.ProcessId,
        })];
    }

    private Task<CommandResult> QueryAsync(ApplianceCommand command, CancellationToken cancellation) =>
        shell.RunAsync(command, null, QuestionDeadline, cancellation);

    private ApplianceException TooLate(string command, TimeSpan deadline) =>
        new(
            ApplianceProblem.TimedOut,
            $"{command} on {Server} did not end within {deadline.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s; "
                + "it is still "
                + "running there, and the appliance starts the services by itself afterwards.",
            "Check the state of the services before doing anything else.");

    /// <summary>Runs a command that may be run twice, again and again while the connection is lost.</summary>
    private async Task<CommandResult> RunUntilDoneAsync(
        ApplianceCommand command,
        string name,
        Action<string> onLoss,
        long start,
        TimeSpan deadline)
    {
        while (true)
        {
            TimeSpan left = deadline - TimeProvider.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                throw TooLate(name, deadline);
            }

            try
            {
                return await shell
                    .RunAsync(command, null, left < WatchDeadline ? left : WatchDeadline, CancellationToken.None)
                    .ConfigureAwait(false);
            }
            catch (ApplianceException e) when (e.IsTransient && TimeProvider.GetElapsedTime(start) + ReconnectPause < deadline)
            {
                onLoss($"({e.Message} Reconnecting.)");
                await Task.Delay(ReconnectPause).ConfigureAwait(false);
            }
            catch (ApplianceException e) when (e.Problem == ApplianceProblem.TimedOut)
            {
                // The watch alone, or all of it: the turn of the loop decides.
            }
        }
    }

    /// <summary>Represents what a watch of a run shows.</summary>
    /// <param name="Text">The new output of the step.</param>
    /// <param name="Size">The size of its output so far; -1 before it has begun.</param>
    /// <param name="ExitCode">Its exit code, "late" where it did not end in time, or nothing.</param>
    /// <param name="End">Why the run is over, or nothing.</param>
    /// <param name="Command">The step's command.</param>
    private sealed record WatchAnswer(string Text, long Size, string ExitCode, string End, string Command);
}
