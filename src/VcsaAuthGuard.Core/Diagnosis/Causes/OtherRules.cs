using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>What speaks for another cause than the article's.</summary>
internal static class OtherRules
{
    /// <summary>Fewer refused logins are people who mistype.</summary>
    private const int FewestRefusals = 25;

    /// <summary>Fewer failures at a host are strays.</summary>
    private const int FewestHostFailures = 5;
    private const double OneHostShare = 0.8;

    /// <summary>Refused logins so long before a burst, or in it, can have to do with it.</summary>
    private static readonly TimeSpan BurstReach = TimeSpan.FromHours(1);

    public static Finding Restart(CaseFacts facts)
    {
        BurstFacts[] after = [.. facts.BurstFacts.Where(burst => burst.IsOfRestart)];
        int all = facts.Bursts.Sum(burst => burst.Count);
        if (after.Length == 0)
        {
            return Finding.None;
        }

        ServiceStart start = after[0].Restart!;
        int explained = after.Sum(burst => burst.Burst.Count);
        return new((double)explained / all)
        {
            Statement = FormattableString.Invariant($"vpxd was started at {start.Time:yyyy-MM-dd HH:mm:ss} UTC, which drops every session; {explained:N0} of {Say.Count(all, "refused call")} came within minutes of it."),
            Start = start.Time,
            End = after[after.Length - 1].Burst.End,
            Count = explained,
            Lines = [EvidenceLine.Of(start.Source, start.Line, $"vpxd started {start.Time:yyyy-MM-dd HH:mm:ss}Z, version {start.Version}")],
        };
    }

    public static Finding Leak(CaseFacts facts)
    {
        ApiClientLoad? client = Leaking(facts);
        return client is null ? Finding.None : new(facts.Of(AuthFaultKind.SessionLimit).Count > 0 ? 1 : 0.4)
        {
            Statement = FormattableString.Invariant($"{Say.Who(client.Client)} logged in {client.Logins:N0} times and out {client.Logouts:N0} times, steadily over {Say.Span(Rounded(client))}: its sessions pile up."),
            Start = client.FirstSeen,
            End = client.LastSeen,
            Count = client.Unclosed,
        };
    }

    public static Finding LeakLimit(CaseFacts facts)
    {
        KindFacts limits = facts.Of(AuthFaultKind.SessionLimit);
        return limits.Count == 0 || Leaking(facts) is null ? Finding.None : new(1)
        {
            Statement = FormattableString.Invariant($"The session limit{(limits.Limit > 0 ? $" of {limits.Limit}" : "")} was reached {Say.Often(limits.Count)}."),
            Count = limits.Count,
            Lines = limits.Lines,
        };
    }

    public static Finding LoginRefused(CaseFacts facts)
    {
        long inVpxd = facts.Of(AuthFaultKind.LoginRefused).Count;
        long named = facts.Load.Where(client => client.User is not null).Sum(client => client.RefusedLogins);
        long refused = Math.Max(inVpxd, named);
        if (refused < FewestRefusals)
        {
            return Finding.None;
        }

        ApiClientLoad? most = Refused(facts).FirstOrDefault();
        long ofMost = most is null ? 0 : facts.Load.Where(client => SameAccount(client, most)).Sum(client => client.RefusedLogins);

        // One account's password is wrong for as long as nobody corrects it: before a burst, then, and on days without.
        KindFacts inLog = facts.Of(AuthFaultKind.LoginRefused);
        (DateTimeOffset, DateTimeOffset)[] near = [.. facts.OpenBursts.Select(burst => (burst.Burst.Start - BurstReach, burst.Burst.End))];
        bool isOfOne = most is null ? named * 2 < refused : ofMost * 2 >= named;
        bool isNear = near.Length == 0 || inVpxd == 0 || inLog.In(near).Count >= FewestRefusals;
        const double Aside = 0.25;
        string who = most is null ? "" : FormattableString.Invariant($", {ofMost:N0} of them of {most.User}");
        return new(isOfOne && isNear ? Math.Min(1, refused / (2.0 * FewestRefusals)) : Aside)
        {
            Statement = FormattableString.Invariant($"{Say.Count(refused, "login")} refused (InvalidLogin){who}{(!isOfOne ? ", of many accounts" : isNear ? ": a wrong or expired password" : ", but few around the burst")}."),
            Count = refused,
            Start = most?.FirstSeen,
            End = most?.LastSeen,
            Lines = inLog.Lines,
        };
    }

    public static Finding LoginJobs(CaseFacts facts) => Jobs(facts, run => run.IsLoginFailure, "could not log in");

