namespace VcsaAuthGuard.Logs;

/// <summary>
/// Recognizes a refused sign-on that two logs report: the audit log of single sign-on has the same event as websso's log. Of the events of
/// one account, address and second, the log with more of them counts.
/// </summary>
internal sealed class RepeatedSignOns
{
    private const int MaxRefusals = 1 << 17;

    private readonly Dictionary<(string, string?, long), int> _counted = [];
    private readonly Dictionary<(string, string?, long, string), int> _ofLog = [];

    /// <summary>Adds an event; returns true if another log reported it.</summary>
    /// <param name="user">The account.</param>
    /// <param name="address">The client's address.</param>
    /// <param name="time">The event's time.</param>
    /// <param name="log">The name of the log.</param>
    public bool IsRepetition(string? user, string? address, DateTimeOffset time, string log)
    {
        if (_ofLog.Count >= MaxRefusals)
        {
            _ofLog.Clear();
            _counted.Clear();
        }

        long second = time.UtcTicks / TimeSpan.TicksPerSecond;
        (string, string?, long) key = (user ?? "", address, second);
        (string, string?, long, string) keyOfLog = (key.Item1, key.Item2, second, log);
        _ofLog[keyOfLog] = _ofLog.TryGetValue(keyOfLog, out int before) ? before + 1 : 1;
        int counted = _counted.TryGetValue(key, out int known) ? known : 0;
        if (_ofLog[keyOfLog] <= counted)
        {
            return true;
        }

        _counted[key] = counted + 1;
        return false;
    }
}
