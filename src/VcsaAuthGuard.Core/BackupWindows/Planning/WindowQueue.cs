using System.Diagnostics.CodeAnalysis;
using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>
/// Predicts the gateway queue of each vCenter for windows: each run that starts in the period brings a request for each of its VMs.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It models a queue; nothing takes it for a collection.")]
public static class WindowQueue
{
    /// <summary>
    /// Returns whether the requests of a window are known: it has VMs and, where no service time is given, seconds per request.
    /// </summary>
    /// <param name="window">The window.</param>
    /// <param name="options">The options, which may have a service time.</param>
    public static bool IsKnown(BackupWindow window, WindowQueueOptions options) =>
        window.Load.VMs is not null && (options.Service is not null || window.Load.SecondsPerRequest is not null);

    /// <summary>
    /// Predicts the waits at each vCenter that windows name; at one without a name where none names any. Windows whose requests are not
    /// known
    /// are left out.
    /// </summary>
    /// <param name="windows">The windows.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellation">Cancels the run.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is outside its range, or the windows bring more than 100 million requests to a vCenter.
    /// </exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static IEnumerable<QueueForecast> Forecast(
        IReadOnlyList<BackupWindow> windows, WindowQueueOptions options, CancellationToken cancellation = default)
    {
        string?[] servers =
        [
            .. windows.SelectMany(window => window.Server)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .OrderBy(name => name, StringComparer.OrdinalIgnoreCase),
        ];
        foreach (string? server in servers.DefaultIfEmpty(null))
        {
            BackupWindow[] here = [.. windows.Where(window => IsKnown(window, options) && window.RunsAgainst(server))];
            yield return Predict(server, here, options, cancellation);
        }
    }

    private static QueueForecast Predict(string? server, BackupWindow[] windows, WindowQueueOptions options, CancellationToken cancellation)
    {
        DateTimeOffset to = options.From.AddDays(options.Days);
        List<(long Time, long Service)> requests = [];
        ArrivalPattern? pattern = null;
        foreach (BackupWindow window in windows.Where(window => window.Load.VMs > 0))
        {
            int vms = window.Load.VMs!.Value;
            long service = (long)Math.Min(TimeSpan.TicksPerDay, Math.Round((window.Load.SecondsPerRequest ?? 0) * TimeSpan.TicksPerSecond));
            pattern = options.Arrivals(window, vms);
            foreach (WindowOccurrence run in window.Between(options.From, to).Where(run => run.Start >= options.From))
            {
                if (requests.Count > ArrivalPattern.MaxRequests - vms)
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(windows), "The windows bring more than 100 million requests to one vCenter. Look at fewer days.");
                }

                // Each run has random times of its own.
                requests.AddRange(pattern.ToTimes(options.Seed + requests.Count)
                    .Select(time => ((run.Start - options.From + time).Ticks, service)));
            }

            cancellation.ThrowIfCancellationRequested();
        }

        // Of one moment, those of the window given first come first; a sort that keeps their order.
        IEnumerable<(long Time, long Service)> ordered = requests.OrderBy(request => request.Time);
        if (options.Service?.Draw(options.Seed) is Func<long> draw)
        {
            ordered = ordered.Select(request => (request.Time, draw()));
        }

        TimeSpan mean = options.Service?.Mean
            ?? new TimeSpan((long)requests.Select(request => request.Service).DefaultIfEmpty(0).Average());
        GatewayQueue queue = new(options.Concurrency, options.Service ?? ServiceTimes.Constant(TimeSpan.FromTicks(1)))
        {
            TokenLifetime = options.TokenLifetime,
        };
        return new()
        {
            Server = server,
            Windows = windows.Length,
            From = options.From.ToUniversalTime(),
            Arrival = pattern?.Kind ?? ArrivalKind.AllAtOnce,
            BatchSize = pattern?.BatchSize,
            Interval = pattern?.Interval,
            Over = pattern?.Over,
            Concurrency = options.Concurrency,
            Distribution = options.Service?.Distribution ?? ServiceDistribution.Constant,
            ServiceTime = mean,
            Measurements = options.Service?.Measurements ?? 0,
            TokenLifetime = options.TokenLifetime,
            Seed = options.Seed,
            Waits = queue.Run(ordered, requests.Count, cancellation),
        };
    }
}
