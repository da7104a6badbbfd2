using System.Diagnostics;
using System.Globalization;
using VcsaAuthGuard.Appliances.Services;

namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>
/// Restarts services of one appliance: looks first, takes the steps in order, and believes only what the services show afterwards. Once the
/// first step has begun, nothing but its own deadlines ends it, so that no service is left down because somebody went away.
/// </summary>
/// <param name="control">The appliance.</param>
/// <param name="options">How.</param>
public sealed class PipelineRestart(IServiceControl control, RestartOptions options)
{
    private readonly Guid _lock = Guid.NewGuid();
    private readonly RestartSteps _steps = new(control, options);
    private readonly string[] _wanted = options.Scope == RestartScope.Targeted ? [.. ServiceCatalog.ProxyPipeline] : [];
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private IReadOnlyList<ApplianceService> _before = [];
    private bool _isLockAsked;

    /// <summary>Returns the commands that would be run on an appliance that has <c>--restart</c>, as KB 440879 types it.</summary>
    /// <param name="control">The appliance.</param>
    /// <param name="scope">What is restarted.</param>
    /// <param name="hasRestart">Whether it has.</param>
    public static IReadOnlyList<string> Plan(IServiceControl control, RestartScope scope, bool hasRestart) =>
        [.. RestartSteps.Plan(scope, hasRestart).SelectMany(step => control.Describe(step.Action, step.Services))];

