using System.Text;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Causes.Catalog;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis;

/// <summary>Writes the diagnoses of several vCenter Servers as a table: vCenter, verdict, cause, time and client of each.</summary>
public sealed class DiagnosisOverview
{
    private const int MaxNameWidth = 26;
    private const int MaxCauseWidth = 34;

    private static readonly DiagnosisVerdict[] Gravest =
    [
        DiagnosisVerdict.Confirmed, DiagnosisVerdict.Likely, DiagnosisVerdict.OtherCause, DiagnosisVerdict.Unexplained,
        DiagnosisVerdict.Unknown, DiagnosisVerdict.Unlikely,
    ];

    private readonly List<Row> _rows = [];

    /// <summary>Gets the number of diagnoses.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds a diagnosis. Only its row is kept.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    public void Add(VcsaDiagnosis diagnosis)
    {
        _ = diagnosis ?? throw new ArgumentNullException(nameof(diagnosis));
        _rows.Add(new(
            Array.IndexOf(Gravest, diagnosis.Verdict), NameOf(diagnosis), IsUnread(diagnosis) ? "Not read" : diagnosis.Verdict.ToString(),
            CauseOf(diagnosis), TimeOf(diagnosis), ClientOf(diagnosis)));
    }

    /// <summary>Returns the lines of the table, gravest verdict first, otherwise in the order in which they were added.</summary>
    /// <param name="width">The maximum length of a line in characters; long names exceed it, and only the last column is cut.</param>
    public IEnumerable<string> Lines(int width)
    {
        Row titles = new(-1, "VCENTER", "VERDICT", "CAUSE", "WHEN (UTC)", "WHO");
        bool hasOffset = _rows.Exists(row => row.When.Length > "2026-02-11 02:07".Length);
        titles = hasOffset ? titles with { When = "WHEN" } : titles;
        Row[] rows = [titles, .. _rows.OrderBy(row => row.Rank)];
        int name = Math.Min(MaxNameWidth, rows.Max(row => row.Name.Length));
        int verdict = rows.Max(row => row.Verdict.Length);
        int cause = Math.Min(MaxCauseWidth, rows.Max(row => row.Cause.Length));
        int when = rows.Max(row => row.When.Length);
        foreach (Row row in rows)
        {
            StringBuilder line = new();
            line.Append(row.Name.PadRight(name)).Append(' ').Append(row.Verdict.PadRight(verdict)).Append(' ');
            line.Append(TerminalText.Cut(row.Cause, cause).PadRight(cause)).Append(' ').Append(row.When.PadRight(when)).Append(' ');
            int free = width - line.Length;
            line.Append(free > 1 ? TerminalText.Cut(row.Who, free) : "");
            yield return line.ToString().TrimEnd();
        }
    }

    private static string NameOf(VcsaDiagnosis diagnosis)
    {
        string source = diagnosis.Source ?? "";
        string file = source.Substring(source.LastIndexOfAny(['/', '\\']) + 1);
        return TerminalText.OneLine(diagnosis.Server ?? (file.Length > 0 ? file : source.Length > 0 ? source : "-"));
    }

    /// <summary>Determines whether nothing of the logs could be read.</summary>
    private static bool IsUnread(VcsaDiagnosis diagnosis) => diagnosis.Counts is { Unreadable: > 0, FirstTime: null };

    private static string CauseOf(VcsaDiagnosis diagnosis)
    {
        string cause = diagnosis.Cause switch
        {
            DiagnosisCause.None or DiagnosisCause.Unknown =>
                diagnosis.Counts.Problems.Count > 0 ? diagnosis.Counts.Problems[0].Message : "-",
            DiagnosisCause.ApiStorm => "too many API requests",
            DiagnosisCause.Unexplained => diagnosis.Findings.Count > 0 ? diagnosis.Findings[0].Signature ?? "not known" : "not known",
            _ => CauseCatalog.Find(diagnosis.Cause)?.Title ?? diagnosis.Cause.ToString(),
        };
        bool isPart = diagnosis.Counts.Unreadable > 0 && diagnosis.Cause is not (DiagnosisCause.None or DiagnosisCause.Unknown);
        return TerminalText.OneLine(isPart ? cause + "; read in part" : cause);
    }

    private static string TimeOf(VcsaDiagnosis diagnosis)
    {
        FaultBurst? burst = diagnosis.Bursts.OrderByDescending(item => item.Count).FirstOrDefault();
        DiagnosisFinding? first = diagnosis.Findings.Count > 0 ? diagnosis.Findings[0] : null;
        bool isUnknown = diagnosis.Verdict is DiagnosisVerdict.Unknown or DiagnosisVerdict.Unlikely;
        return (isUnknown ? null : first is { BurstCalls: 0 } ? first.First : burst?.Start ?? first?.First) is DateTimeOffset time
            ? time.Offset == TimeSpan.Zero
                ? FormattableString.Invariant($"{time:yyyy-MM-dd HH:mm}")
                : FormattableString.Invariant($"{time:yyyy-MM-dd HH:mm zzz}")
            : "-";
    }

    private static string ClientOf(VcsaDiagnosis diagnosis)
    {
        if (diagnosis.Findings.Count == 0 || diagnosis.Verdict is DiagnosisVerdict.Unknown)
        {
            return "-";
        }

        DiagnosisFinding first = diagnosis.Findings[0];
        string? who = diagnosis.Clients.Count > 0 ? ClientName.From(diagnosis.Clients[0].Client)
            : first.Accounts.Concat(first.Hosts).FirstOrDefault();
        return TerminalText.OneLine(who ?? "-");
    }

    private sealed record Row(int Rank, string Name, string Verdict, string Cause, string When, string Who);
}
