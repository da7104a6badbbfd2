namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>The faults of some minutes.</summary>
/// <param name="Minute">The first minute, in minutes since the year 1.</param>
/// <param name="Refused">Calls refused with NotAuthenticated.</param>
/// <param name="Other">Faults of other kinds.</param>
/// <param name="PeakRefused">The most refused calls in one of the minutes.</param>
/// <param name="PeakOther">The most other faults in one of them.</param>
internal readonly record struct FaultMinutes(long Minute, int Refused, int Other, int PeakRefused, int PeakOther)
{
    /// <summary>Both together, as a part of more minutes.</summary>
    public FaultMinutes With(in FaultMinutes more, long minute) => new(
        minute, Refused + more.Refused, Other + more.Other, Math.Max(PeakRefused, more.PeakRefused), Math.Max(PeakOther, more.PeakOther));
}
