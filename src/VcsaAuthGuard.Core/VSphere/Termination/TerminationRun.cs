using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere.Termination;

/// <summary>
/// Ends sessions of one server, one call each, so that a refusal in the middle affects no other session. Sessions that were not tried are
/// part of the summary.
/// </summary>
public sealed class TerminationRun
{
    private readonly VSphereClient _client;
    private readonly string _server;
    private readonly int _total;
    private readonly List<VCenterSession> _waiting;
    private readonly List<SessionTermination> _done;

    /// <summary>Initializes a run. Nothing is ended yet.</summary>
    /// <param name="client">The client, with the session in which sessions are ended.</param>
    /// <param name="server">The server's name, for the summary.</param>
    /// <param name="listing">The sessions as they are now.</param>
    /// <param name="filter">The sessions to end.</param>
    public TerminationRun(VSphereClient client, string server, SessionListing listing, TerminationFilter filter)
    {
        TerminationPlan plan = TerminationPlan.Create(listing, filter);
        _client = client;
        _server = server;
        _total = listing.Sessions.Count;
        _waiting = [.. plan.ToEnd];
        _done = [.. plan.Others];
        ToEnd = plan.ToEnd;
    }

    /// <summary>Gets the sessions to end, those that are idle for longest first.</summary>
    public IReadOnlyList<VCenterSession> ToEnd { get; }

    /// <summary>Ends one of <see cref="ToEnd"/> and records the outcome.</summary>
    /// <param name="session">The session.</param>
    /// <param name="token">Cancels the call; whether the session was ended is then not known, and it counts as not tried.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="PrivilegeMissingException">The user lacks Sessions.TerminateSession; no other session can be ended.</exception>
    /// <exception cref="NotAuthenticatedException">The session in which sessions are ended was itself ended.</exception>
    /// <exception cref="ServerException">The server's response is not valid.</exception>
    public async Task<SessionTermination> EndAsync(VCenterSession session, CancellationToken token = default)
    {
        SessionTermination result;
        try
        {
            bool wasThere = await _client.TerminateSessionAsync(session.Key, token).ConfigureAwait(false);
            result = new(session, wasThere ? TerminationOutcome.Ended : TerminationOutcome.AlreadyEnded);
        }
        catch (VSphereFaultException e)
        {
            result = new(session, TerminationOutcome.Failed, e.Message);
        }

        _waiting.Remove(session);
        _done.Add(result);
        return result;
    }

    /// <summary>Returns the outcome for each session so far.</summary>
    /// <param name="reason">The reason why the sessions that are left were not tried.</param>
    public TerminationSummary Summarize(string? reason = null) =>
        TerminationSummary.Create(
            _server,
            _total,
            [.. _done, .. _waiting.Select(session => new SessionTermination(session, TerminationOutcome.NotTried, reason))]
        );
}
