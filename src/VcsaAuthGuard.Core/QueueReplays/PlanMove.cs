using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.QueueReplays;

/// <summary>
/// Finds when logged requests would come under a plan. The requests of a client without a pause of half an hour belong together, and to
/// the run that most of them are in; of several runs to the one that starts nearest to them, and then to the one whose share of the VMs
/// fits their share of the requests best. They come as much later or earlier as that run.
/// </summary>
internal sealed class PlanMove
{
    private static readonly long Pause = TimeSpan.FromMinutes(30).Ticks;
    private static readonly long Near = TimeSpan.FromMinutes(10).Ticks;

    private readonly List<Run> _runs = [];

    public PlanMove(IReadOnlyList<PlannedWindow> plan, DateTimeOffset from, DateTimeOffset to)
    {
        foreach (PlannedWindow planned in plan)
        {
            BackupWindow before = planned.Window with { Recurrence = planned.CurrentRecurrence };
            ZoneClock clock = before.Clock();
            _runs.AddRange(before.Between(from, to).Select(run =>
            {
                long moved = clock.ToUtc(clock.ToLocal(run.Start.UtcTicks) + planned.Shift.Ticks);
                return new Run(run.Start.UtcTicks, run.End.UtcTicks, moved - run.Start.UtcTicks, before.Load.VMs);
            }));
        }
    }

    /// <summary>Returns the arrivals under the plan, in the order of the requests.</summary>
    public long[] Arrivals(IReadOnlyList<LoggedRequest> requests)
    {
        long[] arrivals = [.. requests.Select(request => request.Begin)];
        List<List<int>> activities = [.. Activities(requests).OrderByDescending(activity => activity.Count)];
        List<(List<int> Activity, List<(Run Run, int Inside)> Runs)> candidates =
        [
            .. activities.Select(activity => (activity, Candidates(requests, activity))).Where(candidate => candidate.Item2.Count > 0),
        ];
        double requestsPerVM = candidates.Sum(candidate => (double)candidate.Activity.Count)
            / Math.Max(1, candidates.SelectMany(candidate => candidate.Runs).Select(found => found.Run).Distinct().Sum(run => run.VMs));
        foreach ((List<int> activity, List<(Run Run, int Inside)> runs) in candidates)
        {
            long first = requests[activity[0]].Begin;
            Run run = runs.OrderByDescending(found => found.Inside)
                .ThenBy(found => Math.Abs(first - found.Run.Start) / Near)
                .ThenBy(found => found.Run.Misfit(activity.Count, requestsPerVM))
                .First().Run;
            run.Assigned += activity.Count;
            foreach (int request in activity)
            {
                arrivals[request] += run.Shift;
            }
        }

        return arrivals;
    }

    private static List<List<int>> Activities(IReadOnlyList<LoggedRequest> requests)
    {
        List<List<int>> activities = [];
        Dictionary<ulong, List<int>> open = [];
        for (int i = 0; i < requests.Count; i++)
        {
            ulong client = requests[i].Client;
            if (!open.TryGetValue(client, out List<int>? activity)
                || requests[i].Begin - requests[activity[activity.Count - 1]].Begin > Pause)
            {
                open[client] = activity = [];
                activities.Add(activity);
            }

            activity.Add(i);
        }

        return activities;
    }

    /// <summary>Returns the runs that most of an activity is in, with the number of its requests in each.</summary>
    private List<(Run Run, int Inside)> Candidates(IReadOnlyList<LoggedRequest> requests, List<int> activity) =>
    [
        .. _runs
            .Select(run => (Run: run, Inside: activity.Count(i => requests[i].Begin >= run.Start && requests[i].Begin < run.End)))
            .Where(found => found.Inside * 2 > activity.Count),
    ];

    private sealed class Run(long start, long end, long shift, int? vms)
    {
        public long Start { get; } = start;

        public long End { get; } = end;

        public long Shift { get; } = shift;

        public double VMs { get; } = vms ?? 1;

        public int Assigned { get; set; }

        /// <summary>Returns the difference between a number of requests and that of the VMs without requests so far.</summary>
        public double Misfit(int requests, double requestsPerVM) =>
            Math.Abs(Math.Log(requests / Math.Max(1, (VMs * requestsPerVM) - Assigned)));
    }
}
