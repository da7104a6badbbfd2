using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Causes.Catalog;
using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis;

/// <summary>Writes a diagnosis as text: the verdict, then when, who, why, what to do, and what could not be seen.</summary>
public static class DiagnosisText
{
    private const int MaxClients = 3;
    private const int MaxBursts = 3;
    private const int MaxEvidence = 5;
    private const int MaxEvidenceOfScreen = 2;
    private const int MaxFindings = 4;
    private const int ManyFaults = 10;
    private const int MaxGaps = 3;
    private const int LabelWidth = 7;
    private const int MaxAgentLength = 40;
    private const string CommandIndent = "     ";

    /// <summary>Returns the lines of the text. Log text in it has no control characters.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="width">The maximum length of a line in characters; a command that has no place to break is longer.</param>
    /// <param name="isDetailed">Whether all evidence, the reason of each remedy and what to collect are in it; otherwise the usual case
    /// fits one screen.</param>
    public static IEnumerable<string> Lines(VcsaDiagnosis diagnosis, int width, bool isDetailed = false)
    {
        _ = diagnosis ?? throw new ArgumentNullException(nameof(diagnosis));
        string source = diagnosis.Source is null ? "" : "  " + diagnosis.Source;
        string confidence = ConfidenceText(diagnosis);
        return
        [
            .. Wrap("", Title(diagnosis) + (confidence.Length == 0 ? "" : $" ({confidence})") + source, width),
            .. Wrap("", diagnosis.Summary, width),
            .. Findings(diagnosis, width, isDetailed),
            .. Remedies(diagnosis, width, isDetailed),
            .. MissingEvidence(diagnosis, width, isDetailed),
        ];
    }

    /// <summary>Returns the verdict in a few words.</summary>
    internal static string Title(VcsaDiagnosis diagnosis) => diagnosis.Verdict switch
    {
        DiagnosisVerdict.Confirmed => "CONFIRMED: KB 440879",
        DiagnosisVerdict.Likely => "LIKELY: KB 440879",
        DiagnosisVerdict.OtherCause => "OTHER CAUSE: " + CauseCatalog.Find(diagnosis.Cause)?.Title,
        DiagnosisVerdict.Unexplained => diagnosis.Findings.Count > 0 && diagnosis.Findings[0].Signature is string name
            ? "SIGNATURE: " + name
            : "UNEXPLAINED FAULTS",
        DiagnosisVerdict.Unknown => "CANNOT TELL: KB 440879",
        _ => "UNLIKELY: KB 440879",
    };

    /// <summary>Returns the confidence in words; empty if the verdict has none.</summary>
    internal static string ConfidenceText(VcsaDiagnosis diagnosis) =>
        diagnosis.Verdict is DiagnosisVerdict.Unexplained or DiagnosisVerdict.Unknown
            ? ""
            : $"{diagnosis.Confidence.ToString().ToLowerInvariant()} confidence";

    private static IEnumerable<string> Findings(VcsaDiagnosis diagnosis, int width, bool isDetailed)
    {
        string[] why = [.. DescribeReasons(diagnosis, isDetailed)];
        string[] when = [.. When(diagnosis)];
        string told = RangeOf(First(diagnosis));
        string[] reasons = when is [string only] && only == told + "." ? [.. why.Select(item => item.Replace(", " + told, ""))] : why;
        string[] lines =
        [
            .. Items("When", when, width),
            .. Items("Who", DescribeClients(diagnosis, isDetailed ? MaxClients : 1), width),
            .. Items("Why", reasons, width),
            .. Items("But", diagnosis.Against.Where(item => item.Role == EvidenceRole.Against).Select(item => item.Statement), width),
            .. Items("Also", Also(diagnosis, why, isDetailed), width),
            .. Items("Now", diagnosis.OpenSessions is OpenSessions open ? [TerminalText.OneLine(open.ToString())] : [], width),
        ];
        return lines.Length == 0 || !isDetailed ? lines : lines.Prepend("");
    }

