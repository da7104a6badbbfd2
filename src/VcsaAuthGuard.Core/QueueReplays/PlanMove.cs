using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.QueueReplays;

/// <summary>
/// Finds when logged requests would come under a plan. The requests of a client without a pause of half an hour belong together, and to
/// the run that most of them are in; of several runs to the one that starts nearest to them, and then to the one whose VMs fit their
/// number best. They come as much later or earlier as that run.
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
        foreach (List<int> activity in Activities(requests).OrderByDescending(activity => activity.Count))
        {
            if (RunOf(requests, activity) is Run run)
            {
                run.Assigned += activity.Count;
                foreach (int request in activity)
                {
                    arrivals[request] += run.Shift;
                }
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

    private Run? RunOf(IReadOnlyList<LoggedRequest> requests, List<int> activity)
    {
        long first = requests[activity[0]].Begin;
        return _runs
            .Select(run => (Run: run, Inside: activity.Count(i => requests[i].Begin >= run.Start && requests[i].Begin < run.End)))
            .Where(found => found.Inside * 2 > activity.Count)
            .OrderByDescending(found => found.Inside)
            .ThenBy(found => Math.Abs(first - found.Run.Start) / Near)
            .ThenBy(found => found.Run.Misfit(activity.Count))
            .Select(found => found.Run)
            .FirstOrDefault();
    }

    private sealed class Run(long start, long end, long shift, int? vms)
    {
        public long Start { get; } = start;

        public long End { get; } = end;

        public long Shift { get; } = shift;

        public int Assigned { get; set; }

        /// <summary>Returns how far a number of requests is from the VMs of the run that have none yet.</summary>
        public double Misfit(int requests) => Math.Abs(Math.Log(requests / (double)Math.Max(1, (vms ?? 1) - Assigned)));
    }
}
