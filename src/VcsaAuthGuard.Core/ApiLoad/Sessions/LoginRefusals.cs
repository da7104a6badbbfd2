namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>Finds the login that a refusal belongs to. vpxd may report a refusal twice, in either order: one line has the call's number
/// and operation, the other only the operation.</summary>
internal sealed class LoginRefusals
{
    private readonly RecentCalls _byOperation;
    private readonly RecentCalls _byLro;
    private readonly RecentCalls _refused;

    /// <summary>Creates an object that knows no login.</summary>
    /// <param name="size">The number of logins to remember, a power of two.</param>
    public LoginRefusals(int size)
        : this(new(size), new(size), new(size))
    {
    }

    private LoginRefusals(RecentCalls byOperation, RecentCalls byLro, RecentCalls refused) =>
        (_byOperation, _byLro, _refused) = (byOperation, byLro, refused);

    /// <summary>Returns a view for one host of several, which share the memory.</summary>
    /// <param name="salt">The number that distinguishes the host's calls from those of others.</param>
    public LoginRefusals ForHost(ulong salt) => new(_byOperation.ForHost(salt), _byLro.ForHost(salt), _refused.ForHost(salt));

    /// <summary>Records the begin of a login.</summary>
    public void Begin(in RecentCall login, ulong lro)
    {
        _byOperation.Add(login);
        _byLro.Add(login with { Id = lro });
        _refused.Remove(login.Id);
    }

    /// <summary>Finds the login of an operation that is not long ago; returns false if there is none.</summary>
    public bool TryFindLogin(ulong operation, out RecentCall login) => _byOperation.TryFind(operation, out login);

    /// <summary>Adds a refusal; returns false if another line reported it, or may have.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="login">The login that was refused; null if its begin is not in sight.</param>
    public bool TryTake(in ApiCall refusal, out RecentCall? login)
    {
        login = null;
        if (_refused.TryFind(refusal.Operation, out _) || (refusal.Lro | refusal.Operation) == 0)
        {
            return false;
        }

        _refused.Add(new(refusal.Operation, refusal.Ticks, 0, 0));
        if (_byLro.TryFind(refusal.Lro, out RecentCall found) || _byOperation.TryFind(refusal.Operation, out found))
        {
            login = found;
            _byLro.Remove(refusal.Lro);
            _byOperation.Remove(refusal.Operation);
        }

        return true;
    }
}
