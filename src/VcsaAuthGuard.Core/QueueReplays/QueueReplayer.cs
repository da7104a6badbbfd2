using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.QueueReplays;

/// <summary>
/// Runs logged requests through the model of the gateway queue: as they came, under a plan, in batches, and with one shared session.
/// <para>A logged duration has the wait in it. A request that found few others under way did not wait and keeps its duration as its
/// service time; the others draw one of these durations.</para>
/// </summary>
public static class QueueReplayer
{
    /// <summary>Estimates the number of requests that the gateway serves at a time.</summary>
    /// <param name="requests">The requests, as <see cref="LoggedRequest.SelectWork"/> returns them.</param>
    public static ConcurrencyEstimate Estimate(IReadOnlyList<LoggedRequest> requests) =>
        ConcurrencyEstimate.Create([.. requests.Select(request => (request.Begin, request.Duration))]);

    /// <summary>
    /// Chooses the number of requests served at a time: the one given, or else the estimate, or else the assumption, which is at least the
    /// largest number that the logs show under way at once.
    /// </summary>
    /// <param name="given">The number given, or null.</param>
    /// <param name="estimate">The estimate.</param>
    public static (int Concurrency, ConcurrencySource Source) Choose(int? given, ConcurrencyEstimate estimate) =>
        given is int number ? (number, ConcurrencySource.Given)
        : (estimate ?? throw new ArgumentNullException(nameof(estimate))).Concurrency is int found ? (found, ConcurrencySource.Estimated)
        : (Math.Max(BulkArrival.DefaultServedAtOnce, estimate.Peak), ConcurrencySource.Assumed);

