using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Faults;

/// <summary>
/// Recognizes a refused login that vpxd's log and the logs of single sign-on both report, in either order: the same account within some
/// seconds, or no account in one of the two, as in most of vpxd's entries.
/// </summary>
internal sealed class RepeatedLogins
{
    private const int MaxLogins = 1 << 17;

    /// <summary>Times in the same span, or in spans side by side, are near each other.</summary>
    private const long SpanTicks = 5 * TimeSpan.TicksPerSecond;

    /// <summary>The number of vCenter Servers with whose logs a log that names none is compared.</summary>
    private const int MaxServers = 16;

    private readonly HashSet<string> _servers = new(StringComparer.Ordinal);
    private readonly Dictionary<(bool IsSignOn, string Server, long Span), int> _open = [];
    private readonly Dictionary<(bool IsSignOn, string Server, long Span, string Account), int> _openOfAccount = [];

    /// <summary>Adds a fault; returns true if the other log reported its login before.</summary>
    public bool IsRepetition(AuthFault fault)
    {
        if (fault.Kind != AuthFaultKind.LoginRefused || fault.Time is not DateTimeOffset time)
        {
            return false;
        }

        if (_openOfAccount.Count >= MaxLogins)
        {
            _open.Clear();
            _openOfAccount.Clear();
        }

        bool isSignOn = fault.Reason == SignOnEntry.Type;
        string server = fault.Server ?? "";
        string account = fault.User is string user ? AccountName.WithoutDomain(user) : "";
        long span = time.UtcTicks / SpanTicks;
        IEnumerable<string> servers = server.Length > 0 ? [server, ""] : _servers.Take(MaxServers).Prepend("");
        if (servers.Any(other => new[] { span, span - 1, span + 1 }.Any(near => Take(!isSignOn, other, near, account))))
        {
            return true;
        }

        _servers.Add(server);
        Change(_open, (isSignOn, server, span), 1);
        Change(_openOfAccount, (isSignOn, server, span, account), 1);
        return false;
    }

    /// <summary>Takes a login of the other log that has no counterpart yet. Returns false if the other log has no such login.</summary>
    private bool Take(bool isSignOn, string server, long span, string account)
    {
        if (!_open.ContainsKey((isSignOn, server, span)))
        {
            return false;
        }

        // Without an account any login fits. Which one it was is not known, so that only the number of all goes down.
        string[] fitting = [account, ""];
        string? taken = account.Length == 0
            ? account
            : fitting.FirstOrDefault(name => _openOfAccount.ContainsKey((isSignOn, server, span, name)));
        if (taken is null)
        {
            return false;
        }

        Change(_open, (isSignOn, server, span), -1);
        if (account.Length > 0)
        {
            Change(_openOfAccount, (isSignOn, server, span, taken), -1);
        }

        return true;
    }

    private static void Change<T>(Dictionary<T, int> counts, T key, int step)
        where T : notnull
    {
        int count = (counts.TryGetValue(key, out int before) ? before : 0) + step;
        if (count > 0)
        {
            counts[key] = count;
        }
        else
        {
            counts.Remove(key);
        }
    }
}
