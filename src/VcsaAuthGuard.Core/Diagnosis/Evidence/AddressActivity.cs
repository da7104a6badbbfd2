namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents the requests of one address in access logs, as far as they tell of a broken connection.</summary>
internal sealed class AddressActivity
{
    private const int MaxTimes = 10_000;
    private static readonly long Near = TimeSpan.FromMinutes(10).Ticks;

    private readonly List<long> _gone = [];
    private readonly List<(long From, long To, bool IsSharp)> _silences = [];
    private long _last;
    private long _lastGone;
    private bool _isGone;

    /// <summary>Gets the times at which the client was gone before the response.</summary>
    public IReadOnlyList<long> Disconnects => _gone;

    /// <summary>
    /// Gets the times without a request around the time that the client was gone: <c>IsSharp</c> where it was gone just before.
    /// </summary>
    public IReadOnlyList<(long From, long To, bool IsSharp)> Silences => _silences;

    /// <summary>Gets the time of the last request where the client was gone shortly before; 0 otherwise.</summary>
    public long LastBeforeEnd => _lastGone > 0 && _last - _lastGone <= Near ? _last : 0;

    public void Add(long ticks, bool isGone)
    {
        if (ticks == 0)
        {
            return;
        }

        bool isNear = _isGone || isGone || (_lastGone > 0 && _last - _lastGone <= Near);
        if (_last > 0 && isNear && ticks - _last >= TimeSpan.FromMinutes(2).Ticks && _silences.Count < MaxTimes)
        {
            _silences.Add((_last, ticks, _isGone && !isGone));
        }

        _lastGone = isGone ? Math.Max(_lastGone, ticks) : _lastGone;

        if (isGone && _gone.Count < MaxTimes)
        {
            _gone.Add(ticks);
        }

        _isGone = isGone || (_isGone && ticks < _last);
        _last = Math.Max(_last, ticks);
    }
}
