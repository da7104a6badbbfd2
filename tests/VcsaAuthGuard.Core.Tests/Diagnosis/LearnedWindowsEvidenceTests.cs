using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Learning;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>A diagnosis without windows learns them from logs of a week or more.</summary>
public sealed class LearnedWindowsEvidenceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Without_windows_they_are_learned_from_two_weeks_of_logs()
    {
        ScheduledSite site = ScheduledSite.Create(1);
        site.WriteLogs(_folder.FullName);
        string[] learned =
        [
            .. LearnedWindows
                .From(site.ReadLoad(TestContext.Current.CancellationToken), new WindowTemplate { TimeZone = site.TimeZone }, _ => { })
                .Select(window => $"{window.Name} {window.Recurrence}"),
        ];
        VcsaDiagnosis diagnosis = Diagnose(new() { TimeZone = site.TimeZone });
        Assert.NotEmpty(learned);
        Assert.Equal(learned.Order(), diagnosis.Windows.Select(window => $"{window.Name} {window.Recurrence}").Order());
        Assert.DoesNotContain(diagnosis.MissingEvidence, gap => gap.Statement.Contains("at the same time", StringComparison.Ordinal));
    }

    [Fact]
    public void Windows_that_are_given_are_the_only_ones()
    {
        ScheduledSite.Create(1).WriteLogs(_folder.FullName);
        Assert.Empty(Diagnose(new() { Windows = [] }).Windows);
    }

    private VcsaDiagnosis Diagnose(DiagnosisOptions options)
    {
        LogReadReport report = new();
        return Assert.Single(new DiagnosisReader(options, report).Read(LogInputFinder.Find([_folder.FullName], report, LogKinds.All)));
    }
}
