using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes.Observations;

/// <summary>Recognises refused calls that concern one host.</summary>
internal static class OneHost
{
    private const double MinShare = 0.9;

    /// <summary>Returns the host that nearly all calls name; null if there is none.</summary>
    public static string? Find(RefusedRun run)
    {
        int named = run.Hosts.Sum(host => host.Count);
        bool isOne = run.Hosts.Count > 0 && named >= Math.Max(2, run.Count / 2) && run.Hosts[0].Count >= MinShare * named;
        return isOne ? run.Hosts[0].Name : null;
    }
}
