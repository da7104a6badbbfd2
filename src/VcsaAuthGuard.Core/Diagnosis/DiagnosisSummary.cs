using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Diagnosis;

/// <summary>Puts a verdict into a sentence.</summary>
internal static class DiagnosisSummary
{
    public static string Of(VcsaDiagnosis diagnosis, CaseFacts facts) => diagnosis.Cause switch
    {
        DiagnosisCause.ApiStorm => diagnosis.Verdict == DiagnosisVerdict.Confirmed
            ? $"This is the problem of KB 440879: an API storm, and calls refused at the host gateway{When(diagnosis)}."
            : $"This looks like the problem of KB 440879, calls refused at the host gateway{When(diagnosis)}, but a part of the proof is missing.",
        DiagnosisCause.SessionLeak => $"Sessions pile up until the limit is reached: {Name(diagnosis)} logs in and does not log out.",
        DiagnosisCause.ServiceRestart => $"vpxd was restarted{At(diagnosis, "Restart")}; every session was dropped, and the calls refused after it are the consequence.",
        DiagnosisCause.LoginRefused => $"Logins are refused: the password of {Name(diagnosis)} is wrong or has expired.",
        DiagnosisCause.HostUnreachable => $"One ESXi host cannot be reached{Host(diagnosis)}; the rest of the vCenter is well.",
        _ when !facts.HasVpxd => "Nothing can be said: no line of vpxd's log that tells was read.",
        _ => diagnosis.Bursts.Count == 0
            ? "Nothing speaks for the problem of KB 440879: there is no burst of refused calls."
            : "Calls were refused in a burst, but what filled the management plane, if anything did, is not seen.",
    };

    private static string When(VcsaDiagnosis diagnosis)
    {
        FaultBurst[] bursts = [.. diagnosis.Bursts];
        return bursts.Length == 0 ? "" : $", {Say.Times(bursts[0].Start, bursts.Max(burst => burst.End))}";
    }

    private static string At(VcsaDiagnosis diagnosis, string rule) =>
        diagnosis.Evidence.FirstOrDefault(item => item.Rule == rule)?.Start is DateTimeOffset time ? FormattableString.Invariant($" at {time:yyyy-MM-dd HH:mm} UTC") : "";

    private static string Name(VcsaDiagnosis diagnosis)
    {
        ApiClientLoad? first = diagnosis.FirstClient;
        return first is null || first.Client == ApiClient.Unattributed ? "an account the logs do not name" : first.Client.ToString();
    }

    private static string Host(VcsaDiagnosis diagnosis)
    {
        string? host = diagnosis.Evidence.FirstOrDefault(item => item.VMHost is not null)?.VMHost;
        return host is null ? "" : $" ({host})";
    }
}
