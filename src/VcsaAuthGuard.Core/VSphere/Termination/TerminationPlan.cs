namespace VcsaAuthGuard.VSphere.Termination;

/// <summary>Represents the sessions of one server that match a filter, divided into those to end and those that stay.</summary>
public sealed class TerminationPlan
{
    private const string OwnReason = "It is the session that this command uses.";
    private const string UnknownReason = "The server does not say which session is the one that this command uses.";

    private TerminationPlan(IReadOnlyList<VCenterSession> toEnd, IReadOnlyList<SessionTermination> others)
    {
        ToEnd = toEnd;
        Others = others;
    }

    /// <summary>Gets the sessions to end, those that are idle for longest first.</summary>
    public IReadOnlyList<VCenterSession> ToEnd { get; }

    /// <summary>Gets the chosen sessions that are not to be ended, and those that have ended already.</summary>
    public IReadOnlyList<SessionTermination> Others { get; }

    /// <summary>Divides the sessions of a server.</summary>
    /// <param name="listing">The sessions as they are now.</param>
    /// <param name="filter">The sessions to end.</param>
    public static TerminationPlan Create(SessionListing listing, TerminationFilter filter)
    {
        HashSet<string>? keys = filter.Keys is null ? null : new(filter.Keys, StringComparer.Ordinal);
        HashSet<string>? candidates = filter.Candidates is null
            ? null
            : new(filter.Candidates.Select(item => item.Key), StringComparer.Ordinal);
        bool isOwnKnown = listing.Sessions.Any(session => session.IsCurrent == true);
        List<VCenterSession> toEnd = [];
        List<SessionTermination> others = [.. FindEnded(listing, filter, keys)];
        foreach (VCenterSession session in listing.Sessions)
        {
            bool isNamed = keys?.Contains(session.Key) == true;
            if ((keys is not null && !isNamed)
                || candidates?.Contains(session.Key) == false
                || filter.Condition?.Invoke(session) == false)
            {
                continue;
            }

            string? reason =
                session.IsCurrent == true ? OwnReason
                : !isOwnKnown ? UnknownReason
                : isNamed ? null
                : ServiceAccount.FindReason(session);
            if (reason is null)
            {
                toEnd.Add(session);
            }
            else
            {
                others.Add(new(session, TerminationOutcome.Kept, reason));
            }
        }

        return new([.. toEnd.OrderByDescending(session => session.Idle)], others);
    }

    /// <summary>Returns sessions that were chosen by their keys and no longer exist.</summary>
    private static IEnumerable<SessionTermination> FindEnded(SessionListing listing, TerminationFilter filter, HashSet<string>? keys)
    {
        HashSet<string> present = new(listing.Sessions.Select(session => session.Key), StringComparer.Ordinal);
        IEnumerable<VCenterSession> chosen =
            filter.Candidates?.Where(session => keys is null || keys.Contains(session.Key))
            ?? filter.Keys?.Select(key => new VCenterSession { Key = key, UserName = "" })
            ?? [];
        return chosen
            .Where(session => !present.Contains(session.Key))
            .Select(session => new SessionTermination(session, TerminationOutcome.AlreadyEnded));
    }
}
