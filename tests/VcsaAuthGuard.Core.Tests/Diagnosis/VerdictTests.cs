using System.Text;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Reading;
using VcsaAuthGuard.Tests.ApiLoad;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>How points become a verdict, a confidence and remedies, and what is said of what was not seen.</summary>
public class VerdictTests
{
    [Fact]
    public void The_articles_own_alert_is_likely_and_a_storm_before_it_with_a_limit_confirms_it()
    {
        VcsaDiagnosis likely = CaseLog.Quiet().Refused(12).Logins(14, -300).SessionLimit(-60).Diagnose();
        Assert.Equal((DiagnosisVerdict.Likely, DiagnosisCause.ApiStorm), (likely.Verdict, likely.Cause));
        VcsaDiagnosis confirmed = CaseLog.Quiet().Refused(12).Logins(20, -300).SessionLimit(-60).Diagnose();
        Assert.Equal(DiagnosisVerdict.Confirmed, confirmed.Verdict);
        Assert.Equal(@"CORP\script", confirmed.Clients[0].User);
        VcsaDiagnosis bare = Assert.Single(CaseLog.Diagnose(null, ("vpxd.txt", new CaseLog().Refused(12).ToString())));
        Assert.Equal(DiagnosisVerdict.Likely, bare.Verdict);
        Assert.InRange(bare.Confidence, 0.1, 0.6);
        Assert.Equal(DiagnosisVerdict.Unlikely, CaseLog.Quiet().Refused(12).Diagnose().Verdict);
    }

