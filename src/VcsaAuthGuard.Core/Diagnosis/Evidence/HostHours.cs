using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>
/// Counts faults by ESXi host and hour for a heat map: by each hour while there are not too many, and always by the hour of the day.
/// </summary>
internal sealed class HostHours(int mostCells = 1 << 15)
{
    private readonly Dictionary<string, int[]> _ofDay = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Host, long Hour), int> _cells = [];
    private bool _isTooMuch;

    /// <summary>Gets the faults of each host by the hour of the day (UTC).</summary>
    public IReadOnlyDictionary<string, int[]> OfDay => _ofDay;

    /// <summary>Returns the faults by host and hour since year 1; null if there were too many hours to keep.</summary>
    public IReadOnlyDictionary<(string Host, long Hour), int>? Cells => _isTooMuch ? null : _cells;

    /// <summary>Takes a fault; one that names no host or has no time is not counted here.</summary>
    public void Add(AuthFault fault)
    {
        string? host = fault.VMHost ?? fault.VMHostId;
        if (host is null || fault.Time is not DateTimeOffset time)
        {
            return;
        }

        if (!_ofDay.TryGetValue(host, out int[]? hours))
        {
            _ofDay[host] = hours = new int[24];
        }

        long hour = time.UtcTicks / TimeSpan.TicksPerHour;
        hours[hour % 24]++;
        if (!_isTooMuch)
        {
            _cells.TryGetValue((host, hour), out int count);
            _cells[(host, hour)] = count + 1;
            if (_cells.Count > mostCells)
            {
                _isTooMuch = true;
                _cells.Clear();
            }
        }
    }
}
