using System.Globalization;
using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.QueueReplays;

/// <summary>Represents logged requests that were run through the model of the gateway queue.</summary>
public sealed record QueueReplay
{
    /// <summary>Gets the scenario of the replay.</summary>
    public ReplayScenario Scenario { get; init; }

    /// <summary>Gets the number of requests.</summary>
    public int Requests => Waits.Requests;

    /// <summary>Gets the number of requests that come at another time than they did.</summary>
    public int Moved { get; init; }

    /// <summary>Gets the number of logged requests that are not made: logins and logouts of a shared session.</summary>
    public int LeftOut { get; init; }

    /// <summary>Gets the arrival of the first request as logged, in UTC.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>Gets the number of requests that the gateway serves at a time.</summary>
    public int Concurrency { get; init; }

    /// <summary>Gets where that number comes from.</summary>
    public ConcurrencySource ConcurrencySource { get; init; }

    /// <summary>Gets the requests under way in the logs, minute by minute, and the concurrency that they show.</summary>
    public ConcurrencyEstimate Estimate { get; init; } = new();

    /// <summary>Gets the mean service time.</summary>
    public TimeSpan ServiceTime { get; init; }

    /// <summary>Gets the longest wait that is not refused.</summary>
    public TimeSpan TokenLifetime { get; init; }

    /// <summary>Gets the number of requests of a batch; null if they do not come in batches.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Gets the time from one batch to the next; null if they do not come in batches.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Gets the wait that half of the requests did not exceed.</summary>
    public TimeSpan MedianWait => Waits.Median;

    /// <summary>Gets the wait that 95 % of the requests did not exceed.</summary>
    public TimeSpan Wait95 => Waits.Percentile95;

    /// <summary>Gets the longest wait.</summary>
    public TimeSpan LongestWait => Waits.Longest;

    /// <summary>Gets the number of tokens that expire in the queue, by the model.</summary>
    public int Expired => Waits.Expired;

    /// <summary>Gets the time at which the first token expires, in UTC; null if none does.</summary>
    public DateTimeOffset? FirstExpiry => From + Waits.FirstExpiry;

    /// <summary>Gets the number of calls that the log says were refused; null for requests that were not replayed as logged.</summary>
    public int? Refused { get; init; }

    /// <summary>Gets the number by which the model's expiries exceed the log's refused calls; null if the latter are not known.</summary>
    public int? Difference => Expired - Refused;

    /// <summary>Gets the model's result as a sentence, compared with the log for requests as logged.</summary>
    public string Summary
    {
        get
        {
            string expired = string.Format(CultureInfo.InvariantCulture, "{0} of {1} tokens expire", Expired, Requests);
            return Scenario switch
            {
                ReplayScenario.AsLogged => $"As logged: {expired}; {Comparison()}",
                ReplayScenario.UnderPlan => $"Under the plan: {expired}; "
                    + (Moved == 0 ? "no logged request is in a run that moves"
                        : Moved == 1 ? "1 request comes at another time"
                        : FormattableString.Invariant($"{Moved} requests come at another time")),
                ReplayScenario.InBatches => string.Format(
                    CultureInfo.InvariantCulture, "In batches of {0} every {1:0.#} s: {2}; the last request is served {3}", BatchSize,
                    Interval?.TotalSeconds, expired, Later == TimeSpan.Zero ? "no later" : FormattableString.Invariant($"{Later:c} later")),
                _ => string.Format(
                    CultureInfo.InvariantCulture, "With one shared session: {0}; {1} logins and logouts are not made", expired, LeftOut),
            };
        }
    }

    /// <summary>Gets by how much the last request ends later than as logged.</summary>
    internal TimeSpan Later { get; init; }

    internal QueueWaits Waits { get; init; } = QueueWaits.None;

    /// <summary>Returns the summary.</summary>
    public override string ToString() => Summary;

    private string Comparison() => Refused switch
    {
        null => "no refused calls were counted",
        int refused when Difference == 0 => string.Format(CultureInfo.InvariantCulture, "the log has {0} refused calls too", refused),
        int refused => string.Format(
            CultureInfo.InvariantCulture, "the log has {0} refused calls, {1} {2} than the model", refused, Math.Abs(Difference!.Value),
            Difference > 0 ? "fewer" : "more"),
    };
}
