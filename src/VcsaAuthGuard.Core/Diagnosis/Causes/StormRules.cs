using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>What speaks for and against the article's problem.</summary>
internal static class StormRules
{
    /// <summary>How long a token may be idle in the gateway's queue, in seconds (KB 440879).</summary>
    public const int TokenLife = 300;

    /// <summary>Faults of at least so many hosts are not one host's problem.</summary>
    private const int SeveralHosts = 3;

    /// <summary>From this part of a limit on it is nearly reached.</summary>
    private const double NearLimitPart = 0.8;

    /// <summary>Limits of sessions: 2000 on 6.x and 7, 3000 from 8.0 U3 (KB 375546); of vAPI sessions a user, 500 or 550 seen before 8.0 U3.</summary>
    private const int OldLimit = 2000;
    private const int NewLimit = 3000;
    private const int UserLimit = 500;

    private static readonly TimeSpan LimitReach = TimeSpan.FromHours(1);

    public static Finding Burst(CaseFacts facts)
    {
        BurstFacts[] bursts = [.. facts.OpenBursts];
        if (bursts.Length == 0)
        {
            return Finding.None;
        }

        int hosts = bursts.SelectMany(burst => burst.Burst.VMHost).Select(host => host.Name).Where(name => name is not null).Distinct().Count();
        FaultBurst largest = bursts.OrderByDescending(burst => burst.Burst.Count).First().Burst;
        return new(hosts >= SeveralHosts ? 1 : 0.5)
        {
            Statement = FormattableString.Invariant($"{Say.Count(bursts.Sum(burst => burst.Burst.Count), "call")} refused with NotAuthenticated in {Say.Count(bursts.Length, "burst")} (at most {largest.PeakCount} in {Say.Span(facts.Options.Burst.Period)}), over {Say.Count(hosts, "host")}."),
            Start = bursts[0].Burst.Start,
            End = bursts.Max(burst => burst.Burst.End),
            Count = bursts.Sum(burst => (long)burst.Burst.Count),
            Lines = facts.Of(AuthFaultKind.NotAuthenticated).LinesBetween(largest.Start, largest.End),
        };
    }

    public static Finding NoBurst(CaseFacts facts)
    {
        KindFacts refused = facts.Of(AuthFaultKind.NotAuthenticated);
        if (!facts.HasVpxd)
        {
            return Finding.Unseen("Whether calls were refused: no line of vpxd's log that tells was read.", "vpxd*.log of the time in question, or a support bundle.");
        }

        return facts.Bursts.Count > 0 ? Finding.None : new(1)
        {
            Statement = refused.Count == 0
                ? "No call was refused with NotAuthenticated."
                : FormattableString.Invariant($"{Say.Count(refused.Count, "call")} refused with NotAuthenticated, never more than {facts.Options.Burst.Threshold} in {Say.Span(facts.Options.Burst.Period)}: strays, as on any day."),
            Count = refused.Count,
            Lines = refused.Lines,
        };
    }

    public static Finding Storm(CaseFacts facts)
    {
        BurstFacts[] bursts = [.. facts.OpenBursts];
        if (bursts.Length == 0)
        {
            return Finding.None;
        }

        if (!CanSeeLoad(facts))
        {
            return Finding.Unseen("Who loaded the API before the burst: the logs hold too few calls, or too little time around the burst.", "vpxd logs with their [VpxLRO] BEGIN lines from several hours before the burst, or login events.");
        }

        Surge[] surges = [.. bursts.SelectMany(burst => burst.Surges.Take(1))];
        Surge? first = surges.OrderByDescending(surge => surge.Ratio).FirstOrDefault();
        return first is null ? Finding.None : new(1)
        {
            Statement = FormattableString.Invariant($"{(first.Client is null ? "All clients together" : Say.Who(first.Client.Client))}: {first.Count:N0} {(first.IsLogins ? "logins" : "calls")} in 10 minutes before or in the burst; usual are {first.Usual:0.#}."),
            Start = first.Start,
            Count = first.Count,
        };
    }

    public static Finding NoStorm(CaseFacts facts) =>
        facts.OpenBursts.Any() && CanSeeLoad(facts) && !facts.OpenBursts.Any(burst => burst.Surges.Count > 0)
            ? new(1) { Statement = "No client did much more than usual before the burst, or in it." }
            : Finding.None;

    public static Finding Limit(CaseFacts facts)
    {
        KindFacts sessions = facts.Of(AuthFaultKind.SessionLimit);
        (DateTimeOffset, DateTimeOffset)[] around = [.. facts.OpenBursts.Select(burst => (burst.Burst.Start - LimitReach, burst.Burst.End + StormReach))];
        (int atSessions, IReadOnlyList<string> sessionLines) = sessions.In(around);
        (int atConnections, IReadOnlyList<string> connectionLines) = facts.Of(AuthFaultKind.ConnectionLimit).In(around);
        if (atSessions + atConnections == 0)
        {
            return Finding.None;
        }

        string of = atSessions > 0 && sessions.Limit > 0 ? FormattableString.Invariant($" (of {sessions.Limit})") : "";
        string[] parts =
        [
            .. atSessions > 0 ? [$"the session limit{of} was reached {Say.Often(atSessions)}"] : Array.Empty<string>(),
            .. atConnections > 0 ? [$"Envoy refused connections {Say.Often(atConnections)}"] : Array.Empty<string>(),
        ];
        return new(atSessions > 0 ? 1 : 0.75)
        {
            Statement = $"Around the burst {string.Join(", and ", parts)}.",
            Count = atSessions + atConnections,
            Lines = [.. sessionLines, .. connectionLines],
        };
    }