    public static Finding HostJobs(CaseFacts facts) => Jobs(facts, run => run.IsHostFailure, "could not reach a host");

    public static Finding Unreachable(CaseFacts facts)
    {
        KindFacts gateway = facts.Of(AuthFaultKind.GatewayFailure);
        Dictionary<string, int> hosts = new(gateway.Hosts, StringComparer.Ordinal);
        foreach (KeyValuePair<string, int> host in facts.Unreachable.Hosts)
        {
            hosts.TryGetValue(host.Key, out int count);
            hosts[host.Key] = count + host.Value;
        }

        KeyValuePair<string, int> most = hosts.OrderByDescending(host => host.Value).FirstOrDefault();
        int all = hosts.Values.Sum();
        return most.Value < FewestHostFailures || most.Value < OneHostShare * all ? Finding.None : new(facts.Unreachable.Count > 0 || most.Value >= 2 * FewestHostFailures ? 1 : 0.6)
        {
            Statement = FormattableString.Invariant($"{most.Value:N0} of {Say.Count(all, "call")} that failed at the gateway were for {most.Key}{(facts.Unreachable.Count > 0 ? ", which Envoy could not reach" : "")}."),
            VMHost = most.Key,
            Count = most.Value,
            Lines = [.. facts.Unreachable.Lines, .. gateway.Lines],
        };
    }

    public static Finding OneHost(CaseFacts facts)
    {
        BurstFacts[] ofOne = [.. facts.BurstFacts.Where(burst => burst.IsOfOneHost)];
        int all = facts.Bursts.Sum(burst => burst.Count);
        return ofOne.Length == 0 ? Finding.None : new((double)ofOne.Sum(burst => burst.Burst.Count) / all)
        {
            Statement = $"All but a few of the refused calls were for one host, {ofOne[0].Burst.VMHost[0].Name}: it is not the whole vCenter.",
            VMHost = ofOne[0].Burst.VMHost[0].Name,
            Start = ofOne[0].Burst.Start,
            End = ofOne[ofOne.Length - 1].Burst.End,
            Count = ofOne.Sum(burst => (long)burst.Burst.Count),
        };
    }

    /// <summary>The accounts that are refused so often that nobody mistypes, the most refused first.</summary>
    public static IEnumerable<ApiClientLoad> Refused(CaseFacts facts)
    {
        const int FewestOfOne = 10;
        return facts.Load.Where(client => client.User is not null && client.RefusedLogins >= FewestOfOne).OrderByDescending(client => client.RefusedLogins);
    }

    /// <summary>The client that leaks most, steadily: over an hour or more, and without a surge of its own.</summary>
    public static ApiClientLoad? Leaking(CaseFacts facts) => facts.Load
        .Where(client => (client.Habit & LoadHabits.Leaking) != 0 && client.LastSeen - client.FirstSeen >= TimeSpan.FromHours(1) && IsSteady(client))
        .OrderByDescending(client => client.Unclosed).FirstOrDefault();

    public static bool SameAccount(ApiClientLoad one, ApiClientLoad other) => string.Equals(one.User, other.User, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it logs in as often in its fullest ten minutes as in ordinary ones, about.</summary>
    private static bool IsSteady(ApiClientLoad client)
    {
        const int SpanMinutes = 10;
        const double MostRatio = 3;
        long[] spans = [.. client.Activity.Bins.Where(bin => bin.Logins > 0).GroupBy(bin => bin.Index * (long)client.Activity.Width / SpanMinutes)
            .Select(span => span.Sum(bin => (long)bin.Logins)).OrderBy(count => count)];
        return spans.Length > 3 && spans[spans.Length - 1] <= MostRatio * Math.Max(2, spans[spans.Length / 2]);
    }

    private static TimeSpan Rounded(ApiClientLoad client) => TimeSpan.FromMinutes(Math.Round((client.LastSeen - client.FirstSeen ?? TimeSpan.Zero).TotalMinutes));

    private static Finding Jobs(CaseFacts facts, Func<BackupJobRun, bool> tells, string what)
    {
        BackupJobRun[] failed = [.. JobRules.Failed(facts)];
        BackupJobRun[] telling = [.. failed.Where(tells)];
        return telling.Length == 0 || telling.Length * 2 < failed.Length ? Finding.None : new(1)
        {
            Statement = FormattableString.Invariant($"{telling.Length} of {Say.Count(failed.Length, "failed backup run")} {what}: \"{JobRules.Shorten(telling[0].Message)}\"."),
            Count = telling.Length,
            Lines = JobRules.LinesOf(telling),
        };
    }
}
