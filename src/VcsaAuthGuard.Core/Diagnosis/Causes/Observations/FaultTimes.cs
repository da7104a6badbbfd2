using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Observations;

/// <summary>Says when faults of a kind occurred, as far as their entries have times.</summary>
internal static class FaultTimes
{
    /// <summary>Returns <c>, 2026-02-11 02:20 to 02:26 UTC</c>, or the number of faults without a time, or both.</summary>
    public static string Phrase(FaultKindEvidence faults)
    {
        string range =
            faults.First is DateTimeOffset first && faults.Last is DateTimeOffset last ? $", {Phrases.TimeRange(first, last)}" : "";
        return faults.UntimedCount == 0 ? range
            : faults.UntimedCount == faults.Count ? ", at unknown times"
            : FormattableString.Invariant($"{range}, {faults.UntimedCount:N0} of them at unknown times");
    }
}
