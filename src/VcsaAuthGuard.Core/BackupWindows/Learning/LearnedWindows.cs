using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Learning;

/// <summary>
/// Learns windows from the API load of one or more vCenters over a week or more: the spans in which a client works again and again, with
/// how often they were seen, the usual load, and a role that is a guess. A window that was seen once cannot be learned.
/// </summary>
public static class LearnedWindows
{
    /// <summary>The number of days that the load must cover at least.</summary>
    public const int MinDays = 7;

    private const string What = "API load";

    /// <summary>Learns the windows, vCenter after vCenter.</summary>
    /// <param name="load">The API load of all clients, as it was measured.</param>
    /// <param name="template">The values that load does not have; without its zone the schedules are taken to be in UTC.</param>
    /// <param name="onProblem">Receives load that covers too little time, and the clients in whose work nothing recurs.</param>
    public static IReadOnlyList<BackupWindow> From(
        IEnumerable<ApiClientLoad> load, WindowTemplate template, Action<InputProblem> onProblem)
    {
        _ = load ?? throw new ArgumentNullException(nameof(load));
        _ = template ?? throw new ArgumentNullException(nameof(template));
        _ = onProblem ?? throw new ArgumentNullException(nameof(onProblem));
        return
        [
            .. load.GroupBy(client => (client.Source, client.Server))
                .SelectMany(vcenter => OfVCenter([.. vcenter], template, onProblem)),
        ];
    }

    private static List<BackupWindow> OfVCenter(ApiClientLoad[] load, WindowTemplate template, Action<InputProblem> onProblem)
    {
        string source = load[0].Server ?? load[0].Source ?? What;
        List<BackupWindow> windows = [];
        if (Observe(load) is not ObservedTime observed || observed.Days < MinDays)
        {
            onProblem(new(
                InputProblemKind.Invalid, source, null, TooShort(load),
                $"Measure at least {MinDays} days; 14 are needed for windows of single days of the week."));
            return windows;
        }

        List<string> others = [];
        foreach (IGrouping<string, ApiClientLoad> client in load.Where(IsKnown).GroupBy(NameOf, StringComparer.OrdinalIgnoreCase))
        {
            List<BackupWindow> found = OfClient(client.Key, [.. client], observed, template);
            windows.AddRange(found);
            others.AddRange(found.Count == 0 ? [client.Key] : []);
        }

        if (others.Count > 0)
        {
            onProblem(new(
                InputProblemKind.Ignored, source, null,
                $"No window was learned for {string.Join(", ", others)}: nothing in their work recurs, or they work around the clock.",
                "Make their windows with New-BackupWindow, if they have any."));
        }

        return windows;
    }

    private static List<BackupWindow> OfClient(
        string name, ApiClientLoad[] client, ObservedTime observed, WindowTemplate template)
    {
        ActivitySeries activity = new();
        foreach (ApiClientLoad load in client)
        {
            activity.AddAll(load.Activity);
        }

        WorkRun[] runs = [.. new WorkRunFinder(activity, observed).Find()];
        string zone = TimeZoneNames.Find(template.TimeZone).Id;
        IReadOnlyList<WorkPattern> patterns = Find(zone, runs, observed);
        IReadOnlyList<WorkPattern> inUtc = Find("UTC", runs, observed);
        if (inUtc.Sum(pattern => pattern.Fit.Explained) > patterns.Sum(pattern => pattern.Fit.Explained))
        {
            // Clocks changed, and the starts did not change with them.
            (patterns, zone) = (inUtc, "UTC");
        }

        RoleGuess guess = RoleGuess.From(client);
        List<BackupWindow> windows = [];
        foreach (WorkPattern pattern in patterns)
        {
            string called = windows.Count == 0 ? name : FormattableString.Invariant($"{name} {windows.Count + 1}");
            WindowUsage usage = UsageOf(pattern, observed);
            string role = template.Role is null ? $"; role guessed from {guess.Reason}" : "";
            BackupWindow window = template.ToWindow(
                called, pattern.Fit.Recurrence, guess.Role, $"{What}: {usage}{role}", zone, pattern.Duration, client[0].Server);
            windows.Add(window with
            {
                RoleIsGuess = template.Role is null,
                Usage = usage,
                Load = window.Load with { Sessions = window.Load.Sessions ?? usage.Sessions },
            });
        }

        return windows;
    }

    private static IReadOnlyList<WorkPattern> Find(string zone, WorkRun[] runs, ObservedTime observed) =>
        new WorkPatternFinder(TimeZoneNames.Find(zone), observed).Find(runs);

    private static WindowUsage UsageOf(WorkPattern pattern, ObservedTime observed)
    {
        int[] sessions = [.. pattern.Runs.Select(run => run.Sessions).Where(count => count > 0).OrderBy(count => count)];
        return new()
        {
            RunsSeen = pattern.Fit.Explained,
            RunsExpected = Math.Max(pattern.Fit.Expected, pattern.Fit.Explained),
            Days = (int)Math.Round(observed.Days),
            Calls = Median(pattern.Runs.Select(run => run.Calls)),
            Logins = Median(pattern.Runs.Select(run => run.Logins)),
            Sessions = sessions.Length == 0 ? null : sessions[(int)Math.Ceiling(sessions.Length * 0.95) - 1],
        };
    }

    private static long Median(IEnumerable<long> values)
    {
        long[] ordered = [.. values.OrderBy(value => value)];
        return ordered[ordered.Length / 2];
    }

    /// <summary>Gets the time that the load covers. Days without a single entry are holes, if most days have entries.</summary>
    private static ObservedTime? Observe(ApiClientLoad[] load)
    {
        ActivitySeries all = new();
        foreach (ApiClientLoad client in load)
        {
            all.AddAll(client.Activity);
        }

        if (all.Bins.Count == 0)
        {
            return null;
        }

        long from = all.Bins[0].Start * TimeSpan.TicksPerMinute;
        long to = (all.Bins[all.Bins.Count - 1].Start + all.Width) * TimeSpan.TicksPerMinute;
        List<(long, long)> holes = [];
        const long MaxSilence = 18 * 60;
        for (int i = 1; i < all.Bins.Count; i++)
        {
            (long before, long after) = (all.Bins[i - 1].Start + all.Width, all.Bins[i].Start);
            if (after - before > MaxSilence)
            {
                holes.Add((before * TimeSpan.TicksPerMinute, after * TimeSpan.TicksPerMinute));
            }
        }

        ObservedTime whole = new(from, to, []);
        ObservedTime observed = new(from, to, holes);
        return observed.Days >= 0.75 * whole.Days ? observed : whole;
    }

    private static string TooShort(ApiClientLoad[] load) => Observe(load) is ObservedTime observed
        ? FormattableString.Invariant($"The API load covers {observed.Days:0.#} days, which is too little to learn windows from.")
        : "The API load has no activity over time. It must be the output of Measure-VcsaApiLoad itself, not a saved copy.";

    private static bool IsKnown(ApiClientLoad load) => load.Client != ApiClient.Unattributed && load.Client != ApiClient.Others;

    /// <summary>Gets the account without its domain, or the address: a product calls from several addresses.</summary>
    private static string NameOf(ApiClientLoad load)
    {
        string name = load.User ?? load.Address ?? load.UserAgent ?? "client";
        int domain = name.IndexOf('\\');
        int at = name.IndexOf('@');
        return domain >= 0 ? name.Substring(domain + 1) : at > 0 ? name.Substring(0, at) : name;
    }
}
