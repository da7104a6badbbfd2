using System.Globalization;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>
/// Holds the diagnosis to SYNTHETIC incidents of every cause, told by a generator that was written without a look at the rules.
/// The ordinary run takes a few seeds of each kind. VCSA_TESTS_FULL=1 takes 100, and VCSA_TRUTH_SEEDS=10000-10099 a range of its own;
/// VCSA_TRUTH_KINDS=StaleSession,ClockShift takes these kinds only, and VCSA_TRUTH_OUT names a file for the scorecard. Seeds from 10,000
/// on are held out: rules are not made by looking at them.
/// </summary>
public sealed class TruthTests : IDisposable
{
    private const int OrdinarySeeds = 3;
    private const int FullSeeds = 100;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-truth-");

    [Fact]
    public void The_answers_are_right_on_incidents_of_every_cause()
    {
        TruthScorecard scorecard = new();
        (int first, int last) = Seeds();
        foreach (IncidentKind kind in Kinds())
        {
            for (int seed = first; seed <= last; seed++)
            {
                Incident incident = IncidentGenerator.Write(Path.Combine(_folder.FullName, $"{kind}-{seed}"), kind, seed);
                scorecard.Add(incident, seed, TruthAdapter.Diagnose(incident));
                Directory.Delete(incident.Folder, recursive: true);
            }
        }

        string text = scorecard.ToString();
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        if (Environment.GetEnvironmentVariable("VCSA_TRUTH_OUT") is { Length: > 0 } file)
        {
            File.WriteAllText(file, text);
        }

        AssertFigures(scorecard, text);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Asserts what holds today, a little below what was measured; the goals are in the comments.</summary>
    private static void AssertFigures(TruthScorecard scorecard, string text)
    {
        double all = scorecard.Kinds.Values.Sum(kind => kind.All);
        Assert.True(scorecard.FalselyConfirmed.Count <= 0.03 * all, text); // Goal: none.
        Assert.True(scorecard.Silent.Count <= 0.02 * all, text); // Goal: none.
        Assert.True(scorecard.NeedlessRestarts.Count <= 0.03 * all, text); // Goal: none.
        Assert.True(scorecard.HighShare is null or >= 0.9, text); // Goal: 0.98.
        Assert.True(scorecard.MissedStorms.Count <= 0.02 * scorecard.Storms, text);

        // Goal: 0.9 of each kind. StaleSession and Unexplained are below it.
        Assert.True(scorecard.Kinds.Values.Sum(kind => kind.Named) >= 0.88 * all, text);
    }

    private static IEnumerable<IncidentKind> Kinds() =>
        Environment.GetEnvironmentVariable("VCSA_TRUTH_KINDS") is { Length: > 0 } names
            ? names.Split(',').Select(Enum.Parse<IncidentKind>)
            : Enum.GetValues<IncidentKind>();

    private static (int First, int Last) Seeds()
    {
        string[] range = (Environment.GetEnvironmentVariable("VCSA_TRUTH_SEEDS") ?? "").Split('-');
        if (
            range is [string from, string to]
            && int.TryParse(from, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(to, CultureInfo.InvariantCulture, out int last)
        )
        {
            return (first, last);
        }

        return (1, Environment.GetEnvironmentVariable("VCSA_TESTS_FULL") == "1" ? FullSeeds : OrdinarySeeds);
    }
}
