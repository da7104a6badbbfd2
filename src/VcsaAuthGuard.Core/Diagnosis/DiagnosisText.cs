using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis;

/// <summary>Writes a diagnosis as text: the verdict, then when, who, why and what to do.</summary>
public static class DiagnosisText
{
    private const int MaxClients = 3;
    private const int MaxBursts = 3;
    private const int LabelWidth = 7;
    private const int MaxAgentLength = 40;

    /// <summary>Returns the lines of the text. Log text in it has no control characters.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="width">The maximum length of a line in characters; commands are not broken.</param>
    public static IEnumerable<string> Lines(VcsaDiagnosis diagnosis, int width)
    {
        _ = diagnosis ?? throw new ArgumentNullException(nameof(diagnosis));
        string source = diagnosis.Source is null ? "" : "  " + diagnosis.Source;
        return
        [
            .. Wrap("", Title(diagnosis) + Confidence(diagnosis) + source, width),
            .. Wrap("", diagnosis.Summary, width),
            .. Findings(diagnosis, width),
            .. Remedies(diagnosis, width),
            .. MissingEvidence(diagnosis, width),
        ];
    }

    /// <summary>Returns the verdict in a few words.</summary>
    internal static string Title(VcsaDiagnosis diagnosis) => diagnosis.Verdict switch
    {
        DiagnosisVerdict.Confirmed => "CONFIRMED: KB 440879",
        DiagnosisVerdict.Likely => "LIKELY: KB 440879",
        DiagnosisVerdict.OtherCause => "OTHER CAUSE: " + diagnosis.Cause switch
        {
            DiagnosisCause.SessionLeak => "a client leaks sessions",
            DiagnosisCause.ServiceRestart => "vpxd was restarted",
            DiagnosisCause.LoginRefused => "logins are refused",
            DiagnosisCause.SessionLimit => "the session limit was reached",
            DiagnosisCause.ConnectionLimit => "the connection limit was reached",
            _ => "a host cannot be reached",
        },
        DiagnosisVerdict.Unexplained => "UNEXPLAINED FAULTS",
        DiagnosisVerdict.Unknown => "CANNOT TELL: KB 440879",
        _ => "UNLIKELY: KB 440879",
    };

    /// <summary>Returns the confidence in words; empty where the verdict has none.</summary>
    internal static string ConfidenceText(VcsaDiagnosis diagnosis) => diagnosis.Confidence == 0
        ? diagnosis.Verdict is DiagnosisVerdict.Unexplained or DiagnosisVerdict.Unknown ? "" : "not sure"
        : FormattableString.Invariant($"{100 * diagnosis.Confidence:0.#} % sure");

    private static string Confidence(VcsaDiagnosis diagnosis) => ConfidenceText(diagnosis) is { Length: > 0 } text ? $" ({text})" : "";

    private static IEnumerable<string> Findings(VcsaDiagnosis diagnosis, int width)
    {
        string[] lines =
        [
            .. When(diagnosis, width),
            .. Who(diagnosis, width),
            .. Evidence("Why", diagnosis.Evidence, width),
            .. Evidence("But", diagnosis.Against.Where(item => item.Cause != DiagnosisCause.Unexplained), width),
            .. Evidence("Also", diagnosis.Against.Where(item => item.Cause == DiagnosisCause.Unexplained), width),
        ];
        return lines.Length == 0 ? [] : lines.Prepend("");
    }

    private static IEnumerable<string> When(VcsaDiagnosis diagnosis, int width)
    {
        IEnumerable<string> bursts = diagnosis
            .Bursts.OrderByDescending(burst => burst.Count)
            .Take(MaxBursts)
            .OrderBy(burst => burst.Start)
            .Select(BurstSentence);
        int more = diagnosis.Bursts.Count - MaxBursts;
        return Items("When", more > 0 ? bursts.Append($"{Phrases.Count(more, "smaller burst")} not shown.") : bursts, width);
    }