    public static Finding NearLimit(CaseFacts facts)
    {
        if (!facts.OpenBursts.Any() || Limit(facts).Strength > 0)
        {
            return Finding.None;
        }

        int limit = IsNewLimit(facts.Version) ? NewLimit : OldLimit;
        ApiClientLoad? user = facts.Load.FirstOrDefault(client => (client.SeenIn & LoadSources.SignOn) != 0 && client.Address is null && client.PeakSessions >= NearLimitPart * UserLimit);
        return facts.PeakSessions >= NearLimitPart * limit
            ? new(1) { Statement = FormattableString.Invariant($"{facts.PeakSessions:N0} sessions were open at once, of {limit:N0} allowed."), Count = facts.PeakSessions }
            : user is not null
                ? new(1) { Statement = FormattableString.Invariant($"{user.User} had {user.PeakSessions:N0} vAPI sessions; 500 or 550 are a user's limit before 8.0 U3."), Count = user.PeakSessions, Start = user.PeakSessionsTime }
                : Finding.None;
    }

    public static Finding IdleToken(CaseFacts facts)
    {
        int most = (int)facts.Options.Load.IdleTimeout.TotalSeconds;
        int shown = 0;
        int idle = 0;
        int longest = 0;
        foreach (BurstFacts burst in facts.OpenBursts)
        {
            (int ofBurst, int idleOfBurst, int longestOfBurst) = burst.IdleTokens(TokenLife, most);
            (shown, idle, longest) = (shown + ofBurst, idle + idleOfBurst, Math.Max(longest, longestOfBurst));
        }

        if (shown == 0)
        {
            return facts.OpenBursts.Any()
                ? Finding.Unseen("How long the refused tokens had been idle: no refused call's begin is in the logs.", "vpxd logs from the quarter of an hour before the burst, with their [VpxLRO] BEGIN lines.")
                : Finding.None;
        }

        const double FullShare = 0.25;
        return new(Math.Min(1, idle / (FullShare * shown)))
        {
            Statement = FormattableString.Invariant($"{idle:N0} of {Say.Count(shown, "refused call")} whose begin the log shows used a token idle for {TokenLife} s or more, up to {longest:N0} s."),
            Count = idle,
        };
    }

    public static Finding LoginPerItem(CaseFacts facts)
    {
        ApiClientLoad? client = LoggingInPerItem(facts).FirstOrDefault();
        return client is null ? Finding.None : new(1)
        {
            Statement = FormattableString.Invariant($"{Say.Who(client.Client)} logs in for every item: {Say.Count(client.Logins, "login")}, most of them for {facts.Options.Load.MostCallsPerItem} calls or fewer."),
            Count = client.Logins,
            Start = client.FirstSeen,
            End = client.LastSeen,
        };
    }

    public static Finding ClockJump(CaseFacts facts)
    {
        ClockJump[] near = [.. facts.ClockJumps.Where(jump => facts.OpenBursts.Any(burst =>
            (jump.To >= burst.Burst.Start - LimitReach && jump.To <= burst.Burst.End) || (jump.From >= burst.Burst.Start - LimitReach && jump.From <= burst.Burst.End)))];
        return near.Length == 0 ? Finding.None : new(1)
        {
            Statement = FormattableString.Invariant($"A log's clock was set back {Say.Often(near.Length)} (from {near[0].From:yyyy-MM-dd HH:mm:ss} to {near[0].To:HH:mm:ss} UTC): tokens can be refused for that alone."),
            Start = near[0].To,
            Count = near.Length,
            Lines = [.. near.Take(3).Select(jump => FormattableString.Invariant($"{jump.Source}: from {jump.From:yyyy-MM-dd HH:mm:ss}Z to {jump.To:yyyy-MM-dd HH:mm:ss}Z"))],
        };
    }

    public static bool IsNewLimit(string? version) =>
        System.Version.TryParse(version, out Version? parsed) && parsed >= new Version(8, 0, 3);

    private static TimeSpan StormReach => BurstFacts.StormReach;

    private static bool CanSeeLoad(CaseFacts facts)
    {
        const int FewestCalls = 50;
        return facts.HasBaseline && (facts.AllCalls >= FewestCalls || facts.HasEvents);
    }

    /// <summary>The clients that log in for every item and did so around the bursts, known ones first, then by their logins.</summary>
    public static IEnumerable<ApiClientLoad> LoggingInPerItem(CaseFacts facts) => facts.Load
        .Where(load => (load.Habit & LoadHabits.LoginPerItem) != 0
            && facts.OpenBursts.Any(burst => load.Activity.Between(burst.Burst.Start - LimitReach, burst.Burst.End).Logins >= facts.Options.Load.LeastLogins))
        .OrderBy(load => load.User is null).ThenByDescending(load => load.Logins);
}
