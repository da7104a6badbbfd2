namespace VcsaAuthGuard.ApiLoad.Events;

/// <summary>
/// Recognizes a refused sign-on that two logs report: the audit log of single sign-on has the same event as websso's log. Of the events of
/// one account, address and second, the log with more of them counts.
/// </summary>
internal sealed class SignOnRefusals
{
    private const int MaxRefusals = 1 << 17;

    private readonly Dictionary<(string, string?, long), int> _counted = [];
    private readonly Dictionary<(string, string?, long, string), int> _ofLog = [];

    /// <summary>Adds an event; returns true if another log reported it.</summary>
    public bool IsRepetition(ClientEvent found)
    {
        if (found.Origin != ClientEventOrigin.SignOn || found.Log is not string log || found.Time is not DateTimeOffset time)
        {
            return false;
        }

        if (_ofLog.Count >= MaxRefusals)
        {
            _ofLog.Clear();
            _counted.Clear();
        }

        long second = time.UtcTicks / TimeSpan.TicksPerSecond;
        (string, string?, long) key = (found.Client.User ?? "", found.Client.Address, second);
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
