using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Selects the clients that steadily log in and do not log out.</summary>
internal static class LeakingClients
{
    private const int SpanMinutes = 10;
    private const int MinSpans = 4;
    private const double MaxRatio = 3;

    private static readonly TimeSpan MinDuration = TimeSpan.FromHours(1);

    /// <summary>Returns the client that leaks most, over an hour or more and without a load spike of its own; null when there is
    /// none.</summary>
    public static ApiClientLoad? Largest(VCenterEvidence evidence) =>
        evidence
            .Load.Where(client =>
                client.Client != ApiClient.Unattributed
                && (client.Pattern & LoadPatterns.Leaking) != 0
                && client.LastSeen - client.FirstSeen >= MinDuration
                && IsSteady(client)
            )
            .OrderByDescending(client => client.Unclosed)
            .FirstOrDefault();

    /// <summary>Returns whether it logs in about as often in its busiest ten minutes as in ordinary ones.</summary>
    private static bool IsSteady(ApiClientLoad client)
    {
        long[] spans =
        [
            .. client.Activity.Bins.Where(bin => bin.Counts.Logins > 0)
                .GroupBy(bin => bin.Start / SpanMinutes)
                .Select(span => span.Sum(bin => (long)bin.Counts.Logins)).OrderBy(count => count),
        ];
        return spans.Length >= MinSpans && spans[spans.Length - 1] <= MaxRatio * Math.Max(2, spans[spans.Length / 2]);
    }
}