    [Fact]
    public void Confidence_is_the_points_for_it_of_all_and_half_of_what_was_not_seen()
    {
        VcsaDiagnosis diagnosis = CaseLog.Quiet().Refused(12).Logins(20, -300).SessionLimit(-60).Diagnose();
        double points = diagnosis.Evidence.Sum(item => item.Weight);
        double against = diagnosis.Against.Sum(item => Math.Abs(item.Weight));
        double unseen = diagnosis.NotSeen.Sum(gap => DiagnosisRules.All.FirstOrDefault(rule => rule.Name == gap.Rule)?.Weight ?? 0);
        Assert.Equal(["IdleToken", "WindowOverlap", "JobsExplained", "Gateway"], diagnosis.NotSeen.Select(gap => gap.Rule));
        Assert.Equal(Math.Round(points / (points + against + (unseen / 2)), 2), diagnosis.Confidence);
        Assert.Equal(1, CaseLog.Quiet().Diagnose().Confidence);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no log\n")]
    public void Of_nothing_nothing_is_said(string text)
    {
        VcsaDiagnosis diagnosis = Assert.Single(CaseLog.Diagnose(null, ("vpxd.txt", text)));
        Assert.Equal((DiagnosisVerdict.Unlikely, 0, null), (diagnosis.Verdict, diagnosis.Confidence, diagnosis.From));
        Assert.StartsWith("Nothing can be said", diagnosis.Summary, StringComparison.Ordinal);
        Assert.StartsWith("CANNOT TELL", DiagnosisText.Lines(diagnosis, 100).First(), StringComparison.Ordinal);
        Assert.Contains(diagnosis.NotSeen, gap => gap.Rule == "NoBurst");
        Assert.Empty(CaseLog.Diagnose(null));
    }

    [Fact]
    public void A_log_of_minutes_says_so()
    {
        VcsaDiagnosis diagnosis = Assert.Single(CaseLog.Diagnose(null, ("vpxd.txt", LoadLogs.Begin(0, 1) + "\n" + LoadLogs.Begin(120, 1) + "\n")));
        Assert.Contains("2 minutes", Assert.Single(diagnosis.NotSeen, gap => gap.Rule == "Time").Statement, StringComparison.Ordinal);
        Assert.InRange(diagnosis.Confidence, 0.5, 0.8);
        Assert.Single(CaseLog.Diagnose(null, ("vpxd.txt", LoadLogs.Begin(0, 1))));
    }

    [Fact]
    public void Remedies_come_least_disruptive_first_and_the_restart_of_everything_last()
    {
        VcsaDiagnosis storm = CaseLog.Quiet().Refused(12).Logins(30, -300).SessionLimit(-60).Diagnose(new() { Server = "vc01.example.org", WindowsPath = "it's [all].csv" });
        Assert.Equal(["Log in anew", "Stagger the windows", "Throttle and share one session", "Restart the proxy pipeline", "Restart all services"], storm.Remedies.Select(remedy => remedy.Name));
        Assert.Equal([1, 2, 3, 4, 5], storm.Remedies.Select(remedy => remedy.Order));
        Assert.Equal("Get-Item -LiteralPath 'it''s [all].csv' | ConvertTo-BackupWindow | Optimize-BackupWindow", storm.Remedies[1].Command);
        Assert.Equal("Restart-VcsaProxyPipeline vc01.example.org", storm.Remedies[3].Command);
        Assert.Equal("Restart-VcsaProxyPipeline vc01.example.org -Scope Full", storm.Remedies[4].Command);
        Assert.Equal("Log in anew", Assert.Single(CaseLog.Quiet().Add(-60, LoadLogs.Section(-60, -60)).Refused(12).Diagnose().Remedies).Name);
        Assert.Equal("Correct the password", Assert.Single(CaseLog.Quiet().RefusedLogins(60, 0).Diagnose().Remedies).Name);
        Assert.Empty(CaseLog.Quiet().Diagnose().Remedies);
    }

    [Theory]
    [InlineData("x'; Remove-Item C:\\ #", "'x''; Remove-Item C:\\ #'")]
    [InlineData("x\u2019; Remove-Item C:\\ #", "'x\u2019\u2019; Remove-Item C:\\ #'")]
    [InlineData("$(hostname)`n", "'$(hostname)`n'")]
    [InlineData("a\u001b[2Jb\u202ec", "'a[2Jbc'")]
    public void Log_text_in_a_command_is_one_quoted_word(string user, string quoted)
    {
        CaseLog log = CaseLog.Quiet();
        for (int second = -4 * 3600; second < 0; second += 240)
        {
            log.Logins(1, second, user, logout: false);
        }

        VcsaDiagnosis leak = log.SessionLimit(0, 5).Diagnose(new() { Server = "vc01; reboot" });
        Assert.Equal(DiagnosisCause.SessionLeak, leak.Cause);
        Assert.Equal(["Log out in the script", "End the idle sessions", "Restart vpxd"], leak.Remedies.Select(remedy => remedy.Name));
        Assert.Contains($"-eq {quoted} -and", leak.Remedies[1].Command, StringComparison.Ordinal);
        Assert.All(leak.Remedies, remedy => Assert.Contains("'vc01; reboot'", remedy.Command, StringComparison.Ordinal));
        IEnumerable<string> shown = [leak.Summary, .. leak.Evidence.Select(item => item.Statement), .. leak.Remedies.Select(remedy => remedy.Why + remedy.Command + remedy.Interrupts), .. DiagnosisText.Lines(leak, 80)];
        Assert.All(shown, text => Assert.Equal(-1, text.IndexOfAny(['\u001b', '\u202e', '\n'])));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(119)]
    public void The_text_has_the_verdict_first_and_keeps_to_its_width(int width)
    {
        string agent = new('x', 300);
        VcsaDiagnosis diagnosis = CaseLog.Quiet().Refused(12).Logins(30, -300, agent: agent).SessionLimit(-60).Diagnose();
        string[] lines = [.. DiagnosisText.Lines(diagnosis, width)];
        Assert.StartsWith("CONFIRMED: KB 440879 (", lines[0], StringComparison.Ordinal);
        HashSet<string> commands = [.. diagnosis.Remedies.Select(remedy => "     " + remedy.Command)];
        Assert.All(lines.Where(line => !commands.Contains(line)), line => Assert.InRange(line.Length, 0, width));
        Assert.Equal(diagnosis.Remedies.Count, lines.Count(commands.Contains));
        Assert.True(width < 100 || lines.Length <= 48, string.Join('\n', lines));
        string[] order = ["When ", "Who ", "Why ", "What to do", "What could not be seen"];
        Assert.Equal(order, lines.Select(line => order.FirstOrDefault(word => line.StartsWith(word, StringComparison.Ordinal))).OfType<string>());
    }

    [Fact]
    public void Lines_faults_and_files_give_the_same_diagnosis()
    {
        CaseLog log = CaseLog.Quiet().Refused(12).Logins(30, -300).SessionLimit(-60);
        VcsaDiagnosis expected = log.Diagnose();
        DiagnosisReader byLine = new(new(), new LogReadReport());
        foreach (string line in log.ToString().Split('\n'))
        {
            byLine.Push(line, "vpxd.txt");
        }

        VcsaDiagnosis actual = Assert.Single(byLine.Read([], TestContext.Current.CancellationToken));
        Assert.Equal(Told(expected), Told(actual));

        DiagnosisReader byFault = new(new(), new LogReadReport());
        LogInput input = LogInput.FromStream("vpxd.txt", new MemoryStream(Encoding.UTF8.GetBytes(log.ToString())));
        foreach (AuthFault fault in FaultReader.Read([input], new FaultQuery { Kinds = FaultQuery.AllKinds }, new LogReadReport(), TestContext.Current.CancellationToken))
        {
            byFault.Add(fault);
        }

        VcsaDiagnosis ofFaults = Assert.Single(byFault.Read([], TestContext.Current.CancellationToken));
        Assert.Equal(expected.Evidence.Single(item => item.Rule == "Burst").Statement, ofFaults.Evidence.Single(item => item.Rule == "Burst").Statement);
        Assert.Equal(expected.Evidence.Single(item => item.Rule == "Limit").Statement, ofFaults.Evidence.Single(item => item.Rule == "Limit").Statement);
    }

    [Fact]
    public void Every_archive_is_a_vCenter()
    {
        string folder = Directory.CreateTempSubdirectory("vcsa-archives-").FullName;
        try
        {
            foreach ((string name, CaseLog log) in new[] { ("a", CaseLog.Quiet().Refused(12)), ("b", CaseLog.Quiet()) })
            {
                using System.IO.Compression.ZipArchive zip = System.IO.Compression.ZipFile.Open(Path.Combine(folder, name + ".zip"), System.IO.Compression.ZipArchiveMode.Create);
                using StreamWriter writer = new(zip.CreateEntry("var/log/vmware/vpxd/vpxd-1.log").Open());
                writer.Write(log.ToString());
            }

            LogReadReport report = new();
            VcsaDiagnosis[] diagnoses = [.. new DiagnosisReader(new(), report).Read(LogInputFinder.Find([Path.Combine(folder, "a.zip"), Path.Combine(folder, "b.zip")], report, LogKinds.All), TestContext.Current.CancellationToken)];
            Assert.Equal([("a.zip", 1), ("b.zip", 0)], diagnoses.Select(item => (Path.GetFileName(item.Source!), item.Bursts.Count)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Ten_thousand_clients_and_many_bursts_are_told_in_good_time()
    {
        CaseLog log = CaseLog.Quiet();
        for (int i = 0; i < 10_000; i++)
        {
            log.Logins(1, (i % 20_000) - 10_000, $@"CORP\user{i}");
        }

        for (int burst = 0; burst < 12; burst++)
        {
            log.Refused(12, second: -9000 + (1500 * burst));
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(12, diagnosis.Bursts.Count);
        Assert.InRange(diagnosis.Clients.Count, 0, 3);
        Assert.Equal(10_000, diagnosis.Load.Count(client => client.User is not null));
    }

    [Fact]
    public void The_table_in_the_docs_is_the_rules()
    {
        IEnumerable<string> rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "diagnosis.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')).Where(cells => cells.Length > 6).Select(cells => $"{cells[1].Trim(' ', '`')} {cells[2].Trim()} {cells[3].Trim()}");
        Assert.Equal(DiagnosisRules.All.Select(rule => FormattableString.Invariant($"{rule.Name} {rule.Cause} {rule.Weight}")), rows);
    }

    private static string Told(VcsaDiagnosis diagnosis) => string.Join('\n', DiagnosisText.Lines(diagnosis, 100));
}
