using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes.Observations;

/// <summary>Decides whether the logs show enough load to compare a burst with the usual.</summary>
internal static class LoadVisibility
{
    private const int MinCalls = 50;

    /// <summary>Returns whether the logs span an hour or more and hold enough calls, or login events.</summary>
    public static bool IsSufficient(VCenterEvidence evidence) =>
        evidence.HasBaseline && (evidence.CallCount >= MinCalls || evidence.HasEvents);
}
