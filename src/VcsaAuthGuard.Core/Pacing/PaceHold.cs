using System.Globalization;

namespace VcsaAuthGuard.Pacing;

/// <summary>Represents the time batches were held for one reason.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many batches.</param>
/// <param name="Duration">For how long, all together.</param>
/// <param name="Expired">How many of them went on because the longest hold was over, and not because the reason was.</param>
public sealed record PaceHold(HoldReason Reason, int Count, TimeSpan Duration, int Expired)
{
    /// <summary>Returns the hold as a sentence.</summary>
    public override string ToString() =>
        string.Format(
            CultureInfo.InvariantCulture,
            "{0}: {1:hh\\:mm\\:ss} in {2} batches{3}",
            Reason,
            Duration,
            Count,
            Expired > 0 ? $", {Expired} at the longest hold" : ""
        );
}
