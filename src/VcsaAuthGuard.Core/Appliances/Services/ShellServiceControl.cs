using System.Diagnostics;
using System.Globalization;
using System.Text;
using VcsaAuthGuard.Appliances.Ssh;

namespace VcsaAuthGuard.Appliances.Services;

/// <summary>Services by <c>service-control</c> and <c>vmon-cli</c>, over a shell.</summary>
/// <param name="shell">The shell; disposed of with this.</param>
public sealed class ShellServiceControl(IApplianceShell shell) : IServiceControl
{
    private static readonly TimeSpan QuestionDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan WatchDeadline = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromSeconds(1);

    private bool? _hasRestart;

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
    public async Task<TimeSpan?> AcquireLockAsync(Guid owner, CancellationToken cancellation)
    {
        CommandResult answer = await QueryAsync(ApplianceCommand.AcquireLock(owner), cancellation).ConfigureAwait(false);
        if (answer.ExitCode == 0)
        {
            return null;
        }

        string[] parts = answer.Output.Trim().Split(':');
        return
            parts.Length == 3
            && parts[0] == "lock"
            && long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long age)
            ? TimeSpan.FromSeconds(Math.Max(0, age))
            : throw new ApplianceException(
                ApplianceProblem.Refused,
                $"The lock on {Server} cannot be acquired: {ServiceControlText.FirstLine(answer.Error)}",
                $"Log in as root; the lock is a folder in {ApplianceCommand.Folder}.");
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(Guid owner, IReadOnlyList<Guid> steps, CancellationToken cancellation) =>
        QueryAsync(ApplianceCommand.Release(owner, steps), cancellation);

    /// <inheritdoc/>
    public Task BreakLockAsync(CancellationToken cancellation) => QueryAsync(ApplianceCommand.BreakLock, cancellation);

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(ServiceAction action, IReadOnlyList<string> services) =>
        [ApplianceCommand.Control(action, services).Text];

    /// <inheritdoc/>
    public async Task<StepResult> RunStepAsync(
        Guid id,
        ServiceAction action,
        IReadOnlyList<string> services,
        Action<string> onOutput,
        TimeSpan deadline
    )
    {
        Stopwatch clock = Stopwatch.StartNew();
        ApplianceCommand step = ApplianceCommand.Control(action, services);
        StringBuilder output = new();
        StringBuilder line = new();
        long offset = 0;
        try
        {
            for (bool isStarted = false; ; isStarted = true)
            {
                ApplianceCommand next = isStarted ? ApplianceCommand.WatchStep(id, offset, step) : ApplianceCommand.StartStep(id, step);
                CommandResult answer = await InsistAsync(next, onOutput, clock, deadline).ConfigureAwait(false);
                (string text, long size, string end) = ReadWatch(answer, step);
                output.Append(text);
                Tell(text);
                offset = size;
                if (end.Length > 0)
                {
                    Tell("\n");
                    return int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out int exitCode)
                        ? new(exitCode, output.ToString())
                        : throw new ApplianceException(
                            ApplianceProblem.NotUnderstood,
                            $"The output of '{step.Text}' on {Server} is gone: its end was not observed.",
                            "Check the state of the services."
                        );
                }
            }
        }
        catch (ApplianceException e)
        {
            e.Data[nameof(StepResult.Output)] = output.ToString();
            throw;
        }

        void Tell(string text)
        {
            foreach (char letter in text)
            {
                if (letter != '\n')
                {
                    line.Append(letter);
                }
                else if (line.Length > 0)
                {
                    onOutput(line.ToString());
                    line.Clear();
                }
            }
        }
    }

    private (string Text, long Size, string End) ReadWatch(CommandResult answer, ApplianceCommand step)
    {
        int at = answer.Output.LastIndexOf("\nstep:", StringComparison.Ordinal);
        string[] parts = at < 0 ? [] : answer.Output.Substring(at + 1).Trim().Split(':');
        return parts.Length == 3 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            ? (answer.Output.Substring(0, at), size, parts[2])
            : throw new ApplianceException(
                ApplianceProblem.NotUnderstood,
                $"The output of '{step.Text}' on {Server} could not be parsed: "
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

    /// <summary>Runs a command that may be run twice, again and again while the connection is lost.</summary>
    private async Task<CommandResult> InsistAsync(ApplianceCommand command, Action<string> onOutput, Stopwatch clock, TimeSpan deadline)
    {
        while (true)
        {
            TimeSpan left = deadline - clock.Elapsed;
            if (left <= TimeSpan.Zero)
            {
                throw new ApplianceException(
                    ApplianceProblem.TimedOut,
                    $"'{command.Text}' on {Server} did not end within "
                        + $"{deadline.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s; it is still running there.",
                    "Check the state of the services before doing anything else.");
            }

            try
            {
                return await shell
                    .RunAsync(command, null, left < WatchDeadline ? left : WatchDeadline, CancellationToken.None)
                    .ConfigureAwait(false);
            }
            catch (ApplianceException e) when (e.IsPassing && clock.Elapsed + ReconnectPause < deadline)
            {
                onOutput($"({e.Message} Reconnecting.)");
                await Task.Delay(ReconnectPause).ConfigureAwait(false);
            }
            catch (ApplianceException e) when (e.Problem == ApplianceProblem.TimedOut)
            {
                // The watch alone, or all of it: the turn of the loop decides.
            }
        }
    }
}
