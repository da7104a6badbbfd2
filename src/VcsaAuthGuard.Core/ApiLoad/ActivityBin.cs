namespace VcsaAuthGuard.ApiLoad;

/// <summary>What was done in some minutes.</summary>
/// <param name="Index">Which: minutes since the year 1, divided by the bins' width.</param>
/// <param name="Logins">Logins.</param>
/// <param name="Calls">Calls.</param>
/// <param name="Logouts">Logouts.</param>
internal record struct ActivityBin(int Index, int Logins, int Calls, int Logouts = 0)
{
    /// <summary>Adds to this bin, where it stands: a copy for every call costs more than the rest of counting it. None falls below 0.</summary>
    public void Add(int logins, int calls, int logouts)
    {
        Logins = Math.Max(0, Logins + logins);
        Calls = Math.Max(0, Calls + calls);
        Logouts = Math.Max(0, Logouts + logouts);
    }
}
