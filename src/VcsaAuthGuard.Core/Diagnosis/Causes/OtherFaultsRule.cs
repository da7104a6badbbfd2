using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for faults that no other rule takes up, so that none of them is passed over in silence.</summary>
internal sealed class OtherFaultsRule() : DiagnosisRule("OtherFaults", DiagnosisCause.Unexplained, weight: 1)
{
    /// <summary>From this number on, failures at the gateway are more than those of any day. Refused logins have a rule of their
    /// own.</summary>
    private const int MinGatewayFailures = 10;
    private const double WeakStrength = 0.5;

    private const string GatewayFailure = "gateway failure";
    private const string RefusedLogin = "refused login";

    private static readonly UnreachableRule Unreachable = new();

    public override Finding Evaluate(VCenterEvidence evidence)
    {
        (string Phrase, FaultKindEvidence Faults)[] kinds = [.. Kinds(evidence).Where(kind => kind.Faults.Count > 0)];
        bool areMany = Array.Exists(kinds, kind => kind.Phrase == GatewayFailure && kind.Faults.Count >= MinGatewayFailures);
        return kinds.Length == 0
            ? Finding.None
            : new(areMany ? 1 : WeakStrength)
            {
                Statement =
                    string.Join(
                        "; ",
                        kinds.Select(kind =>
                            $"{Phrases.Count(kind.Faults.Count, kind.Phrase)}{FaultTimes.Phrase(kind.Faults)}{Hosts(kind.Faults)}"
                        )
                    ) + ".",
                Start = kinds.Min(kind => kind.Faults.First),
                End = kinds.Max(kind => kind.Faults.Last),
                Count = kinds.Sum(kind => kind.Faults.Count),
                Lines = [.. kinds.SelectMany(kind => kind.Faults.Lines)],
            };
    }

    private static IEnumerable<(string Phrase, FaultKindEvidence Faults)> Kinds(VCenterEvidence evidence)
    {
        if (Unreachable.Evaluate(evidence).Strength == 0)
        {
            yield return (GatewayFailure, evidence.FaultsOf(AuthFaultKind.GatewayFailure));
        }

        if (!RefusedAccounts.AreMany(evidence))
        {
            yield return (RefusedLogin, evidence.FaultsOf(AuthFaultKind.LoginRefused));
        }
    }

    private static string Hosts(FaultKindEvidence faults)
    {
        const int MaxHosts = 3;
        string[] hosts = [.. faults.Hosts.OrderByDescending(host => host.Value).Select(host => host.Key)];
        string more = hosts.Length > MaxHosts ? FormattableString.Invariant($" and {hosts.Length - MaxHosts:N0} more") : "";
        return hosts.Length == 0 ? "" : $", for {string.Join(", ", hosts.Take(MaxHosts))}{more}";
    }
}
