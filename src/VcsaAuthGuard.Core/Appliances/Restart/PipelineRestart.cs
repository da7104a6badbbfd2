using System.Diagnostics;
using System.Globalization;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>
/// Restarts services of one appliance: checks them, has the appliance take the steps in order, and determines the result from the state
/// of the services afterwards. Over SSH the appliance itself starts the services again even if this process ends.
/// </summary>
/// <param name="control">The appliance.</param>
/// <param name="options">The options.</param>
public sealed class PipelineRestart(IServiceControl control, RestartOptions options)
{
    private readonly RestartSteps _steps = new(control, options);
    private readonly string[] _wanted = options.Scope == RestartScope.Targeted ? [.. ServiceCatalog.ProxyPipeline] : [];
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private IReadOnlyList<ApplianceService> _before = [];
    private ServiceRun? _run;

    /// <summary>Returns the commands that would be run on an appliance that has <c>--restart</c>, as KB 440879 types it.</summary>
    /// <param name="control">The appliance.</param>
    /// <param name="scope">What is restarted.</param>
    /// <param name="hasRestart">Whether it has.</param>
    public static IReadOnlyList<string> Plan(IServiceControl control, RestartScope scope, bool hasRestart) =>
        [.. RestartSteps.Plan(scope, hasRestart).SelectMany(step => control.Describe(step.Action, step.Services))];