    /// <summary>Replays requests.</summary>
    /// <param name="requests">The requests, as <see cref="LoggedRequest.SelectWork"/> returns them.</param>
    /// <param name="refused">The number of calls that the same logs say were refused; null if it is not known.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellation">Cancels the run.</param>
    /// <returns>A replay for each scenario; none without requests.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static IReadOnlyList<QueueReplay> Run(
        IReadOnlyList<LoggedRequest> requests, int? refused, QueueReplayOptions options, CancellationToken cancellation = default)
    {
        _ = options ?? throw new ArgumentNullException(nameof(options));
        if ((requests ?? throw new ArgumentNullException(nameof(requests))).Count == 0)
        {
            return [];
        }

        return new Night(requests, options, cancellation).Run(refused);
    }

    private sealed class Night
    {
        private readonly IReadOnlyList<LoggedRequest> _requests;
        private readonly QueueReplayOptions _options;
        private readonly CancellationToken _cancellation;
        private readonly long[] _service;
        private readonly GatewayQueue _queue;
        private readonly QueueReplay _form;

        public Night(IReadOnlyList<LoggedRequest> requests, QueueReplayOptions options, CancellationToken cancellation)
        {
            _requests = requests;
            _options = options;
            _cancellation = cancellation;
            ConcurrencyEstimate estimate = Estimate(requests);
            (int concurrency, ConcurrencySource source) = Choose(options.Concurrency, estimate);
            _service = ServiceTimesOf(requests, estimate, options);
            TimeSpan mean = new((long)_service.Average());
            _queue = new(concurrency, ServiceTimes.Constant(TimeSpan.FromTicks(1))) { TokenLifetime = options.TokenLifetime };
            _form = new()
            {
                From = new(requests[0].Begin, TimeSpan.Zero),
                Concurrency = concurrency,
                ConcurrencySource = source,
                Estimate = estimate,
                ServiceTime = mean,
                TokenLifetime = options.TokenLifetime,
            };
        }

        public List<QueueReplay> Run(int? refused)
        {
            long[] logged = [.. _requests.Select(request => request.Begin)];
            QueueReplay asLogged = Replay(logged) with { Scenario = ReplayScenario.AsLogged, Refused = refused };
            List<QueueReplay> replays = [asLogged];
            if (_options.Plan.Count > 0)
            {
                DateTimeOffset to = new(logged[logged.Length - 1], TimeSpan.Zero);
                long[] planned = new PlanMove(_options.Plan, _form.From.AddDays(-1), to.AddDays(1)).Arrivals(_requests);
                replays.Add(Replay(planned) with { Scenario = ReplayScenario.UnderPlan });
            }

            TimeSpan interval = _options.Interval
                ?? TimeSpan.FromSeconds(Math.Ceiling(_options.BatchSize * _form.ServiceTime.TotalSeconds / _form.Concurrency));
            QueueReplay inBatches = Replay(Batches(logged, interval));
            replays.Add(inBatches with
            {
                Scenario = ReplayScenario.InBatches,
                BatchSize = _options.BatchSize,
                Interval = interval,
                Later = inBatches.Waits.End - asLogged.Waits.End,
            });
            bool[] isMade = IsMadeWithSharedSession();
            replays.Add(Replay(logged, isMade) with
            {
                Scenario = ReplayScenario.SharedSession,
                LeftOut = isMade.Count(made => !made),
            });
            return replays;
        }

        /// <summary>Returns the service time of each request: its own duration where it did not wait, or else one of those.</summary>
        private static long[] ServiceTimesOf(
            IReadOnlyList<LoggedRequest> requests, ConcurrencyEstimate estimate, QueueReplayOptions options)
        {
            if (options.ServiceTime is TimeSpan given)
            {
                return [.. requests.Select(_ => given.Ticks)];
            }

            long[] calm = [.. estimate.Calm.Select(i => requests[i].Duration)];
            if (calm.Sum() == 0)
            {
                return [.. requests.Select(_ => 0L)];
            }

            Func<long> draw = ServiceTimes.Measured(calm.Select(ticks => new TimeSpan(ticks))).Draw(options.Seed);
            HashSet<int> isCalm = [.. estimate.Calm];
            return [.. requests.Select((request, i) => isCalm.Contains(i) ? request.Duration : draw())];
        }

        private QueueReplay Replay(long[] arrivals, bool[]? isMade = null)
        {
            (long Time, long Service)[] ordered =
            [
                .. arrivals.Select((arrival, i) => (Time: arrival - _form.From.UtcTicks, Service: _service[i], IsMade: isMade?[i] ?? true))
                    .Where(request => request.IsMade)
                    .Select(request => (request.Time, request.Service))
                    .OrderBy(request => request.Time),
            ];
            return _form with
            {
                Moved = arrivals.Where((arrival, i) => arrival != _requests[i].Begin).Count(),
                Waits = _queue.Run(ordered, ordered.Length, _cancellation),
            };
        }

        /// <summary>Delays requests so that a batch starts no sooner than an interval after the one before.</summary>
        private long[] Batches(long[] arrivals, TimeSpan interval)
        {
            long[] delayed = new long[arrivals.Length];
            long batch = arrivals[0];
            int inBatch = 0;
            for (int i = 0; i < arrivals.Length; i++)
            {
                if (inBatch == _options.BatchSize || arrivals[i] >= batch + interval.Ticks)
                {
                    batch = Math.Max(arrivals[i], batch + interval.Ticks);
                    inBatch = 0;
                }

                delayed[i] = Math.Max(arrivals[i], batch);
                inBatch++;
            }

            return delayed;
        }

        private bool[] IsMadeWithSharedSession()
        {
            bool hasLogin = false;
            bool[] isMade = new bool[_requests.Count];
            for (int i = 0; i < isMade.Length; i++)
            {
                LoggedRequestKind kind = _requests[i].Kind;
                isMade[i] = kind != LoggedRequestKind.Logout && !(kind == LoggedRequestKind.Login && hasLogin);
                hasLogin |= kind == LoggedRequestKind.Login;
            }

            return isMade;
        }
    }
}
