using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for bursts in which nearly all calls are for one host.</summary>
internal sealed class OneHostRule() : DiagnosisRule("OneHost", DiagnosisCause.HostUnreachable, weight: 3)
{
    public override Finding Evaluate(VCenterEvidence evidence)
    {
        FaultBurst[] ofOne = [.. evidence.Bursts.Where(burst => burst.IsOfOneHost).Select(burst => burst.Burst)];
        if (ofOne.Length == 0)
        {
            return Finding.None;
        }

        string? host = ofOne[0].VMHost[0].Name;
        long count = ofOne.Sum(burst => (long)burst.Count);
        return new((double)count / evidence.Bursts.Sum(burst => (long)burst.Burst.Count))
        {
            Statement = $"Nearly all refused calls were for one host, {host}, not for the whole vCenter Server.",
            VMHost = host,
            Start = ofOne[0].Start,
            End = ofOne[ofOne.Length - 1].End,
            Count = count,
        };
    }
}
