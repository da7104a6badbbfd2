using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for a client whose sessions pile up.</summary>
internal sealed class LeakRule() : DiagnosisRule("Leak", DiagnosisCause.SessionLeak, weight: 4)
{
    /// <summary>The strength while no limit has been reached.</summary>
    private const double HarmlessStrength = 0.4;

    public override Finding Evaluate(VCenterEvidence evidence)
    {
        if (LeakingClients.Largest(evidence) is not ApiClientLoad client)
        {
            return Finding.None;
        }

        TimeSpan span = TimeSpan.FromMinutes(Math.Round((client.LastSeen - client.FirstSeen)!.Value.TotalMinutes));
        return new(evidence.FaultsOf(AuthFaultKind.SessionLimit).Count > 0 ? 1 : HarmlessStrength)
        {
            Statement = $"{ClientName.Of(client.Client)}: {Phrases.Count(client.Logins, "login")} and "
                + $"{Phrases.Count(client.Logouts, "logout")}, spread evenly over {Phrases.Duration(span)}. Its sessions pile up.",
            Start = client.FirstSeen,
            End = client.LastSeen,
            Count = client.Unclosed,
        };
    }
}
