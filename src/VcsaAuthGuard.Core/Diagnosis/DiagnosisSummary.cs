using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis;

/// <summary>Writes a verdict as a sentence.</summary>
internal static class DiagnosisSummary
{
    public static string Create(VcsaDiagnosis diagnosis) =>
        diagnosis.Cause switch
        {
            DiagnosisCause.ApiStorm => diagnosis.Verdict == DiagnosisVerdict.Confirmed
                ? $"This is the problem of KB 440879: an API storm, and calls refused at the host gateway{When(diagnosis)}."
                : $"This looks like the problem of KB 440879, calls refused at the host gateway{When(diagnosis)}, "
                    + "but part of the proof is missing.",
            DiagnosisCause.SessionLeak =>
                $"Sessions pile up until the limit is reached: {FirstClient(diagnosis)} logs in and does not log out.",
            DiagnosisCause.ServiceRestart =>
                $"vpxd was restarted{RestartTime(diagnosis)}. That dropped all sessions, and calls with the old sessions were refused.",
            DiagnosisCause.LoginRefused =>
                $"Logins of {FirstClient(diagnosis)} are refused. Most often the password is wrong or has expired.",
            DiagnosisCause.HostUnreachable => $"One ESXi host cannot be reached{Host(diagnosis)}.",
            DiagnosisCause.SessionLimit => "The limit of sessions was reached, and the logs do not show a client that fills it.",
            DiagnosisCause.ConnectionLimit => "Envoy reached its limit of connections and refused more.",
            DiagnosisCause.Unexplained =>
                "There are faults in the logs that no known cause explains; they are not the problem of KB 440879.",
            _ when diagnosis.Verdict == DiagnosisVerdict.Unknown => diagnosis.Faults.Count == 0
                ? "No verdict is possible: no entry of vpxd's log was understood."
                : "No verdict is possible: the refused calls have no time, so the logs do not show whether they came in a burst.",
            _ when diagnosis.Bursts.Count == 0 => "Nothing points to the problem of KB 440879: there is no burst of refused calls.",
            _ => "Calls were refused in a burst, but nothing in the logs shows an overload of the management plane.",
        };

    private static string When(VcsaDiagnosis diagnosis) =>
        diagnosis.Bursts.Count == 0 ? "" : $", {Phrases.TimeRange(diagnosis.Bursts[0].Start, diagnosis.Bursts.Max(burst => burst.End))}";

    private static string RestartTime(VcsaDiagnosis diagnosis) =>
        diagnosis.Evidence.FirstOrDefault(item => item.FoundBy is RestartRule)?.Start is DateTimeOffset time
            ? FormattableString.Invariant($" at {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
            : "";

    private static string FirstClient(VcsaDiagnosis diagnosis)
    {
        ApiClientLoad? first = diagnosis.FirstClient;
        return first is null || first.Client == ApiClient.Unattributed ? "an account that the logs do not name" : first.Client.ToString();
    }

    private static string Host(VcsaDiagnosis diagnosis) =>
        diagnosis.Evidence.FirstOrDefault(item => item.VMHost is not null)?.VMHost is string host ? $" ({host})" : "";
}
