using VcsaAuthGuard.ApiLoad;


namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>A client that does far more than it usually does.</summary>
/// <param name="Client">The client; null for all together.</param>
/// <param name="IsLogins">Whether it is logins, or else calls.</param>
/// <param name="Count">How many in the fullest ten minutes.</param>
/// <param name="Usual">How many it usually has in ten minutes.</param>
/// <param name="Start">When these ten minutes begin.</param>
internal sealed record Surge(ApiClientLoad? Client, bool IsLogins, long Count, double Usual, DateTimeOffset Start)
{
    /// <summary>So many times its usual load is a storm.</summary>
    private const double LeastRatio = 3;

    /// <summary>How many times its usual load.</summary>
    public double Ratio => Count / Math.Max(1, Usual);

    /// <summary>The clients that surge between two times, logins before calls, the strongest first; all together where no single one does.</summary>
    public static IReadOnlyList<Surge> Find(CaseFacts facts, DateTimeOffset from, DateTimeOffset to)
    {
        if (!facts.HasBaseline)
        {
            return [];
        }

        List<Surge> surges = [];
        foreach (ClientSpans spans in facts.Spans)
        {
            bool isKnown = surges.Count > 0 && ReferenceEquals(surges[surges.Count - 1].Client, spans.Client);
            if (!isKnown && spans.Fullest(from, to) is (DateTimeOffset start, long count, double usual) && count >= LeastRatio * Math.Max(1, usual))
            {
                surges.Add(new(spans.Client, spans.IsLogins, count, usual, start));
            }
        }

        surges = [.. surges.OrderByDescending(surge => surge.IsLogins).ThenByDescending(surge => surge.Count)];
        return surges.Exists(surge => surge.Client is not null) ? surges.FindAll(surge => surge.Client is not null) : surges;
    }
}