    /// <summary>Returns the finding that the verdict follows from; null if there is none or the logs are not sufficient.</summary>
    private static DiagnosisFinding? First(VcsaDiagnosis diagnosis) =>
        diagnosis.Findings.Count > 0 && diagnosis.Verdict != DiagnosisVerdict.Unknown ? diagnosis.Findings[0] : null;

    private static IEnumerable<string> When(VcsaDiagnosis diagnosis)
    {
        DiagnosisFinding? first = First(diagnosis);
        if (diagnosis.Bursts.Count == 0 || first is { BurstCalls: 0 })
        {
            string range = RangeOf(first);
            return range.Length == 0 || diagnosis.Summary.Contains(range) ? [] : [range + "."];
        }

        IEnumerable<string> bursts = diagnosis
            .Bursts.OrderByDescending(burst => burst.Count)
            .Take(MaxBursts)
            .OrderBy(burst => burst.Start)
            .Select(burst => BurstSentence(burst, diagnosis.Summary));
        int more = diagnosis.Bursts.Count - MaxBursts;
        return more > 0 ? bursts.Append($"{Phrases.Count(more, "smaller burst")} not shown.") : bursts;
    }

    private static string RangeOf(DiagnosisFinding? finding) =>
        finding is { First: DateTimeOffset from, Last: DateTimeOffset to } ? Phrases.TimeRange(from, to) : "";

    private static string BurstSentence(FaultBurst burst, string summary)
    {
        string range = Phrases.TimeRange(burst.Start, burst.End);
        int hosts = burst.VMHost.Count(host => host.Name is not null);
        int datastores = burst.Datastore.Count(datastore => datastore.Name is not null);
        string places = hosts == 0 ? "" : $"; {Phrases.Count(hosts, "host")}";
        places += datastores == 0 ? "" : $", {Phrases.Count(datastores, "datastore")}";
        return (summary.Contains(range) ? "" : range + ": ")
            + FormattableString.Invariant($"{Phrases.Count(burst.Count, "refused call")}, up to {burst.PeakCount:N0} ")
            + FormattableString.Invariant($"in {Phrases.Duration(burst.Rule.Period)}{places}.");
    }

    private static string[] DescribeClients(VcsaDiagnosis diagnosis, int max)
    {
        DiagnosisFinding? first = First(diagnosis);
        if (first is null)
        {
            return [];
        }

        string[] clients = [.. diagnosis.Clients.Take(max).Select(ClientSentence)];
        int more = diagnosis.Clients.Count - max;
        string[] others =
        [
            .. first.Accounts.Where(account =>
                !diagnosis.Clients.Any(client => client.User is string user && AccountName.IsSame(user, account))),
        ];
        bool isOfHosts =
            first.Cause is DiagnosisCause.HostUnreachable or DiagnosisCause.NameResolution or DiagnosisCause.StorageUnavailable;
        string[] named =
        [
            .. clients,
            .. more > 0 ? [$"{Phrases.Count(more, "other client")} not shown."] : Array.Empty<string>(),
            .. others.Length > 0 ? [$"{NameList.Join(others)}."] : Array.Empty<string>(),
            .. isOfHosts && first.Hosts.Count > 0 ? [$"{NameList.Join(first.Hosts)}."] : Array.Empty<string>(),
        ];
        bool isOfClients = first.Cause is DiagnosisCause.ApiStorm or DiagnosisCause.SessionLimit or DiagnosisCause.ConnectionLimit
            or DiagnosisCause.StaleSession;
        string what = first.Cause == DiagnosisCause.ConnectionLimit ? "connections" : "sessions";
        return named.Length > 0 ? named : isOfClients ? [$"Not known: no log says whose {what} these are."] : [];
    }

