using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>
/// Collects the refused logins of each account. Anyone can cause any number of accounts from outside, with a name of its own each: where
/// there are too many, those with the fewest refusals are put together and only counted.
/// </summary>
internal sealed class RefusedAccounts
{
    private const int MaxAccounts = 10_000;

    private readonly Dictionary<string, AccountRefusals> _accounts = new(StringComparer.OrdinalIgnoreCase);
    private readonly long[] _others = new long[(int)RefusalSource.SignOn + 1];
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;

    /// <summary>Gets the refused logins of the accounts that were put together.</summary>
    public OtherRefusals Others => new(_others.Max(), _first, _last);

    /// <summary>Returns the accounts, most refused first.</summary>
    public IReadOnlyList<AccountRefusals> Ranked() => [.. _accounts.Values.OrderByDescending(account => account.Count)];

    /// <summary>Adds a refused login.</summary>
    public void Add(string account, RefusalSource source, DateTimeOffset? time, string? address, string? reason)
    {
        string key = AccountName.Normalize(account);
        if (!_accounts.TryGetValue(key, out AccountRefusals? refusals))
        {
            if (_accounts.Count >= MaxAccounts)
            {
                Fold();
            }

            _accounts[key] = refusals = new(account);
        }

        refusals.Add(source, time, address, reason);
    }

    private void Fold()
    {
        KeyValuePair<string, AccountRefusals>[] rarest = [.. _accounts.OrderBy(found => found.Value.Count).Take(MaxAccounts / 2)];
        foreach (KeyValuePair<string, AccountRefusals> found in rarest)
        {
            _accounts.Remove(found.Key);
            _first = new[] { _first, found.Value.First }.Min();
            _last = new[] { _last, found.Value.Last }.Max();
            for (int source = 0; source < _others.Length; source++)
            {
                _others[source] += found.Value.CountOf((RefusalSource)source);
            }
        }
    }
}

/// <summary>Represents the refused logins of accounts that are too many to keep each.</summary>
/// <param name="Count">The number of refused logins; 0 if no account was left out.</param>
/// <param name="First">The time of the first; null if none has a time.</param>
/// <param name="Last">The time of the last.</param>
internal readonly record struct OtherRefusals(long Count, DateTimeOffset? First, DateTimeOffset? Last);
