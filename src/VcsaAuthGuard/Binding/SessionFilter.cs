using System.Management.Automation;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Binding;

/// <summary>Chooses sessions by user, address, user agent and idle time.</summary>
internal sealed class SessionFilter
{
    private readonly WildcardPattern[]? _users;
    private readonly WildcardPattern[]? _addresses;
    private readonly WildcardPattern[]? _agents;
    private readonly TimeSpan? _idleOver;

    public SessionFilter(string[]? userName, string[]? ipAddress, string[]? userAgent, TimeSpan? idleOver)
    {
        _users = Compile(userName);
        _addresses = Compile(ipAddress);
        _agents = Compile(userAgent);
        _idleOver = idleOver;
    }

    /// <summary>Gets the number of sessions that could not be chosen by their idle time, because the server does not report it.</summary>
    public int WithoutIdle { get; private set; }

    /// <summary>Determines whether a session is chosen.</summary>
    public bool IsWanted(VCenterSession session) =>
        IsMatch(_users, session.UserName)
        && IsMatch(_addresses, session.IpAddress)
        && IsMatch(_agents, session.UserAgent)
        && IsIdle(session);

    /// <summary>Writes a warning about sessions without an idle time.</summary>
    public void Complete(Cmdlet cmdlet)
    {
        if (WithoutIdle > 0)
        {
            cmdlet.WriteWarning($"{WithoutIdle} sessions have no time of last activity and were left out because of -IdleOver.");
        }
    }

    private static WildcardPattern[]? Compile(string[]? patterns) =>
        patterns is null ? null : Array.ConvertAll(patterns, pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase));

    private static bool IsMatch(WildcardPattern[]? patterns, string? value) =>
        patterns is null || (value is not null && Array.Exists(patterns, pattern => pattern.IsMatch(value)));

    private bool IsIdle(VCenterSession session)
    {
        if (_idleOver is null)
        {
            return true;
        }

        WithoutIdle += session.Idle is null ? 1 : 0;
        return session.Idle > _idleOver;
    }
}