    private static string ClientSentence(ApiClientLoad client)
    {
        string pattern = client.Pattern switch
        {
            LoadPatterns.Steady => "",
            LoadPatterns.LoginPerItem => ", a new login for each item",
            LoadPatterns.Leaking => ", hardly any logout",
            _ => ", a new login for each item and hardly any logout",
        };
        string[] counts =
        [
            .. client.Logins > 0 ? [Phrases.Count(client.Logins, "login")] : Array.Empty<string>(),
            .. client.RefusedLogins > 0 ? [Phrases.Count(client.RefusedLogins, "refused login")] : Array.Empty<string>(),
            .. client.Calls > 0 ? [Phrases.Count(client.Calls, "call")] : Array.Empty<string>(),
        ];
        string agent = client.UserAgent is null ? "" : $" ({TerminalText.Cut(client.UserAgent, MaxAgentLength)})";
        return $"{ClientName.From(client.Client)}{agent}{(counts.Length > 0 ? ": " : "")}{string.Join(", ", counts)}{pattern}.";
    }

    private static IEnumerable<string> DescribeReasons(VcsaDiagnosis diagnosis, bool isDetailed)
    {
        // The bursts are listed under When, and the patterns of clients under Who.
        bool hasLoginPerItem = diagnosis.Clients.Any(client => (client.Pattern & LoadPatterns.LoginPerItem) != 0);
        DiagnosisEvidence[] told =
        [
            .. diagnosis.Evidence
                .Where(item => item.Kind != EvidenceKind.Burst || diagnosis.Bursts.Count == 0)
                .Where(item => item.Kind != EvidenceKind.LoginPerItem || !hasLoginPerItem)
                .OrderBy(item => item.Role),
        ];
        return isDetailed
            ? told.Select(item => item.Statement).Take(MaxEvidence)
            : told
                .Where((item, index) => index < MaxEvidenceOfScreen || item.Kind == EvidenceKind.JobsExplained)
                .Select(item => item.Kind == EvidenceKind.JobsExplained ? FirstClause(item.Statement) : item.Statement);
    }

    /// <summary>Returns what supports a lesser finding: all of it, or else the first, which names the types of many faults.</summary>
    private static IEnumerable<string> Statements(DiagnosisFinding finding, bool isDetailed) =>
        finding.Evidence
            .Where(item => item.Role != EvidenceRole.Against && (isDetailed || item.Count >= ManyFaults))
            .Take(isDetailed ? int.MaxValue : 1)
            .Select(item => item.Statement);

    /// <summary>Returns the other causes of that night, and the faults that none explains.</summary>
    private static IEnumerable<string> Also(VcsaDiagnosis diagnosis, string[] why, bool isDetailed)
    {
        string[] faults =
        [
            .. diagnosis.Evidence.Where(item => item.Kind == EvidenceKind.OtherFaults).Select(item => item.Statement).Except(why),
        ];
        if (faults.Length > 0)
        {
            yield return string.Join(" ", faults);
        }

        int told = First(diagnosis) is null ? 0 : 1;
        foreach (DiagnosisFinding finding in diagnosis.Findings.Skip(told).Take(MaxFindings))
        {
            yield return finding.Cause == DiagnosisCause.Unexplained && finding.Signature is null
                ? string.Join(" ", finding.Evidence.Select(item => item.Statement))
                : string.Join(" ", Statements(finding, isDetailed).Prepend(finding.Summary));
        }

        int more = diagnosis.Findings.Count - told - MaxFindings;
        if (more > 0)
        {
            yield return $"{Phrases.Count(more, "other cause")} not shown.";
        }

        string[] others =
        [
            .. diagnosis.Against
                .Where(item => item.Role != EvidenceRole.Against && (isDetailed || item.Count >= UnexplainedCause.MinFaults))
                .Select(item => item.Statement),
        ];
        if (others.Length > 0)
        {
            yield return string.Join(" ", others);
        }
    }

