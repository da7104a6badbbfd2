using VcsaAuthGuard.TimeSeries;

namespace VcsaAuthGuard.Faults;

/// <summary>Represents the faults in a span of time.</summary>
/// <param name="Refused">The calls refused with NotAuthenticated.</param>
/// <param name="Other">The faults of other kinds.</param>
/// <param name="PeakRefused">The most refused calls in one unit of time.</param>
/// <param name="PeakOther">The most other faults in one unit of time.</param>
internal record struct FaultCounts(int Refused, int Other, int PeakRefused = 0, int PeakOther = 0) : ICounts<FaultCounts>
{
    public readonly bool IsEmpty => (Refused | Other) == 0;

    public readonly int Size => Refused;

    public void Add(in FaultCounts other)
    {
        Refused += other.Refused;
        Other += other.Other;
        PeakRefused = Math.Max(PeakRefused, other.PeakRefused);
        PeakOther = Math.Max(PeakOther, other.PeakOther);
    }

    public void RaisePeak(in FaultCounts unit)
    {
        PeakRefused = Math.Max(PeakRefused, unit.Refused);
        PeakOther = Math.Max(PeakOther, unit.Other);
    }
}
