using System.Diagnostics;
using VcsaAuthGuard.Appliances.Services;

namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>Watches an appliance's services start again, and compares them with their earlier state.</summary>
internal sealed class ServiceWatch(
    IServiceControl control,
    RestartOptions options,
    IReadOnlyList<ApplianceService> before,
    RestartSteps steps
)
{
    /// <summary>A single look can fall between a start and a crash.</summary>
    private const int RequiredUpPolls = 2;

    /// <summary>A service that is down, with nothing left to bring it up, is looked at so often before it is given up.</summary>
    private const int RequiredDownPolls = 3;

    private readonly string[] _names = options.Scope == RestartScope.Targeted ? [.. ServiceCatalog.ProxyPipeline] : [];
    private readonly string[] _expected =
        options.Scope == RestartScope.Targeted
            ? [.. ServiceCatalog.ProxyPipeline]
            :
            [
                .. before
                    .Where(service => service.State == ServiceState.Started)
                    .Select(service => service.Name)
                    .Union(ServiceCatalog.ProxyPipeline),
            ];

    private string? _problem;
    private DateTimeOffset? _upSince;

    /// <summary>Gets or sets the services as they were read last; empty if they could not be.</summary>
    public IReadOnlyList<ApplianceService> Last { get; private set; } = [];

    public DateTimeOffset? LastTime { get; private set; }

    /// <summary>Reads services; of all of them only the proxy pipeline's in detail, for each costs vmon a question.</summary>
    public static async Task<IReadOnlyList<ApplianceService>> ReadAsync(
        IServiceControl control,
        IReadOnlyList<string> names,
        CancellationToken cancellation
    )
    {
        IReadOnlyList<ApplianceService> detailed = await control
            .ReadAsync(ServiceCatalog.ProxyPipeline, isDetailed: true, cancellation)
            .ConfigureAwait(false);
        if (names.Count > 0)
        {
            return detailed;
        }

        IReadOnlyList<ApplianceService> all = await control.ReadAsync([], isDetailed: false, cancellation).ConfigureAwait(false);
        return [.. all.Select(service => Find(detailed, service.Name) ?? service)];
    }

    /// <summary>Waits until all are up, in two looks one after the other.</summary>
    /// <param name="isLast">Whether nothing will be tried after this.</param>
    /// <param name="mayComeUp">Whether unseen work may continue, so that the wait lasts until its deadline.</param>
    /// <returns>False when the time is over, or a service is plainly down and may be started once more.</returns>
    public async Task<bool> WaitAsync(bool isLast, bool mayComeUp = false)
    {
        Stopwatch clock = Stopwatch.StartNew();
        int up = 0;
        int down = 0;
        TimeSpan downSince = TimeSpan.Zero;
        while (true)
        {
            await PollAsync().ConfigureAwait(false);
            bool isUp = _problem is null && Array.TrueForAll(_expected, IsUp);
            _upSince = isUp ? _upSince ?? DateTimeOffset.UtcNow : null;
            up = isUp ? up + 1 : 0;
            down =
                _problem is null
                && Stopped().Count > 0
                && !Last.Any(service => service.State is ServiceState.Starting or ServiceState.Stopping)
                    ? down + 1
                    : 0;
            if (up == RequiredUpPolls)
            {
                return true;
            }

            downSince = down == 0 ? clock.Elapsed : downSince;
            bool isGivenUp = isLast ? !mayComeUp && clock.Elapsed - downSince > options.LastGrace : down == RequiredDownPolls;
            if (clock.Elapsed > options.Timeout || isGivenUp)
            {
                return false;
            }

            await Task.Delay(options.PollInterval).ConfigureAwait(false);
        }
    }

    /// <summary>Returns the time until all were up, as exactly as the observations and vmon's clocks allow.</summary>
    public TimeSpan? UpAfter(DateTimeOffset start) => _upSince is DateTimeOffset up && up > start ? up - start : null;

    /// <summary>Returns the services that should run and are stopped.</summary>
    public IReadOnlyList<string> Stopped() => [.. _expected.Where(name => Find(Last, name)?.State == ServiceState.Stopped)];

    /// <summary>Returns the services that should run and were not seen to run.</summary>
    public IReadOnlyList<string> Down() =>
        [.. _expected.Where(name => _problem is not null || Find(Last, name)?.State != ServiceState.Started)];

    /// <summary>Returns the services that still run as the same process.</summary>
    public IReadOnlyList<string> NotRenewed() => [.. _expected.Where(name => IsUp(name) && IsNew(name) == false)];

    /// <summary>Returns the services of which it is not known whether they were restarted.</summary>
    public IReadOnlyList<string> Unproven() => [.. _expected.Where(name => ServiceCatalog.IsProxyPipeline(name) && IsNew(name) is null)];

    public string Describe() =>
        _problem is not null
            ? $"The services of {control.Server} can no longer be read: {_problem}"
            : $"Not all services of {control.Server} are up: "
                + string.Join(
                    "; ",
                    _expected.Where(name => !IsUp(name)).Select(name => Find(Last, name)?.ToString() ?? $"{name}: not listed")
                )
                + ".";

    /// <summary>Gets the two commands for the operator: check the services, then start those that are down.</summary>
    public IReadOnlyList<string> NextCommands(bool hasRestart)
    {
        IReadOnlyList<string> down = Down();
        string[] names = [.. down.Where(ServiceCatalog.IsKnown)];
        bool isFull = options.Scope == RestartScope.Full;
        IReadOnlyList<string> start =
            isFull && names.Length > 0 ? control.Describe(ServiceAction.Start, [])
            : names.Length > 0 ? control.Describe(ServiceAction.Start, names)
            : hasRestart && !isFull ? control.Describe(ServiceAction.Restart, ServiceCatalog.ProxyPipeline)
            : ["tail -n 100 /var/log/vmware/vpxd/vpxd.log"];
        return [ApplianceCommand.StatusAll.Text, start[0]];
    }

    private async Task PollAsync()
    {
        try
        {
            Last = await ReadAsync(control, _names, CancellationToken.None).ConfigureAwait(false);
            LastTime = DateTimeOffset.UtcNow;
            _problem = null;
            steps.Report(
                RestartEventKind.State,
                string.Join(
                    "; ",
                    _expected
                        .Where(name => _names.Length > 0 || !IsUp(name))
                        .Select(name => Find(Last, name)?.ToString() ?? $"{name}: not listed")
                )
            );
        }
        catch (ApplianceException e)
        {
            _problem = e.Message;
            steps.Report(RestartEventKind.State, e.Message);
        }
    }

    private bool IsUp(string name) => Find(Last, name)?.IsUp == true;

    /// <summary>Returns whether a service is another process than before; null if unknown.</summary>
    private bool? IsNew(string name)
    {
        ApplianceService? old = Find(before, name);
        ApplianceService? now = Find(Last, name);
        if (old is not null && old.State != ServiceState.Started)
        {
            return true; // It did not run before.
        }

        if (old?.ProcessId is int process && now?.ProcessId is int other)
        {
            return process != other;
        }

        // In its state for less time than has gone by since the first step: two clocks, but only their paces count.
        return now?.StateDuration is TimeSpan duration ? duration < DateTimeOffset.UtcNow - steps.FirstStart : null;
    }

    private static ApplianceService? Find(IReadOnlyList<ApplianceService> services, string name) =>
        services.FirstOrDefault(service => service.Name == name);
}