    private static IEnumerable<string> Remedies(VcsaDiagnosis diagnosis, int width, bool isDetailed)
    {
        if (diagnosis.Remedies.Count == 0)
        {
            yield break;
        }

        yield return "";
        string[] restarts = [.. diagnosis.Remedies.Where(remedy => remedy.IsRestart).Select(remedy => $"{remedy.Order}")];
        bool isOfRest = diagnosis.Remedies.Any(remedy => remedy.Interrupts == RemedyLibrary.RestSessions);
        string sessions = isOfRest ? "all REST sessions" : "all sessions";
        string ends = restarts.Length == 0 || isDetailed ? ""
            : restarts.Length == 1 ? $" ({restarts[0]} ends {sessions})"
            : $" ({NameList.Join(restarts)} end {sessions})";
        string title = diagnosis.Remedies.Count == 1 ? "What to do" : "What to do, least disruptive first";
        foreach (string line in Wrap("", title + ends, width))
        {
            yield return line;
        }

        foreach (DiagnosisRemedy remedy in diagnosis.Remedies)
        {
            string label = FormattableString.Invariant($" {remedy.Order} ");
            string command = TerminalText.OneLine(remedy.Command);
            string interrupts = remedy.Interrupts == RemedyLibrary.NoInterruption ? "" : $" Interrupts: {LowerFirst(remedy.Interrupts)}";
            IEnumerable<string> lines = isDetailed
                ? Wrap(label, $"{remedy.Name}. {remedy.Why}{interrupts}", width)
                    .Concat(Commands(command, width - CommandIndent.Length).Select(line => CommandIndent + line))
                : NamedCommand(label, remedy.Name, command, width);
            foreach (string line in lines)
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> Commands(string command, int width) => command.Length == 0 ? [] : CommandLines.Break(command, width);

    /// <summary>Returns a command behind its name, or under it where it has no place to break.</summary>
    private static IEnumerable<string> NamedCommand(string label, string name, string command, int width)
    {
        int free = width - label.Length;
        string[] lines = [.. CommandLines.Break(command, free, name.Length + 2)];
        string indent = new(' ', label.Length);
        bool isNote = command.Length == 0 || command[0] == '#';
        return isNote ? Wrap(label, name + ".", width)
            : name.Length + 2 + lines[0].Length <= free
                ? lines.Select((line, index) => index == 0 ? $"{label}{name}: {line}" : indent + line)
            : CommandLines.Break(command, free).Select(line => indent + line).Prepend($"{label}{name}:");
    }

    private static IEnumerable<string> MissingEvidence(VcsaDiagnosis diagnosis, int width, bool isDetailed)
    {
        if (diagnosis.MissingEvidence.Count == 0)
        {
            return [];
        }

        // Without a verdict, what to collect is all that helps.
        if (isDetailed || diagnosis.Verdict == DiagnosisVerdict.Unknown)
        {
            IEnumerable<string> gaps = diagnosis.MissingEvidence.SelectMany(gap =>
                Wrap(" ? ", $"{gap.Statement} Collect: {LowerFirst(gap.Collect)}", width)
            );
            return ["", "What could not be seen, and what to collect", .. gaps];
        }

        int more = diagnosis.MissingEvidence.Count - MaxGaps;
        string gapsOfScreen = string.Join(" ", diagnosis.MissingEvidence.Take(MaxGaps).Select(gap => gap.Statement));
        string others = more > 0 ? $" {Phrases.Count(more, "other gap")}." : "";
        return Wrap("", $"What could not be seen: {gapsOfScreen}{others} (-Detailed, --detailed: what to collect, and why)", width);
    }

    /// <summary>Returns sentences under each other, the first after the label.</summary>
    private static IEnumerable<string> Items(string label, IEnumerable<string> sentences, int width) =>
        sentences.SelectMany((sentence, index) => Wrap((index == 0 ? label : "").PadRight(LabelWidth), sentence, width));

    /// <summary>Returns a sentence up to its semicolon.</summary>
    private static string FirstClause(string sentence) =>
        sentence.IndexOf(';') is int end and > 0 ? sentence.Remove(end) + "." : sentence;

    /// <summary>Returns a text as it continues a sentence; names such as "KB 440879" keep their capitals.</summary>
    private static string LowerFirst(string text) =>
        text.Length > 1 && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text.Substring(1) : text;

    private static IEnumerable<string> Wrap(string label, string text, int width) => TerminalText.Wrap(label, text, width);
}