    /// <summary>Restarts.</summary>
    /// <param name="cancellation">Ends it as long as nothing has been changed; from the first step on it is not listened to.</param>
    /// <exception cref="OperationCanceledException">It was cancelled before the first step.</exception>
    public async Task<RestartReport> RunAsync(CancellationToken cancellation)
    {
        string? refusal;
        bool hasRestart = false;
        try
        {
            refusal = await CheckAsync(cancellation).ConfigureAwait(false);
            hasRestart = refusal is null && await control.HasRestartAsync(cancellation).ConfigureAwait(false);
            refusal ??= await LockAsync(cancellation).ConfigureAwait(false);

            // Another restart may have come between the check and the lock.
            refusal ??= await CheckAsync(cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
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

        if (refusal is not null)
        {
            await ReleaseAsync().ConfigureAwait(false);
            return Ended(
                new()
                {
                    Server = control.Server,
                    Outcome = RestartOutcome.Refused,
                    Reason = refusal,
                    Before = _before,
                    After = _before,
                    AfterTime = _before.Count > 0 ? _start : null,
                }
            );
        }

        RestartReport report = await ChangeAsync(hasRestart).ConfigureAwait(false);
        string? left = await ReleaseAsync().ConfigureAwait(false);
        return Ended(left is null ? report : report with { Reason = report.Reason is null ? left : $"{report.Reason} {left}" });
    }

    private RestartReport Ended(RestartReport report)
    {
        report = report with { Scope = options.Scope, Start = _start };
        _steps.Report(RestartEventKind.Outcome, report.Reason is null ? report.Outcome.ToString() : $"{report.Outcome}: {report.Reason}");
        return report;
    }

    /// <summary>Returns the reason why the restart is refused; null when it may proceed.</summary>
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
                ? $"{options.RunningTasks.Count.ToString(CultureInfo.InvariantCulture)} tasks are running and would be interrupted: "
                    + $"{string.Join("; ", options.RunningTasks)}. Wait for them to end, or use -Force."
            : null;
    }

    private async Task<string?> LockAsync(CancellationToken cancellation)
    {
        _isLockAsked = true; // The answer may be lost.
        TimeSpan? age = await control.AcquireLockAsync(_lock, cancellation).ConfigureAwait(false);
        if (age > options.Timeout && options.Force)
        {
            _steps.Report(RestartEventKind.Check, $"The lock on {control.Server} is {FormatAge(age.Value)} old and will be replaced.");
            await control.BreakLockAsync(cancellation).ConfigureAwait(false);
            age = await control.AcquireLockAsync(_lock, cancellation).ConfigureAwait(false);
        }

        return age is null
            ? null
            : $"Another restart of {control.Server} is in progress: its lock is {FormatAge(age.Value)} old. "
                + $"If that restart is no longer running, remove the lock there ({ApplianceCommand.RemoveLockText}), "
                + $"or use -Force once it is older than {FormatAge(options.Timeout)}.";
    }

    private async Task<RestartReport> ChangeAsync(bool hasRestart)
    {
        Stopwatch clock = Stopwatch.StartNew();
        ServiceWatch watch = new(control, options, _before, _steps);
        string? problem = null;
        foreach ((ServiceAction action, IReadOnlyList<string> services) in RestartSteps.Plan(options.Scope, hasRestart))
        {
            RestartStep step = await _steps.RunAsync(action, services).ConfigureAwait(false);
            problem = step.Problem;
            if (problem is not null)
            {
                break; // Nobody knows what still runs there: another step on top could do harm.
            }
        }

        bool isUp = await watch.WaitAsync(isLast: problem is not null, mayComeUp: problem is not null).ConfigureAwait(false);
        if (problem is null && (!isUp || watch.NotRenewed().Count > 0))
        {
            // One more start for what is down, one more restart for what runs on as if nothing had been.
            isUp = await AgainAsync(watch, hasRestart).ConfigureAwait(false);
        }

        TimeSpan? downtime = isUp ? watch.UpAfter(_steps.FirstStart) : null;
        string? login = isUp ? await LoginAsync(clock).ConfigureAwait(false) : null;
        IReadOnlyList<string> old = isUp ? watch.NotRenewed() : [];
        IReadOnlyList<string> unproven = isUp ? watch.Unproven() : [];
        string? failure =
            !isUp ? $"{watch.Describe()}{(problem is null ? "" : $" {problem}")}"
            : old.Count > 0 ? $"{string.Join(" and ", old)} is running, but still as the same process: it was not restarted."
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

    private async Task<bool> AgainAsync(ServiceWatch watch, bool hasRestart)
    {
        IReadOnlyList<string> down = watch.Stopped();
        IReadOnlyList<string> old = [.. watch.NotRenewed().Except(down)];
        if (down.Count > 0)
        {
            await _steps.RunAsync(ServiceAction.Start, down).ConfigureAwait(false);
        }

        foreach (string service in old)
        {
            foreach (ServiceAction action in hasRestart ? [ServiceAction.Restart] : new[] { ServiceAction.Stop, ServiceAction.Start })
            {
                await _steps.RunAsync(action, [service]).ConfigureAwait(false);
            }
        }

        return down.Count + old.Count > 0 && await watch.WaitAsync(isLast: true).ConfigureAwait(false);
    }

    /// <summary>Returns the reason why no login worked; null when one did, or no login can be tried.</summary>
    private async Task<string?> LoginAsync(Stopwatch clock)
    {
        if (options.ProveLogin is null)
        {
            return null;
        }

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
                if (clock.Elapsed > options.Timeout)
                {
                    return $"The services are running, but a login does not work: {e.Message}";
                }
            }

            await Task.Delay(options.PollInterval).ConfigureAwait(false);
        }
    }

    /// <summary>Gives back the lock; says so where that did not work.</summary>
    private async Task<string?> ReleaseAsync()
    {
        if (!_isLockAsked)
        {
            return null;
        }

        const int Tries = 3;
        for (int turn = 1; ; turn++)
        {
            try
            {
                await control.ReleaseAsync(_lock, _steps.Ids, CancellationToken.None).ConfigureAwait(false);
                return null;
            }
            catch (ApplianceException e) when (turn == Tries)
            {
                return $"The lock may still be on {control.Server} ({e.Message}); remove it with: {ApplianceCommand.RemoveLockText}";
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
