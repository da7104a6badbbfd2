using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;


namespace VcsaAuthGuard.Diagnosis;

/// <summary>Tells a diagnosis as a colleague would: the verdict first, then when, who, why and what to do.</summary>
public static class DiagnosisText
{
    private const int MostClients = 3;
    private const int MostBursts = 3;
    private const int LabelWidth = 7;
    private const int LongestAgent = 40;

    /// <summary>The lines of the text; log text in it has no control characters any more.</summary>
    /// <param name="diagnosis">What to tell.</param>
    /// <param name="width">How wide a line may be, in characters; commands are never broken.</param>
    public static IEnumerable<string> Lines(VcsaDiagnosis diagnosis, int width)
    {
        _ = diagnosis ?? throw new ArgumentNullException(nameof(diagnosis));
        return Tell(diagnosis, width);
    }

    private static IEnumerable<string> Tell(VcsaDiagnosis diagnosis, int width)
    {
        string source = diagnosis.Source is null ? "" : "  " + diagnosis.Source;
        foreach (string line in Wrap("", FormattableString.Invariant($"{Title(diagnosis)}{Sure(diagnosis.Confidence)}{source}"), width).Concat(Wrap("", diagnosis.Summary, width)).Append(""))
        {
            yield return line;
        }

        foreach (string line in When(diagnosis, width).Concat(Who(diagnosis, width)))
        {
            yield return line;
        }

        foreach (string line in Evidence("Why", diagnosis.Evidence, width).Concat(Evidence("But", diagnosis.Against, width)))
        {
            yield return line;
        }

        if (diagnosis.Remedies.Count > 0)
        {
            yield return "";
            yield return diagnosis.Remedies.Count == 1 ? "What to do" : "What to do, the least disruptive first";
            foreach (DiagnosisRemedy remedy in diagnosis.Remedies)
            {
                foreach (string line in Wrap(FormattableString.Invariant($" {remedy.Order} "), $"{remedy.Name}. {remedy.Why} Interrupts: {Lower(remedy.Interrupts)}", width))
                {
                    yield return line;
                }

                yield return $"     {TerminalText.OneLine(remedy.Command)}";
            }
        }

        if (diagnosis.NotSeen.Count > 0)
        {
            yield return "";
            yield return "What could not be seen, and what to collect";
            foreach (DiagnosisGap gap in diagnosis.NotSeen)
            {
                foreach (string line in Wrap(" ? ", $"{gap.Statement} Collect: {gap.Collect}", width))
                {
                    yield return line;
                }
            }
        }
    }

    private static string Sure(double confidence) => confidence == 0 ? " (not sure)" : FormattableString.Invariant($" ({100 * confidence:0} % sure)");

    /// <summary>The verdict in a few words.</summary>
    internal static string Title(VcsaDiagnosis diagnosis) => diagnosis.Verdict switch
    {
        DiagnosisVerdict.Confirmed => "CONFIRMED: KB 440879",
        DiagnosisVerdict.Likely => "LIKELY: KB 440879",
        DiagnosisVerdict.OtherCause => "OTHER CAUSE: " + diagnosis.Cause switch
        {
            DiagnosisCause.SessionLeak => "sessions leak",
            DiagnosisCause.ServiceRestart => "vpxd was restarted",
            DiagnosisCause.LoginRefused => "logins are refused",
            _ => "a host cannot be reached",
        },
        _ when diagnosis.NotSeen.Any(gap => gap.Rule == "NoBurst") => "CANNOT TELL: KB 440879",
        _ => "UNLIKELY: KB 440879",
    };

    private static IEnumerable<string> When(VcsaDiagnosis diagnosis, int width)
    {
        string label = Label("When");
        foreach (FaultBurst burst in diagnosis.Bursts.OrderByDescending(burst => burst.Count).Take(MostBursts).OrderBy(burst => burst.Start))
        {
            int hosts = burst.VMHost.Count(host => host.Name is not null);
            int datastores = burst.Datastore.Count(datastore => datastore.Name is not null);
            foreach (string line in Wrap(label, FormattableString.Invariant($"{Say.Times(burst.Start, burst.End)}: {Say.Count(burst.Count, "refused call")}, at most {burst.PeakCount:N0} in {Say.Span(burst.Rule.Period)}; {Say.Count(hosts, "host")}, {Say.Count(datastores, "datastore")}."), width))
            {
                yield return line;
            }

            label = Label("");
        }

        if (diagnosis.Bursts.Count > MostBursts)
        {
            yield return $"{label}and {diagnosis.Bursts.Count - MostBursts} smaller bursts.";
        }
    }

    private static IEnumerable<string> Who(VcsaDiagnosis diagnosis, int width)
    {
        string label = Label("Who");
        foreach (ApiClientLoad client in diagnosis.Clients.Take(MostClients))
        {
            string habit = client.Habit switch
            {
                LoadHabits.Steady => "",
                LoadHabits.LoginPerItem => ", a login for every item",
                LoadHabits.Leaking => ", hardly a logout",
                _ => ", a login for every item and hardly a logout",
            };
            string refused = client.RefusedLogins > 0 ? FormattableString.Invariant($", {client.RefusedLogins:N0} refused") : "";
            string agent = client.UserAgent is null ? "" : $" ({TerminalText.Cut(client.UserAgent, LongestAgent)})";
            foreach (string line in Wrap(label, FormattableString.Invariant($"{Say.Who(client.Client)}{agent}: {Say.Count(client.Logins, "login")}{refused}, {Say.Count(client.Calls, "call")}{habit}."), width))
            {
                yield return line;
            }

            label = Label("");
        }
    }

    private static IEnumerable<string> Evidence(string label, IReadOnlyList<DiagnosisEvidence> evidence, int width)
    {
        string first = Label(label);
        foreach (DiagnosisEvidence item in evidence)
        {
            foreach (string line in Wrap(first, item.Statement, width))
            {
                yield return line;
            }

            first = Label("");
        }
    }

    private static string Label(string text) => text.PadRight(LabelWidth);

    private static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text.Substring(1);

    /// <summary>Breaks a sentence at blanks; further lines start under the first one's text.</summary>
    private static IEnumerable<string> Wrap(string label, string text, int width)
    {
        string line = label;
        bool isEmpty = true;
        foreach (string word in TerminalText.OneLine(text).Split([' '], StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, width - label.Length)))
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

    /// <summary>A word, cut where it is wider than a line.</summary>
    private static IEnumerable<string> Pieces(string word, int width)
    {
        int most = Math.Max(1, width - 1);
        for (int at = 0; at < word.Length; at += most)
        {
            yield return word.Substring(at, Math.Min(most, word.Length - at));
        }
    }
}
