namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>Holds what is remembered of the most recent calls, logins and sessions of a vCenter Server, or of all that a log platform has
/// together: the memory of these tables does not grow with the vCenter Servers.</summary>
internal sealed class RecentActivity
{
    // Large, and of no use for the hosts of a relay that log no calls.
    private readonly Lazy<CallBegins> _calls;
    private readonly Lazy<LoginRefusals> _logins;
    private readonly Lazy<EndedSessions> _ended;

    /// <summary>Creates the tables of one vCenter Server.</summary>
    public RecentActivity()
        : this(calls: 1 << 17, logins: 1 << 13, sessions: 1 << 16)
    {
    }

    private RecentActivity(int calls, int logins, int sessions)
        : this(() => new(calls), () => new(logins), () => new(sessions))
    {
    }

    private RecentActivity(Func<CallBegins> calls, Func<LoginRefusals> logins, Func<EndedSessions> ended)
    {
        _calls = new(calls, isThreadSafe: false);
        _logins = new(logins, isThreadSafe: false);
        _ended = new(ended, isThreadSafe: false);
    }

    /// <summary>Gets the begins of calls.</summary>
    public CallBegins Calls => _calls.Value;

    /// <summary>Gets the logins that a refusal can belong to.</summary>
    public LoginRefusals Logins => _logins.Value;

    /// <summary>Gets the sessions that ended last.</summary>
    public EndedSessions Ended => _ended.Value;

    /// <summary>Creates the tables of all vCenter Servers of a log platform.</summary>
    public static RecentActivity CreateForFleet() => new(calls: 1 << 20, logins: 1 << 16, sessions: 1 << 18);

    /// <summary>Returns a view for one vCenter Server of several, which share the tables.</summary>
    /// <param name="host">The name of the vCenter Server.</param>
    public RecentActivity ForHost(string host)
    {
        ulong salt = SessionIds.Hash(System.Text.Encoding.UTF8.GetBytes(host));
        return new(() => Calls.ForHost(salt), () => Logins.ForHost(salt), () => Ended);
    }
}
