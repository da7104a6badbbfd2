using VcsaAuthGuard.ApiLoad.Entries;
using VcsaAuthGuard.ApiLoad;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Finds the steps of the time in logs: back by more than threads log out of order, or forward far beyond the usual.</summary>
internal sealed class LogClocks
{
    /// <summary>Threads log out of order by milliseconds; in a log that steps back further the clock was set.</summary>
    private static readonly TimeSpan MinStepBack = TimeSpan.FromMinutes(1);

    /// <summary>An access log has the times of requests in the order of their responses.</summary>
    private static readonly TimeSpan MinStepBackOfRequests = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan MinStepForward = TimeSpan.FromMinutes(10);

    /// <summary>Steps at about the same time in two logs are the same one.</summary>
    private static readonly TimeSpan MaxSameStepDistance = TimeSpan.FromMinutes(2);

    /// <summary>A step forward is this many times the longest other pause of its log.</summary>
    private const double MinForwardRatio = 3;

    /// <summary>A step forward is this many times the usual pause of its log; a log that is rarely written pauses for long.</summary>
    private const int MinPausesInStep = 10;

    /// <summary>A log of fewer entries has no usual pause.</summary>
    private const int MinEntries = 20;

    /// <summary>The minimum share of the logs across a step that show it; a log with few entries can lack it.</summary>
    private const double MinShare = 0.75;

    /// <summary>Two steps forward are the same one where they have this share of the longer in common.</summary>
    private const double MinCommon = 0.75;
    private const int MaxSteps = 1000;

    private readonly Dictionary<string, Clock> _clocks = new(StringComparer.Ordinal);

    public void Add(string source, long ticks, bool isRequest = false)
    {
        if (ticks == 0)
        {
            return;
        }

        if (!_clocks.TryGetValue(source, out Clock? clock))
        {
            _clocks[source] = clock = new();
        }

        clock.Add(source, ticks, isRequest ? MinStepBackOfRequests : MinStepBack);
    }

    /// <summary>Adds the calls of a batch, which follow one another in a log.</summary>
    public void Add(ApiCallBatch batch)
    {
        if (!_clocks.TryGetValue(batch.Source, out Clock? clock))
        {
            _clocks[batch.Source] = clock = new();
        }

        foreach (ref readonly ApiCall call in batch.Calls)
        {
            if (call.Ticks != 0)
            {
                clock.Add(batch.Source, call.Ticks, MinStepBack);
            }
        }
    }

    /// <summary>
    /// Returns the steps that nearly all logs have which go on at that time: steps back, and steps forward that are far longer than any
    /// other pause of their logs.
    /// </summary>
    public IReadOnlyList<ClockJump> Find()
    {
        List<ClockJump> found = [];
        foreach (ClockJump step in _clocks.Values.SelectMany(clock => clock.Back))
        {
            found.Add(step);
        }

        Clock[] used = [.. _clocks.Values.Where(clock => clock.Count >= MinEntries)];
        foreach (ClockJump step in used.Select(clock => clock.Longest).OfType<ClockJump>())
        {
            Clock[] running = [.. used.Where(clock => clock.First <= step.From.UtcTicks && clock.Last >= step.To.UtcTicks)];
            Clock[] with = [.. running.Where(clock => clock.Longest is ClockJump other && IsSame(step, other))];
            if (with.Length >= MinShare * running.Length && Array.Exists(with, clock => clock.IsUnusual))
            {
                found.Add(step);
            }
        }

        return [.. found.OrderBy(step => step.To)];
    }

    /// <summary>Returns the number of logs that have a step at about the same time.</summary>
    public static int CountTogether(IReadOnlyList<ClockJump> steps, ClockJump step) =>
        steps.Where(other => other.IsBack == step.IsBack && IsSame(step, other)).Select(other => other.Source).Distinct().Count();

    /// <summary>Returns the shortest of the steps that are the same one: that of the log with most entries.</summary>
    public static ClockJump Narrowest(IEnumerable<ClockJump> steps, ClockJump step) =>
        steps.Where(other => other.IsBack == step.IsBack && IsSame(step, other)).OrderBy(other => other.Step).First();

    private static bool IsSame(ClockJump one, ClockJump other) =>
        ((one.From - other.From).Duration() <= MaxSameStepDistance && (one.To - other.To).Duration() <= MaxSameStepDistance)
        || (!one.IsBack && !other.IsBack && Common(one, other).Ticks >= MinCommon * Math.Max(one.Step.Ticks, other.Step.Ticks));

    /// <summary>Returns the time that two steps forward have in common: that of a log with few entries begins earlier and ends
    /// later.</summary>
    private static TimeSpan Common(ClockJump one, ClockJump other) =>
        (one.To < other.To ? one.To : other.To) - (one.From > other.From ? one.From : other.From);

    private sealed class Clock
    {
        private long _second;

        public List<ClockJump> Back { get; } = [];

        public ClockJump? Longest { get; private set; }

        public long First { get; private set; } = long.MaxValue;

        public long Last { get; private set; }

        public int Count { get; private set; }

        public bool IsUnusual => Longest is ClockJump step
            && step.Step.Ticks >= MinForwardRatio * Math.Max(1, _second)
            && step.Step.Ticks >= MinPausesInStep * (Last - First - step.Step.Ticks) / Count;

        public void Add(string source, long ticks, TimeSpan minStepBack)
        {
            long pause = ticks - Last;
            Count++;
            if (pause >= 0 && pause <= _second && Last > 0)
            {
                Last = ticks; // Nearly every entry.
                return;
            }

            if (Last > 0 && -pause > minStepBack.Ticks)
            {
                if (Back.Count < MaxSteps)
                {
                    Back.Add(new(source, At(Last), At(ticks)));
                }

                Last = ticks;
            }
            else if (Last > 0 && pause > (Longest?.Step.Ticks ?? 0) && pause >= MinStepForward.Ticks)
            {
                _second = Math.Max(_second, Longest?.Step.Ticks ?? 0);
                Longest = new(source, At(Last), At(ticks));
            }
            else if (Last > 0)
            {
                _second = Math.Max(_second, pause);
            }

            First = Math.Min(First, ticks);
            Last = Math.Max(Last, ticks);
        }

        private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
    }
}
