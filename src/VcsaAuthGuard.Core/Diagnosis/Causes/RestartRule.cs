using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for a start of vpxd that bursts follow.</summary>
internal sealed class RestartRule() : DiagnosisRule("Restart", DiagnosisCause.ServiceRestart, weight: 6)
{
    public override Finding Evaluate(VCenterEvidence evidence)
    {
        BurstEvidence[] after = [.. evidence.Bursts.Where(burst => burst.Restart is not null)];
        if (after.Length == 0)
        {
            return Finding.None;
        }

        ServiceStart start = after[0].Restart!;
        long all = evidence.Bursts.Sum(burst => (long)burst.Burst.Count);
        long explained = after.Sum(burst => (long)burst.Burst.Count);
        string line = FormattableString.Invariant($"vpxd started {start.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, version {start.Version}");
        return new((double)explained / all)
        {
            Statement = $"vpxd was started at {Phrases.Time(start.Time)}, which drops all sessions; "
                + FormattableString.Invariant($"{explained:N0} of {Phrases.Count(all, "refused call")} followed within minutes."),
            Start = start.Time,
            End = after[after.Length - 1].End,
            Count = explained,
            Lines = [EvidenceLine.Format(start.Source, start.Line, line)],
        };
    }
}
