namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents the requests of one address in access logs, as far as they tell of a broken connection.</summary>
internal sealed class AddressActivity
{
    private const int MaxTimes = 10_000;

    private readonly List<long> _gone = [];
    private readonly List<(long From, long To)> _silences = [];
    private long _last;
    private bool _isGone;

    /// <summary>Gets the times at which the client was gone before the response.</summary>
    public IReadOnlyList<long> Gone => _gone;

    /// <summary>Gets the times without a request after the client was gone.</summary>
    public IReadOnlyList<(long From, long To)> Silences => _silences;

    public void Add(long ticks, bool isGone)
    {
        if (ticks == 0)
        {
            return;
        }

        if (_isGone && !isGone && ticks - _last >= TimeSpan.FromMinutes(2).Ticks && _silences.Count < MaxTimes)
        {
            _silences.Add((_last, ticks));
        }

        if (isGone && _gone.Count < MaxTimes)
        {
            _gone.Add(ticks);
        }

        _isGone = isGone || (_isGone && ticks < _last);
        _last = Math.Max(_last, ticks);
    }
}
