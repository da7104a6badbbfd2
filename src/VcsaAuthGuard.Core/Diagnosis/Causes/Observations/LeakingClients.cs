using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Observations;

/// <summary>Represents an account that steadily logs in and does not log out, with the sums of all its clients.</summary>
/// <param name="Client">Its client that leaves most sessions open.</param>
/// <param name="Logins">The number of logins.</param>
/// <param name="Logouts">The number of logouts.</param>
/// <param name="First">The first time it is seen.</param>
/// <param name="Last">The last time it is seen.</param>
internal sealed record LeakingClient(ApiClientLoad Client, long Logins, long Logouts, DateTimeOffset First, DateTimeOffset Last);

/// <summary>Selects the accounts that steadily log in and do not log out.</summary>
internal static class LeakingClients
{
    private const int SpanMinutes = 10;
    private const int MinSpans = 4;
    private const int MaxOfSpan = 1000;
    private const double MaxRatio = 3;

    /// <summary>Sessions that pile up faster and faster do so in more spans than a surge, none of which has a large part of them.</summary>
    private const int ManySpans = 6;
    private const double MaxShareOfSpan = 0.25;

    private static readonly TimeSpan MinDuration = TimeSpan.FromHours(1);

    /// <summary>Returns the account that leaks most, over an hour or more and without a load spike of its own, in all logs or until the
    /// session limit is first reached: from then on it may try again and again. Null if there is none.</summary>
    public static LeakingClient? Largest(VCenterEvidence evidence) => evidence
        .Load.Where(client => client.Client != ApiClient.Unattributed)
        .GroupBy(client => client.User is string user ? AccountName.Normalize(user) : client.Client.ToString(), StringComparer.Ordinal)
        .Select(account => Find(account.ToArray(), evidence.Options.Load, DateTimeOffset.MaxValue)
            ?? (evidence.FaultsOf(AuthFaultKind.SessionLimit).First is DateTimeOffset limit
                ? Find(account.ToArray(), evidence.Options.Load, limit)
                : null))
        .OfType<LeakingClient>()
        .OrderByDescending(account => account.Logins - account.Logouts)
        .FirstOrDefault();

    private static LeakingClient? Find(ApiClientLoad[] clients, LoadRules rules, DateTimeOffset until)
    {
        bool isAll = until == DateTimeOffset.MaxValue;
        long logins = clients.Sum(client => isAll ? client.Logins : client.Activity.Between(DateTimeOffset.MinValue, until).Logins);
        long logouts = clients.Sum(client => client.Logouts);
        DateTimeOffset? first = clients.Min(client => client.FirstSeen), last = clients.Max(client => client.LastSeen);
        last = last > until ? until : last;
        return logins - logouts >= rules.MinLogins
            && logins > rules.LeakRatio * logouts
            && first is DateTimeOffset from
            && last is DateTimeOffset to
            && to - from >= MinDuration
            && IsSteady(clients, until)
            ? new(clients.OrderByDescending(client => client.Unclosed).First(), logins, logouts, from, to)
            : null;
    }

    /// <summary>Returns whether the clients log in about as often in their busiest ten minutes as in ordinary ones, or more and more
    /// often.</summary>
    private static bool IsSteady(ApiClientLoad[] clients, DateTimeOffset until)
    {
        long end = ActivitySeries.MinuteOf(until.UtcTicks);
        (long Span, long Logins)[] spans =
        [
            .. clients.SelectMany(client => client.Activity.Bins)
                .Where(bin => bin.Counts.Logins > 0 && bin.Start <= end)
                .GroupBy(bin => bin.Start / SpanMinutes)
                .Select(span => (span.Key, span.Sum(bin => (long)bin.Counts.Logins))),
        ];
        long[] counts = [.. spans.Select(span => span.Logins).OrderBy(count => count)];
        bool isEven = counts.Length >= MinSpans && counts[counts.Length - 1] <= MaxRatio * Math.Max(2, counts[counts.Length / 2]);
        bool isGrowing = counts.Length >= ManySpans && counts[counts.Length - 1] <= MaxShareOfSpan * counts.Sum();
        IEnumerable<long> logins = spans.SelectMany(span => Enumerable.Repeat(span.Span, (int)Math.Min(span.Logins, MaxOfSpan)));
        return isEven || isGrowing || RefusedSeries.IsFlat([.. logins]);
    }
}