    private static string BurstSentence(FaultBurst burst)
    {
        int hosts = burst.VMHost.Count(host => host.Name is not null);
        int datastores = burst.Datastore.Count(datastore => datastore.Name is not null);
        return $"{Phrases.TimeRange(burst.Start, burst.End)}: {Phrases.Count(burst.Count, "refused call")}, "
            + FormattableString.Invariant($"up to {burst.PeakCount:N0} in {Phrases.Duration(burst.Rule.Period)}; ")
            + $"{Phrases.Count(hosts, "host")}, {Phrases.Count(datastores, "datastore")}.";
    }

    private static IEnumerable<string> Who(VcsaDiagnosis diagnosis, int width) =>
        Items("Who", diagnosis.Clients.Take(MaxClients).Select(ClientSentence), width);

    private static string ClientSentence(ApiClientLoad client)
    {
        string habit = client.Habit switch
        {
            LoadHabits.Steady => "",
            LoadHabits.LoginPerItem => ", a new login for each item",
            LoadHabits.Leaking => ", hardly any logout",
            _ => ", a new login for each item and hardly any logout",
        };
        string refused =
            client.RefusedLogins > 0 ? FormattableString.Invariant($", {Phrases.Count(client.RefusedLogins, "refused login")}") : "";
        string agent = client.UserAgent is null ? "" : $" ({TerminalText.Cut(client.UserAgent, MaxAgentLength)})";
        return $"{ClientName.Of(client.Client)}{agent}: {Phrases.Count(client.Logins, "login")}{refused}, "
            + $"{Phrases.Count(client.Calls, "call")}{habit}.";
    }

    private static IEnumerable<string> Evidence(string label, IEnumerable<DiagnosisEvidence> evidence, int width) =>
        Items(label, evidence.Select(item => item.Statement), width);

    private static IEnumerable<string> Remedies(VcsaDiagnosis diagnosis, int width)
    {
        if (diagnosis.Remedies.Count == 0)
        {
            yield break;
        }

        yield return "";
        yield return diagnosis.Remedies.Count == 1 ? "What to do" : "What to do, least disruptive first";
        foreach (DiagnosisRemedy remedy in diagnosis.Remedies)
        {
            string text = $"{remedy.Name}. {remedy.Why} Interrupts: {LowerFirst(remedy.Interrupts)}";
            foreach (string line in Wrap(FormattableString.Invariant($" {remedy.Order} "), text, width))
            {
                yield return line;
            }

            yield return $"     {TerminalText.OneLine(remedy.Command)}";
        }
    }

    private static IEnumerable<string> MissingEvidence(VcsaDiagnosis diagnosis, int width)
    {
        if (diagnosis.MissingEvidence.Count == 0)
        {
            return [];
        }

        IEnumerable<string> gaps = diagnosis.MissingEvidence.SelectMany(gap =>
            Wrap(" ? ", $"{gap.Statement} Collect: {gap.Collect}", width)
        );
        return ["", "What is not known, and what to collect", .. gaps];
    }

    /// <summary>Returns sentences under each other, the first after the label.</summary>
    private static IEnumerable<string> Items(string label, IEnumerable<string> sentences, int width) =>
        sentences.SelectMany((sentence, index) => Wrap((index == 0 ? label : "").PadRight(LabelWidth), sentence, width));

    private static string LowerFirst(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text.Substring(1);

    /// <summary>Breaks a sentence at blanks; further lines are indented by the length of the label.</summary>
    private static IEnumerable<string> Wrap(string label, string text, int width)
    {
        string line = label;
        bool isEmpty = true;
        foreach (string word in Words(text, width - label.Length))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = new string(' ', label.Length);
                isEmpty = true;
            }

            line += (isEmpty ? "" : " ") + word;
            isEmpty = false;
        }

        yield return line;
    }

    /// <summary>Returns the words of a text; a word longer than a line is cut into parts.</summary>
    private static IEnumerable<string> Words(string text, int width)
    {
        int max = Math.Max(1, width - 1);
        foreach (string word in TerminalText.OneLine(text).Split([' '], StringSplitOptions.RemoveEmptyEntries))
        {
            for (int at = 0; at < word.Length; at += max)
            {
                yield return word.Substring(at, Math.Min(max, word.Length - at));
            }
        }
    }
}
