using System.Text;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupJobs;

/// <summary>Reads reports that were damaged at random places: what cannot be read is a problem, never an exception.</summary>
public class DamagedReportTests
{
    private const string Marks = "<>\"'{}[],;|\t\n=&/()0\uD800\u00A0";

    public static TheoryData<string> Reports =>
    [
        .. new[] { "job-reports", "cases" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, "tests", "fixtures", folder)))
            .Where(path => Path.GetFileName(path)[0] is 'j' or 'w' || path.Contains("job-reports", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.Root, path)),
    ];

    [Theory]
    [MemberData(nameof(Reports))]
    public void A_damaged_report_is_read_or_a_problem(string path)
    {
        string whole = File.ReadAllText(Path.Combine(Repository.Root, path));
        for (int seed = 0; seed < 100; seed++)
        {
            string text = Damage(whole, new Random(seed));
            List<InputProblem> problems = [];
            BackupJobReport report = BackupJobReport.Parse(text, "damaged", new() { TimeZone = "UTC" }, problems.Add);
            IReadOnlyList<BackupJobRun> runs = report.ToRuns();
            Assert.All(runs, run => Assert.True(run.Duration is null || run.Duration >= TimeSpan.Zero));
            Assert.True(runs.Count > 0 || problems.Count > 0, $"Seed {seed} is read as nothing.");
        }
    }

    [Fact]
    public void Xml_that_is_nested_without_end_is_one_problem()
    {
        const int Depth = 20_000;
        string text = new StringBuilder().Insert(0, "<a>", Depth).Insert(Depth * 3, "</a>", Depth).ToString();
        List<InputProblem> problems = [];
        Assert.Empty(BackupJobReport.Parse(text, "deep.xml", null, problems.Add).ToRuns());
        Assert.Single(problems);
    }

    private static string Damage(string text, Random random)
    {
        StringBuilder damaged = new(text);
        for (int i = random.Next(1, 6); i > 0 && damaged.Length > 0; i--)
        {
            int place = random.Next(damaged.Length);
            switch (random.Next(4))
            {
                case 0:
                    damaged.Remove(place, Math.Min(random.Next(1, 40), damaged.Length - place));
                    break;
                case 1:
                    damaged.Insert(place, Marks[random.Next(Marks.Length)]);
                    break;
                case 2:
                    damaged[place] = Marks[random.Next(Marks.Length)];
                    break;
                default:
                    damaged.Insert(place, damaged.ToString(place, Math.Min(random.Next(1, 80), damaged.Length - place)));
                    break;
            }
        }

        return damaged.ToString();
    }
}
