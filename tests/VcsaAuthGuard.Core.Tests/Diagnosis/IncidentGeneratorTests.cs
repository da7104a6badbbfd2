using System.Security.Cryptography;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests;

/// <summary>The incidents with a known answer hold what they say they hold; otherwise a verdict over them proves nothing.</summary>
public sealed class IncidentGeneratorTests : IDisposable
{
    private const int Seeds = 12;

    private readonly string _folder = Directory.CreateTempSubdirectory("vcsa-incidents-").FullName;

    public static TheoryData<string> Kinds => [.. Enum.GetNames<IncidentKind>()];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_seed_gives_the_same_files(string kind)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            IncidentGenerator.Write(Path.Combine(_folder, $"a{seed}"), Enum.Parse<IncidentKind>(kind), seed);
            IncidentGenerator.Write(Path.Combine(_folder, $"b{seed}"), Enum.Parse<IncidentKind>(kind), seed);
            Assert.Equal(Fingerprints($"a{seed}"), Fingerprints($"b{seed}"));
        }

        Assert.NotEqual(Fingerprints("a0"), Fingerprints("a1"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_reader_finds_just_the_faults_that_were_written_and_bursts_where_they_should_be(string kind)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            Incident incident = Write(kind, seed);
            if (incident.Kind == IncidentKind.Unknown)
            {
                // What a reader makes of unreadable logs is not the generator's business.
                continue;
            }

            List<AuthFault> faults = [.. Read(incident)];
            Assert.Equal(
                incident.Faults.OrderBy(fault => fault.Key).Select(fault => $"{seed}: {fault.Key} {fault.Value}"),
                faults.CountBy(fault => fault.Kind).OrderBy(fault => fault.Key).Select(fault => $"{seed}: {fault.Key} {fault.Value}"));
            Assert.All(faults, fault => Assert.NotNull(fault.Time));
            if (incident.BurstStart is not null && incident.Truths[0].Faults.Keys.All(IsKindOfReader))
            {
                Assert.Contains(faults, fault => IsAt(fault, incident.BurstStart));
                Assert.Contains(faults, fault => IsAt(fault, incident.BurstEnd));
            }

            AssertBursts(incident, faults, $"{kind} {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Incidents_differ_as_sites_do(string kind)
    {
        List<Incident> incidents = [.. Enumerable.Range(0, Seeds).Select(seed => Write(kind, seed))];
        Assert.InRange(incidents.Count(incident => incident.Hard), Seeds / 20, Seeds / 2);
        Assert.Contains(incidents, incident => incident.WindowsFile is null);
        Assert.Contains(incidents, incident => incident.JobRunsFile is null);
        Assert.Contains(incidents, incident => incident.LogPaths.Count == 1 && Directory.Exists(incident.LogPaths[0]));
        Assert.Contains(incidents, incident => File.Exists(incident.LogPaths[0]));
        Assert.Contains(incidents, incident => Directory.GetFiles(incident.Folder, "*.gz", SearchOption.AllDirectories).Length > 0);
        Assert.Contains(
            incidents,
            incident => Directory.GetFiles(incident.Folder, "vpxd-profiler*", SearchOption.AllDirectories).Length > 0
        );
        Assert.All(incidents, incident => Assert.EndsWith(".", incident.Note, StringComparison.Ordinal));
        Assert.Distinct(
            incidents.Select(incident =>
                new DirectoryInfo(incident.Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
            )
        );
    }

    [Fact]
    public void Windows_are_read_and_a_storm_falls_into_its_backups()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            Incident incident = Write(nameof(IncidentKind.ApiStorm), seed);
            if (incident.WindowsFile is not null && !incident.Note.Contains(ApiStormStory.OutsideNote, StringComparison.Ordinal))
            {
                List<BackupWindow> windows = [.. WindowFile.Read(incident.WindowsFile, problem => Assert.Fail(problem.ToString()))];
                DateTimeOffset burst = incident.BurstStart!.Value;
                Assert.Contains(
                    windows,
                    window =>
                        window.Role == WindowRole.Backup
                        && window
                            .Between(burst.AddDays(-1), burst.AddDays(1))
                            .Any(occurrence => occurrence.Start <= burst && burst < occurrence.End)
                );
            }
        }
    }

    private static void AssertBursts(Incident incident, List<AuthFault> faults, string name)
    {
        BurstFinder finder = new(BurstRule.Default);
        List<FaultBurst> bursts = [.. faults.Where(fault => fault.Kind == AuthFaultKind.NotAuthenticated).SelectMany(finder.Add)];
        bursts.AddRange(finder.Complete());
        if (incident.Kind == IncidentKind.None)
        {
            Assert.True(bursts.Count == 0, $"{name} has bursts.");
        }
        else if (incident.Kind is IncidentKind.ApiStorm or IncidentKind.ServiceRestart or IncidentKind.ServiceCrash)
        {
            Assert.True(
                bursts.Exists(burst => burst.Start <= incident.BurstEnd && burst.End >= incident.BurstStart),
                $"{name} has no burst in its time."
            );
        }
    }

    private Incident Write(string kind, int seed) =>
        IncidentGenerator.Write(Path.Combine(_folder, $"{kind}-{seed}"), Enum.Parse<IncidentKind>(kind), seed);

    private static IEnumerable<AuthFault> Read(Incident incident)
    {
        LogReadReport report = new()
        {
            OnProblem = problem => Assert.True(IncidentGenerator.IsAboutOtherLog(problem.ToString()), problem.ToString()),
        };
        return FaultReader.Read(
            LogInputFinder.Find(incident.LogPaths, report, LogKinds.All),
            new FaultQuery { Kinds = FaultQuery.AllKinds },
            report
        );
    }

    /// <summary>Task faults and failures to resolve a name are no kind of the reader.</summary>
    private static bool IsKindOfReader(string fault) => Enum.TryParse<AuthFaultKind>(fault, out _);

    /// <summary>The logs have milliseconds.</summary>
    private static bool IsAt(AuthFault fault, DateTimeOffset? time) =>
        fault.Time - time is TimeSpan apart && apart.Duration() < TimeSpan.FromMilliseconds(1);

    private List<string> Fingerprints(string name)
    {
        string folder = Path.Combine(_folder, name);
        return [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => Path.GetRelativePath(folder, file) + " " + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))))];
    }
}