    /// <summary>Runs the restart and returns its report.</summary>
    /// <param name="cancellation">Cancels the run until the first step; it is ignored from then on.</param>
    /// <exception cref="OperationCanceledException">It was cancelled before the first step.</exception>
    public async Task<RestartReport> RunAsync(CancellationToken cancellation)
    {
        string? refusal;
        RestartReport? report = null;
        try
        {
            refusal = await CheckAsync(cancellation).ConfigureAwait(false);
            bool hasRestart = refusal is null && await control.HasRestartAsync(cancellation).ConfigureAwait(false);
            ServiceRun run = _steps.Create(RestartSteps.Plan(options.Scope, hasRestart));
            refusal ??= await LockAsync(run, cancellation).ConfigureAwait(false);

            // Another restart may have come between the check and the lock.
            refusal ??= await CheckAsync(cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            report = refusal is null ? await ChangeAsync(run, hasRestart).ConfigureAwait(false) : null;
        }
        catch (ApplianceException e)
        {
            refusal = $"{e.Message} {e.Advice}";
        }
        catch (OperationCanceledException)
        {
            await ReleaseAsync().ConfigureAwait(false);
            throw;
        }

        string? left = await ReleaseAsync().ConfigureAwait(false);
        report ??= new()
        {
            Server = control.Server,
            Outcome = RestartOutcome.Refused,
            Reason = refusal,
            Before = _before,
            After = _before,
            AfterTime = _before.Count > 0 ? _start : null,
        };
        return Ended(left is null || refusal is not null ? report : report with { Reason = $"{report.Reason} {left}".TrimStart() });
    }

    private RestartReport Ended(RestartReport report)
    {
        report = report with { Scope = options.Scope, Start = _start };
        _steps.Report(RestartEventKind.Outcome, report.Reason is null ? report.Outcome.ToString() : $"{report.Outcome}: {report.Reason}");
        return report;
    }

    /// <summary>Returns the reason why the restart is refused; null if it may proceed.</summary>
    private async Task<string?> CheckAsync(CancellationToken cancellation)
    {
        _steps.Report(RestartEventKind.Check, $"Reading the services of {control.Server}.");
        if (options.Scope == RestartScope.Full && !control.CanStopAll)
        {
            return "All services cannot be restarted over REST, because REST stops with them. Use SSH.";
        }

        _before = await ServiceWatch.ReadAsync(control, _wanted, cancellation).ConfigureAwait(false);
        string[] missing = [.. _wanted.Where(name => !_before.Any(service => service.Name == name))];
        if (missing.Length > 0)
        {
            return $"{control.Server} has no service {string.Join(" and no ", missing)}: "
                + "it may be of a version without the Envoy host gateway.";
        }

        ApplianceService[] unknown = [.. _before.Where(service => _wanted.Length > 0 && service.State == ServiceState.Unknown)];
        ApplianceService[] moving = [.. _before.Where(service => service.State is ServiceState.Starting or ServiceState.Stopping)];
        return moving.Length > 0
                ? $"On {control.Server} some services are starting or stopping: "
                    + $"{string.Join("; ", moving.Select(service => service.ToString()))}. "
                    + "Wait until they have started or stopped."
            : unknown.Length > 0
                ? $"On {control.Server} the state of some services is not known: "
                    + $"{string.Join("; ", unknown.Select(service => service.ToString()))}."
            : options.RunningTasks.Count > 0 && !options.Force
                ? $"{Phrases.Count(options.RunningTasks.Count, "task")} "
                    + $"{(options.RunningTasks.Count == 1 ? "is" : "are")} running and would be "
                    + "interrupted: "
                    + $"{string.Join("; ", options.RunningTasks)}. Wait for them to end, or use -Force."
            : null;
    }

    /// <summary>Takes the lock for a run; returns the reason why that is refused, or null.</summary>
    private async Task<string?> LockAsync(ServiceRun run, CancellationToken cancellation)
    {
        _run = run; // The response may be lost.
        TimeSpan? age = await control.AcquireLockAsync(run, cancellation).ConfigureAwait(false);
        if (age > options.Timeout && options.Force)
        {
            _steps.Report(RestartEventKind.Check, $"The lock on {control.Server} is {FormatAge(age.Value)} old and will be replaced.");
            await control.BreakLockAsync(cancellation).ConfigureAwait(false);
            age = await control.AcquireLockAsync(run, cancellation).ConfigureAwait(false);
        }

        return age is null
            ? null
            : $"Another restart of {control.Server} is in progress: its lock is {FormatAge(age.Value)} old. "
                + $"If that restart is no longer running, remove the lock there ({ApplianceCommand.RemoveLockText}), "
                + $"or use -Force once it is older than {FormatAge(options.Timeout)} and nothing is at work there.";
    }

    private async Task<RestartReport> ChangeAsync(ServiceRun run, bool hasRestart)
    {
        Stopwatch clock = Stopwatch.StartNew();
        ServiceWatch watch = new(control, options, _before, _steps);
        string? problem = await _steps.RunAsync(run).ConfigureAwait(false);
        bool isUp = await watch.WaitAsync(isLast: problem is not null, mayComeUp: problem is not null).ConfigureAwait(false);
        if (problem is null && (!isUp || watch.NotRenewed().Count > 0))
        {
            // Starts services that are down once more, and restarts once more those that still run unchanged.
            isUp = await AgainAsync(watch, hasRestart).ConfigureAwait(false);
        }

        TimeSpan? downtime = isUp ? watch.UpAfter(_steps.FirstStart) : null;
        string? login = isUp ? await LoginAsync(clock).ConfigureAwait(false) : null;
        IReadOnlyList<string> old = isUp ? watch.NotRenewed() : [];
        IReadOnlyList<string> unproven = isUp ? watch.Unproven() : [];
        string? failure =
            !isUp ? $"{watch.Describe()}{(problem is null ? "" : $" {problem}")}"
            : old.Count > 0 ? $"{string.Join(" and ", old)} is running, but still as the same process: it was not restarted."
                + (problem is null ? "" : $" {problem}")
            : login;
        return new()
        {
            Server = control.Server,
            Outcome = failure is null ? RestartOutcome.Restarted : RestartOutcome.Failed,
            Reason =
                failure
                ?? (
                    unproven.Count > 0
                        ? $"It could not be determined whether {string.Join(" and ", unproven)} is a new process."
                        : problem
                ),
            Steps = _steps.Taken,
            Before = _before,
            After = watch.Last,
            AfterTime = watch.LastTime,
            Downtime = downtime,
            IsProven = isUp && unproven.Count == 0 && old.Count == 0,
            Down = watch.Down(),
            NextCommands = failure is null ? [] : watch.NextCommands(hasRestart),
        };
    }

    /// <summary>Starts services that are down and restarts those that were not restarted, in one more run.</summary>
    private async Task<bool> AgainAsync(ServiceWatch watch, bool hasRestart)
    {
        IReadOnlyList<string> down = [.. watch.Stopped().Where(ServiceCatalog.IsKnown)];
        List<ServiceStep> steps = down.Count > 0 ? [new(ServiceAction.Start, down)] : [];
        foreach (string service in watch.NotRenewed().Except(down))
        {
            ServiceAction[] actions = hasRestart ? [ServiceAction.Restart] : [ServiceAction.Stop, ServiceAction.Start];
            steps.AddRange(actions.Select(action => new ServiceStep(action, [service])));
        }

        if (steps.Count == 0)
        {
            return false;
        }

        try
        {
            await ReleaseAsync().ConfigureAwait(false);
            ServiceRun run = _steps.Create(steps);
            if (await LockAsync(run, CancellationToken.None).ConfigureAwait(false) is string refusal)
            {
                _steps.Report(RestartEventKind.Check, refusal);
                return await watch.WaitAsync(isLast: true, mayComeUp: true).ConfigureAwait(false);
            }

            await _steps.RunAsync(run).ConfigureAwait(false);
        }
        catch (ApplianceException e)
        {
            _steps.Report(RestartEventKind.Check, e.Message);
        }

        return await watch.WaitAsync(isLast: true).ConfigureAwait(false);
    }

    /// <summary>Returns the reason why no login worked; null if one did, or no login can be tried.</summary>
    private async Task<string?> LoginAsync(Stopwatch clock)
    {
        if (options.ProveLogin is null)
        {
            return null;
        }

        TimeSpan limit = options.LoginTimeout ?? options.Timeout;
        while (true)
        {
            using CancellationTokenSource end = new(options.Timeout);
            try
            {
                await options.ProveLogin(end.Token).ConfigureAwait(false);
                _steps.Report(RestartEventKind.Check, $"A login to {control.Server} works.");
                return null;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                _steps.Report(RestartEventKind.Check, $"A login to {control.Server} does not work yet: {e.Message}");
                if (clock.Elapsed > limit)
                {
                    return $"The services are running, but a login does not work: {e.Message}";
                }
            }

            await Task.Delay(options.PollInterval).ConfigureAwait(false);
        }
    }

    /// <summary>Releases the lock and removes the files of the run; returns a note if that failed, otherwise null.</summary>
    private async Task<string?> ReleaseAsync()
    {
        if (_run is null)
        {
            return null;
        }

        const int Tries = 3;
        for (int turn = 1; ; turn++)
        {
            try
            {
                await control.ReleaseAsync(_run, CancellationToken.None).ConfigureAwait(false);
                return null;
            }
            catch (ApplianceException e) when (turn == Tries)
            {
                return $"The lock could not be removed from here ({e.Message}); {control.Server} removes it by itself when it has started "
                    + "the services.";
            }
            catch (ApplianceException)
            {
                await Task.Delay(options.PollInterval).ConfigureAwait(false);
            }
        }
    }

    private static string FormatAge(TimeSpan age) =>
        age.TotalMinutes < 2
            ? $"{age.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s"
            : $"{age.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} min";
}
