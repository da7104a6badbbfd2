using VcsaAuthGuard.TimeSeries;

namespace VcsaAuthGuard.ApiLoad;

/// <summary>Represents the logins, calls and logouts in a span of time.</summary>
internal record struct ActivityCounts(int Logins, int Calls, int Logouts = 0) : ICounts<ActivityCounts>
{
    public readonly bool IsEmpty => (Logins | Calls | Logouts) == 0;

    public readonly int Size => Logins;

    /// <summary>Adds other counts, which may be negative; no count falls below 0.</summary>
    public void Add(in ActivityCounts other)
    {
        Logins = Math.Max(0, Logins + other.Logins);
        Calls = Math.Max(0, Calls + other.Calls);
        Logouts = Math.Max(0, Logouts + other.Logouts);
    }

    public readonly void RaisePeak(in ActivityCounts unit)
    {
    }
}
