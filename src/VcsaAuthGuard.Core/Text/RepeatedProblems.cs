using System.Text.RegularExpressions;

namespace VcsaAuthGuard.Text;

/// <summary>
/// Joins the problems of an input that have one reason: what holds for twenty of its entries, such as a missing time zone, is one problem
/// with their names. The problems are passed on when all are known.
/// </summary>
internal sealed class RepeatedProblems(Action<InputProblem> onProblem)
{
    private const int MaxNames = 5;

    private static readonly Regex Named = new(@"^(?<name>'.*?'): (?<reason>.+)$", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private readonly Dictionary<(InputProblemKind Kind, string Source, string Reason), int> _places = [];
    private readonly List<(InputProblem First, string Reason, List<string> Names, int Count)> _problems = [];

    /// <summary>Adds a problem.</summary>
    public void Add(InputProblem problem)
    {
        Match match = problem.Kind == InputProblemKind.Invalid ? Named.Match(problem.Message) : Match.Empty;
        string reason = match.Success ? match.Groups["reason"].Value : problem.Message;
        (InputProblemKind Kind, string Source, string Reason) key = (problem.Kind, problem.Source, reason);
        if (!match.Success || !_places.TryGetValue(key, out int place))
        {
            _places[key] = _problems.Count;
            _problems.Add((problem, reason, match.Success ? [match.Groups["name"].Value] : [], 1));
            return;
        }

        (InputProblem first, _, List<string> names, int count) = _problems[place];
        if (names.Count < MaxNames && !names.Contains(match.Groups["name"].Value))
        {
            names.Add(match.Groups["name"].Value);
        }

        _problems[place] = (first, reason, names, count + 1);
    }

    /// <summary>Passes on the problems, in the order of the first of each.</summary>
    public void Report()
    {
        foreach ((InputProblem first, string reason, List<string> names, int count) in _problems)
        {
            string more = count > names.Count ? FormattableString.Invariant($" and {count - names.Count} more") : "";
            onProblem(count == 1 ? first : first with
            {
                Message = $"{string.Join(", ", names)}{more}: {reason}",
                Remedy = FormattableString.Invariant($"These {count} were left out."),
            });
        }

        _problems.Clear();
        _places.Clear();
    }
}
