namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>
/// Represents the refused logins of one account. vpxd, vCenter's events and the sign-on service each report the same login, so
/// the largest of their counts is the number.
/// </summary>
/// <param name="account">The account, as it was first written.</param>
internal sealed class AccountRefusals(string account)
{
    private readonly List<long> _times = [];
    private readonly long[] _counts = new long[(int)RefusalSource.SignOn + 1];

    public string Account { get; } = account;

    public long Count => _counts.Max();

    /// <summary>Gets the number of refused logins that one of the logs reports.</summary>
    public long CountOf(RefusalSource source) => _counts[(int)source];

    public DateTimeOffset? First => _times.Count == 0 ? null : new DateTimeOffset(_times.Min(), TimeSpan.Zero);

    public DateTimeOffset? Last => _times.Count == 0 ? null : new DateTimeOffset(_times.Max(), TimeSpan.Zero);

    public OccurrenceTally Addresses { get; } = new();

    public OccurrenceTally Reasons { get; } = new();

    /// <summary>Gets the address of the first refusal that has one.</summary>
    public string? FirstAddress { get; private set; }

    public void Add(RefusalSource source, DateTimeOffset? time, string? address, string? reason)
    {
        const int MaxTimes = 10_000;
        _counts[(int)source]++;
        Addresses.Add(address);
        Reasons.Add(reason);
        FirstAddress ??= address;
        if (time is DateTimeOffset seen && _times.Count < MaxTimes)
        {
            _times.Add(seen.UtcTicks);
        }
    }
}

/// <summary>Specifies the log that reports a refused login.</summary>
internal enum RefusalSource
{
    /// <summary>vpxd's log.</summary>
    Vpxd,

    /// <summary>vCenter's events.</summary>
    Events,

    /// <summary>The log of the sign-on service.</summary>
    SignOn,
}
