using System.Globalization;
using System.Text;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>Counts how answers compare with the truth, and prints a confusion matrix.</summary>
internal sealed class TruthScorecard
{
    /// <summary>From so many failures of a kind on an answer must not be silent about it.</summary>
    private const int WorthSaying = 10;

    /// <summary>The words of which one is in every answer that speaks of a kind; for others the fault's own name is.</summary>
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["NotAuthenticated"] = ["refused", "NotAuthenticated", "not authenticated"],
        ["GatewayFailure"] = ["gateway", "GatewayFailure", "unreachable", "did not reach", "failed call", "calls failed"],
        ["SessionLimit"] = ["session limit", "limit of", "SessionLimit", "no session left"],
        ["ConnectionLimit"] = ["connection limit", "ConnectionLimit", "HTTPS connection", "connections"],
        ["LoginRefused"] = ["login", "LoginRefused"],
        ["NameResolution"] = ["resol", "NameResolution"],
    };

    private readonly SortedDictionary<string, SortedDictionary<string, int>> _matrix = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (int All, int Named)> _kinds = new(StringComparer.Ordinal);
    private int _high;
    private int _highRight;
    private int _likely;
    private int _likelyStorms;
    private int _second;
    private int _secondNamed;
    private int _culprits;
    private int _culpritsNamed;

    /// <summary>Gets the answers that confirm the problem of the article where the cause is another one.</summary>
    public List<string> FalselyConfirmed { get; } = [];

    /// <summary>Gets the answers whose weightiest finding is none of the causes.</summary>
    public List<string> Misnamed { get; } = [];

    /// <summary>Gets the answers to a storm that neither confirm it nor call it likely.</summary>
    public List<string> MissedStorms { get; } = [];

    /// <summary>Gets the answers that do not speak of a kind that was seen ten times or more.</summary>
    public List<string> Silent { get; } = [];

    /// <summary>Gets the answers that offer a restart where it cures nothing.</summary>
    public List<string> NeedlessRestarts { get; } = [];

    /// <summary>Gets the number of storms.</summary>
    public int Storms { get; private set; }

    /// <summary>Gets how many answers there are and how many name their cause, by kind.</summary>
    public IReadOnlyDictionary<string, (int All, int Named)> Kinds => _kinds;

    /// <summary>Gets the share of the findings with the confidence High that are right; null where there is none.</summary>
    public double? HighShare => _high == 0 ? null : (double)_highRight / _high;

    public void Add(Incident incident, int seed, TruthAnswer answer)
    {
        string kind = incident.Kind.ToString(), top = answer.Findings[0].Cause;
        string findings = string.Join(", ", answer.Findings.Select(finding => $"{finding.Cause} {finding.Confidence}".Trim()));
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"{kind} {seed}{(incident.Hard ? " (hard)" : "")}: {answer.Verdict} {findings}; {incident.Note}"
        );
        if (!_matrix.TryGetValue(kind, out SortedDictionary<string, int>? row))
        {
            _matrix[kind] = row = new SortedDictionary<string, int>(StringComparer.Ordinal);
        }

        row[top] = row.GetValueOrDefault(top) + 1;
        AddNames(incident, answer, kind, top, name);
        AddVerdict(incident, answer, name);
        AddRemedies(incident, answer, name);
        AddSilence(incident, answer, name);
        foreach (TruthFinding finding in answer.Findings.Where(finding => finding.Confidence == "High"))
        {
            _high++;
            _highRight += incident.Truths.Any(truth => truth.Allows(finding.Cause)) ? 1 : 0;
        }
    }

    public override string ToString()
    {
        StringBuilder text = new();
        string[] columns = [.. _matrix.Values.SelectMany(row => row.Keys).Distinct().Order(StringComparer.Ordinal)];
        text.AppendLine("truth × weightiest finding:");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"",-20}{string.Concat(columns.Select(column => $"{Short(column),9}"))}  named");
        foreach ((string kind, SortedDictionary<string, int> row) in _matrix)
        {
            (int all, int named) = _kinds[kind];
            IEnumerable<string> cells = columns.Select(column =>
                row.TryGetValue(column, out int count) ? count.ToString(CultureInfo.InvariantCulture) : "."
            );
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{kind,-20}{string.Concat(cells.Select(cell => cell.PadLeft(9)))}  {named}/{all}"
            );
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"Confirmed for another cause: {FalselyConfirmed.Count}");
        text.AppendLine(CultureInfo.InvariantCulture, $"storms neither Confirmed nor Likely: {MissedStorms.Count} of {Storms}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Likely: {_likely}, of which storms {_likelyStorms}");
        text.AppendLine(CultureInfo.InvariantCulture, $"silent about a kind seen {WorthSaying} times or more: {Silent.Count}");
        text.AppendLine(CultureInfo.InvariantCulture, $"restart offered where it cures nothing: {NeedlessRestarts.Count}");
        text.AppendLine(CultureInfo.InvariantCulture, $"confidence High: {_high}, right {_highRight}");
        text.AppendLine(CultureInfo.InvariantCulture, $"second causes of a night: {_second}, named {_secondNamed}");
        text.AppendLine(CultureInfo.InvariantCulture, $"culprits that the logs name: {_culprits}, in the answer {_culpritsNamed}");
        AppendList(text, "Confirmed for another cause", FalselyConfirmed);
        AppendList(text, "Missed storms", MissedStorms);
        AppendList(text, "Silent", Silent);
        AppendList(text, "Needless restarts", NeedlessRestarts);
        AppendList(text, "Misnamed", Misnamed);
        return text.ToString();
    }

    private void AddNames(Incident incident, TruthAnswer answer, string kind, string top, string name)
    {
        (int all, int named) = _kinds.GetValueOrDefault(kind);
        bool isNamed = incident.Truths.Any(truth => truth.Allows(top));
        _kinds[kind] = (all + 1, named + (isNamed ? 1 : 0));
        if (!isNamed)
        {
            Misnamed.Add(name);
        }

        if (incident.Truths[0].IsCulpritNamed)
        {
            _culprits++;
            _culpritsNamed += incident.Culprits.Any(culprit => answer.Text.Contains(culprit, StringComparison.OrdinalIgnoreCase)) ? 1 : 0;
        }

        foreach (IncidentTruth truth in incident.Truths.Skip(1))
        {
            _second++;
            _secondNamed += answer.Findings.Any(finding => truth.Allows(finding.Cause)) ? 1 : 0;
        }
    }

    private void AddVerdict(Incident incident, TruthAnswer answer, string name)
    {
        bool isStorm = incident.Truths.Any(truth => truth.Allows(nameof(IncidentKind.ApiStorm)));
        Storms += isStorm ? 1 : 0;
        if (answer.Verdict == "Likely")
        {
            _likely++;
            _likelyStorms += isStorm ? 1 : 0;
        }

        if (isStorm && answer.Verdict is not ("Confirmed" or "Likely"))
        {
            MissedStorms.Add(name);
        }
        else if (!isStorm && answer.Verdict == "Confirmed")
        {
            FalselyConfirmed.Add(name);
        }
    }

    private void AddRemedies(Incident incident, TruthAnswer answer, string name)
    {
        bool offersRestart =
            answer.Remedies.Contains("service-control --restart", StringComparison.Ordinal)
            || answer.Remedies.Contains("service-control --stop", StringComparison.Ordinal)
            || answer.Remedies.Contains("Restart-VcsaProxyPipeline", StringComparison.Ordinal);
        if (offersRestart && incident.Truths.All(truth => truth.Restart == RestartEffect.None))
        {
            NeedlessRestarts.Add(name);
        }
    }

    private void AddSilence(Incident incident, TruthAnswer answer, string name)
    {
        foreach ((string fault, int count) in incident.AllFaults)
        {
            string[] words = Words.TryGetValue(fault, out string[]? known) ? known : [fault[(fault.LastIndexOf('.') + 1)..]];
            if (count >= WorthSaying && !Array.Exists(words, word => answer.Text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                Silent.Add(string.Create(CultureInfo.InvariantCulture, $"{fault} {count}: {name}"));
            }
        }
    }

    private static string Short(string cause) => cause.Length > 8 ? cause[..8] : cause;

    private static void AppendList(StringBuilder text, string title, List<string> lines)
    {
        if (lines.Count > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"\n{title}:").AppendJoin('\n', lines).AppendLine();
        }
    }
}
