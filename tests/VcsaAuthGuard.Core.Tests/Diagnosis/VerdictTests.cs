using System.Text;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Causes.Catalog;
using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Tests.ApiLoad;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>Tests how points become a verdict, a confidence and remedies, and how missing evidence is reported.</summary>
public class VerdictTests
{
    [Fact]
    public void The_articles_own_alert_is_likely_and_any_proof_confirms_it()
    {
        VcsaDiagnosis likely = NightLog.Quiet().Refused(12).Logins(14, -300).Diagnose();
        Assert.Equal((DiagnosisVerdict.Likely, DiagnosisCause.ApiStorm), (likely.Verdict, likely.Cause));
        Assert.Equal(DiagnosisConfidence.Low, likely.Confidence);
        VcsaDiagnosis surge = NightLog.Quiet().Refused(12).Logins(15, -300).Diagnose();
        Assert.Equal((DiagnosisVerdict.Confirmed, DiagnosisConfidence.High), (surge.Verdict, surge.Confidence));
        Assert.Equal(@"CORP\script", surge.Clients[0].User);
        Assert.Equal(DiagnosisVerdict.Confirmed, NightLog.Quiet().Refused(12).SessionLimit(-60).Diagnose().Verdict);
        VcsaDiagnosis bare = Assert.Single(NightLog.Diagnose(null, ("vpxd.txt", new NightLog().Refused(12).ToString())));
        Assert.Equal(DiagnosisVerdict.Likely, bare.Verdict);
    }

    [Theory]
    [InlineData(3, DiagnosisVerdict.Likely)]
    [InlineData(2, DiagnosisVerdict.Unexplained)]
    public void Without_a_proof_a_burst_is_likely_from_three_hosts_on(int hosts, DiagnosisVerdict verdict) =>
        Assert.Equal(verdict, NightLog.Quiet().Refused(12, hosts).Diagnose().Verdict);

    [Theory]
    [InlineData(4.9, false)]
    [InlineData(5.0, true)]
    public void A_surge_of_logins_of_nobody_known_proves_a_storm_from_five_times_the_usual_on(double ratio, bool isProof)
    {
        LoadSpike spike = new(Client: null, IsLogins: true, Count: (long)(ratio * 10), Usual: 10, NightLog.Night);
        Assert.Equal(ratio, spike.Ratio);
        Assert.Equal(isProof, StormProofs.IsProof(spike));
        Assert.False(StormProofs.IsProof(spike with { IsLogins = false }));
        Assert.True(StormProofs.IsProof(spike with { Client = new() }));
    }

    [Theory]
    [InlineData(49, DiagnosisVerdict.Likely)]
    [InlineData(50, DiagnosisVerdict.Confirmed)]
    public void The_same_edge_in_a_log(int logins, DiagnosisVerdict verdict)
    {
        NightLog log = NightLog.Quiet().Refused(12);
        int session = 10_000;
        for (int second = -4 * 3600; second <= 3 * 3600; second += 600)
        {
            int count = second == -600 ? logins : 10;
            for (int i = 0; i < count; i++)
            {
                log.Add(second + (5 * i) + 1, LoadLogs.Login(second + (5 * i) + 1, ++session, op: $"in{session}"));
                log.Add(second + (5 * i) + 2, LoadLogs.Logout(second + (5 * i) + 2, session));
            }
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(verdict, diagnosis.Verdict);
        Assert.Empty(diagnosis.Clients);
        Assert.Contains("no log says whose sessions", string.Join('\n', DiagnosisText.Lines(diagnosis, 100)), StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_of_nobody_known_are_no_client()
    {
        VcsaDiagnosis diagnosis = NightLog.Quiet().Refused(12).SessionLimit(-60).Diagnose();
        Assert.DoesNotContain(diagnosis.Evidence, item => item.Statement.Contains("attribute", StringComparison.Ordinal));
        Assert.Empty(diagnosis.Clients);
        Assert.Contains(diagnosis.MissingEvidence, gap => gap.Rule == "Clients");
    }

    [Fact]
    public void A_healthy_night_is_sure_when_the_logs_cover_an_hour()
    {
        VcsaDiagnosis diagnosis = NightLog.Quiet().Diagnose();
        Assert.Equal(
            (DiagnosisVerdict.Unlikely, DiagnosisCause.None, DiagnosisConfidence.High),
            (diagnosis.Verdict, diagnosis.Cause, diagnosis.Confidence)
        );
        Assert.Empty(diagnosis.Findings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no log\n")]
    public void Without_a_known_entry_the_verdict_is_unknown(string text)
    {
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("vpxd.txt", text)));
        Assert.Equal((DiagnosisVerdict.Unknown, DiagnosisCause.Unknown, null), (diagnosis.Verdict, diagnosis.Cause, diagnosis.From));
        Assert.StartsWith("No verdict is possible: no entry", diagnosis.Summary, StringComparison.Ordinal);
        Assert.StartsWith("CANNOT TELL", DiagnosisText.Lines(diagnosis, 100).First(), StringComparison.Ordinal);
        Assert.Contains(diagnosis.MissingEvidence, gap => gap.Rule == "NoBurst");
        Assert.Empty(NightLog.Diagnose(null));
    }

    [Fact]
    public void A_log_of_minutes_says_so()
    {
        VcsaDiagnosis diagnosis = Assert.Single(
            NightLog.Diagnose(null, ("vpxd.txt", LoadLogs.Begin(0, 1) + "\n" + LoadLogs.Begin(120, 1) + "\n"))
        );
        Assert.Contains(
            "2 minutes",
            Assert.Single(diagnosis.MissingEvidence, gap => gap.Rule == "Time").Statement,
            StringComparison.Ordinal
        );
        Assert.Equal(DiagnosisConfidence.Medium, diagnosis.Confidence);
        Assert.Single(NightLog.Diagnose(null, ("vpxd.txt", LoadLogs.Begin(0, 1))));
    }

    [Fact]
    public void Remedies_come_least_disruptive_first_and_the_restart_of_everything_last()
    {
        VcsaDiagnosis storm = NightLog
            .Quiet()
            .Refused(12)
            .Logins(30, -300)
            .SessionLimit(-60)
            .Diagnose(new() { Server = "vc01.example.org", WindowsPath = "it's [all].csv" });
        Assert.Equal(
            ["Log in again", "Stagger the windows", "Throttle and share one session", "Restart the proxy pipeline", "Restart all services"],
            storm.Remedies.Select(remedy => remedy.Name)
        );
        Assert.Equal([1, 2, 3, 4, 5], storm.Remedies.Select(remedy => remedy.Order));
        Assert.Equal("Get-Item -LiteralPath 'it''s [all].csv' | ConvertTo-BackupWindow | Optimize-BackupWindow", storm.Remedies[1].Command);
        Assert.Equal("Restart-VcsaProxyPipeline vc01.example.org", storm.Remedies[3].Command);
        Assert.Equal("Restart-VcsaProxyPipeline vc01.example.org -Scope Full", storm.Remedies[4].Command);
        Assert.Equal(
            "Log in again",
            Assert.Single(NightLog.Quiet().Add(-60, LoadLogs.Section(-60, -60)).Refused(12).Diagnose().Remedies).Name
        );
        Assert.Equal("Correct the password", Assert.Single(NightLog.Quiet().RefusedLogins(60, 0).Diagnose().Remedies).Name);
        Assert.Empty(NightLog.Quiet().Diagnose().Remedies);
    }

    [Theory]
    [InlineData("x'; Remove-Item C:\\ #", "'x''; Remove-Item C:\\ #'")]
    [InlineData("x\u2019; Remove-Item C:\\ #", "'x\u2019\u2019; Remove-Item C:\\ #'")]
    [InlineData("$(hostname)`n", "'$(hostname)`n'")]
    [InlineData("a\u001b[2Jb\u202ec", "'a[2Jbc'")]
    public void Log_text_in_a_command_is_one_quoted_word(string user, string quoted)
    {
        NightLog log = NightLog.Quiet();
        for (int second = -4 * 3600; second < 0; second += 240)
        {
            log.Logins(1, second, user, logout: false);
        }

        VcsaDiagnosis leak = log.SessionLimit(0, 5).Diagnose(new() { Server = "vc01; reboot" });
        Assert.Equal(DiagnosisCause.SessionLeak, leak.Cause);
        Assert.Equal(
            ["Log out in the script", "End the idle sessions", "Raise the session limit"],
            leak.Remedies.Select(remedy => remedy.Name)
        );
        Assert.Contains($"-UserName {quoted}", leak.Remedies[1].Command, StringComparison.Ordinal);
        Assert.All(leak.Remedies, remedy => Assert.Contains("'vc01; reboot'", remedy.Command, StringComparison.Ordinal));
        IEnumerable<string> shown =
        [
            leak.Summary,
            .. leak.Evidence.Select(item => item.Statement),
            .. leak.Remedies.Select(remedy => remedy.Why + remedy.Command + remedy.Interrupts),
            .. DiagnosisText.Lines(leak, 80),
        ];
        Assert.All(shown, text => Assert.Equal(-1, text.IndexOfAny(['\u001b', '\u202e', '\n'])));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(119)]
    public void The_text_has_the_verdict_first_and_keeps_to_its_width(int width)
    {
        string agent = new('x', 300);
        VcsaDiagnosis diagnosis = NightLog.Quiet().Refused(12).Logins(30, -300, agent: agent).SessionLimit(-60).Diagnose();
        string[] lines = [.. DiagnosisText.Lines(diagnosis, width)];
        Assert.StartsWith("CONFIRMED: KB 440879 (high confidence)", lines[0], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.True(width < 80 || lines.Length <= 25, string.Join('\n', lines));
        string text = string.Join(' ', lines.Select(line => line.Trim())).Replace(" ` ", " ", StringComparison.Ordinal);
        Assert.All(diagnosis.Remedies, remedy => Assert.Contains(remedy.Command, text, StringComparison.Ordinal));
        string[] order = ["When ", "Who ", "Why ", "What to do", "What could not be seen"];
        Assert.Equal(
            order,
            lines.Select(line => order.FirstOrDefault(word => line.StartsWith(word, StringComparison.Ordinal))).OfType<string>()
        );
    }

    [Fact]
    public void Lines_faults_and_files_give_the_same_diagnosis()
    {
        NightLog log = NightLog.Quiet().Refused(12).Logins(30, -300).SessionLimit(-60);
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
        foreach (
            AuthFault fault in FaultReader.Read(
                [input],
                new FaultQuery { Kinds = FaultQuery.AllKinds },
                new LogReadReport(),
                TestContext.Current.CancellationToken
            )
        )
        {
            byFault.Add(fault);
        }

        VcsaDiagnosis ofFaults = Assert.Single(byFault.Read([], TestContext.Current.CancellationToken));
        Assert.Equal(
            expected.Evidence.Single(item => item.Rule == "Burst").Statement,
            ofFaults.Evidence.Single(item => item.Rule == "Burst").Statement
        );
        Assert.Equal(
            expected.Evidence.Single(item => item.Rule == "Limit").Statement,
            ofFaults.Evidence.Single(item => item.Rule == "Limit").Statement
        );
    }

    [Fact]
    public void Every_archive_is_a_vCenter()
    {
        string folder = Directory.CreateTempSubdirectory("vcsa-archives-").FullName;
        try
        {
            foreach ((string name, NightLog log) in new[] { ("a", NightLog.Quiet().Refused(12)), ("b", NightLog.Quiet()) })
            {
                using System.IO.Compression.ZipArchive zip = System.IO.Compression.ZipFile.Open(
                    Path.Combine(folder, name + ".zip"),
                    System.IO.Compression.ZipArchiveMode.Create
                );
                using StreamWriter writer = new(zip.CreateEntry("var/log/vmware/vpxd/vpxd-1.log").Open());
                writer.Write(log.ToString());
            }

            LogReadReport report = new();
            VcsaDiagnosis[] diagnoses =
            [
                .. new DiagnosisReader(new(), report).Read(
                    LogInputFinder.Find([Path.Combine(folder, "a.zip"), Path.Combine(folder, "b.zip")], report, LogKinds.All),
                    TestContext.Current.CancellationToken
                ),
            ];
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
        NightLog log = NightLog.Quiet();
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
    public void The_table_in_the_docs_is_the_catalogue()
    {
        string path = Path.Combine(Repository.Root, "docs", "diagnosis.md");
        string[] lines = File.ReadAllLines(path);
        string[] table = [.. CauseCatalog.Table()];
        int start = Array.IndexOf(lines, table[0]);
        if (start >= 0 && Environment.GetEnvironmentVariable("VCSA_WRITE_DOCS") == "1")
        {
            IEnumerable<string> behind = lines.Skip(start).SkipWhile(line => line.StartsWith('|'));
            lines = [.. lines.Take(start), .. table, .. behind];
            File.WriteAllLines(path, lines);
        }

        Assert.True(start >= 0, "docs/diagnosis.md has no line:\n" + table[0]);
        Assert.Equal(table, lines.Skip(start).Take(table.Length));
    }

    [Fact]
    public void What_any_burst_in_a_backup_window_brings_does_not_confirm()
    {
        static BackupWindow Window(string name, WindowRole role) => new()
        {
            Name = name,
            Role = role,
            Recurrence = Recurrence.Parse("daily 01:30"),
            Duration = TimeSpan.FromHours(1),
        };
        static BackupJobRun Run(int minute) => new()
        {
            Job = "nightly",
            Start = NightLog.Night.AddMinutes(minute),
            Duration = TimeSpan.FromMinutes(1),
            Status = BackupJobRunStatus.Failed,
            Message = "Failed to refresh vCenter",
        };
        DiagnosisOptions options = new()
        {
            Windows = [Window("nightly", WindowRole.Backup), Window("patch", WindowRole.Automation)],
            JobRuns = [Run(0), Run(1)],
        };
        NightLog log = new NightLog().Refused(12);
        VcsaDiagnosis diagnosis = log.Diagnose(options);
        Assert.Equal(["Burst", "WindowOverlap", "JobsExplained", "TransferFailed"], diagnosis.Evidence.Select(item => item.Rule));
        Assert.DoesNotContain(diagnosis.Evidence, item => item.Role == EvidenceRole.Proof);
        Assert.Equal(DiagnosisVerdict.Likely, diagnosis.Verdict);
    }

    [Fact]
    public void Refused_calls_without_times_are_neither_a_burst_nor_none()
    {
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("vpxd.txt", Untimed(new NightLog().Refused(40)))));
        Assert.Equal((DiagnosisVerdict.Unknown, DiagnosisCause.Unknown), (diagnosis.Verdict, diagnosis.Cause));
        Assert.Contains(
            diagnosis.MissingEvidence,
            gap => gap.Rule == "NoBurst" && gap.Statement.Contains("40 calls", StringComparison.Ordinal)
        );
        string text = string.Join('\n', DiagnosisText.Lines(diagnosis, 100));
        Assert.StartsWith("CANNOT TELL", text, StringComparison.Ordinal);
        Assert.DoesNotContain("5 minutes", text, StringComparison.Ordinal);
        Assert.DoesNotContain("UNLIKELY", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    public void Too_few_refused_calls_for_a_burst_need_no_times(int count)
    {
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("vpxd.txt", Untimed(new NightLog().Refused(count)))));
        Assert.Equal(DiagnosisVerdict.Unlikely, diagnosis.Verdict);
        string statement = diagnosis.Evidence.Single(item => item.Rule == "NoBurst").Statement;
        Assert.StartsWith($"Only {count} calls", statement, StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_runs_are_not_elsewhere_when_refused_calls_have_no_times()
    {
        BackupJobRun run = new()
        {
            Job = "nightly",
            Start = NightLog.Night.AddHours(-1),
            Duration = TimeSpan.FromHours(1),
            Status = BackupJobRunStatus.Failed,
        };
        string quiet = NightLog.Quiet().ToString();
        DiagnosisOptions options = new() { JobRuns = [run, run] };
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(options, ("vpxd.txt", quiet + Untimed(new NightLog().Refused(40)))));
        Assert.DoesNotContain(diagnosis.Evidence.Concat(diagnosis.Against), item => item.Rule == "JobsElsewhere");
    }

    [Theory]
    [InlineData("daily 12:00", DiagnosisVerdict.Unknown)]
    [InlineData("daily 23:00", DiagnosisVerdict.Unlikely)]
    public void Logs_that_cover_no_window_of_a_backup_give_no_verdict(string recurrence, DiagnosisVerdict verdict)
    {
        BackupWindow window = new()
        {
            Name = "nightly",
            Role = WindowRole.Backup,
            Recurrence = Recurrence.Parse(recurrence),
            TimeZone = "UTC",
            Duration = TimeSpan.FromHours(1),
        };
        Assert.Equal(verdict, NightLog.Quiet().Diagnose(new DiagnosisOptions { Windows = [window] }).Verdict);
    }

    [Fact]
    public void Failed_runs_outside_the_logs_are_left_out_and_reported()
    {
        BackupJobRun run = new() { Job = "nightly", Start = NightLog.Night.AddDays(-3), Status = BackupJobRunStatus.Failed };
        VcsaDiagnosis diagnosis = NightLog.Quiet().Diagnose(new() { JobRuns = [run, run] });
        Assert.DoesNotContain(diagnosis.Evidence.Concat(diagnosis.Against), item => item.Rule == "JobsElsewhere");
        Assert.Contains(
            "2 failed backup runs",
            Assert.Single(diagnosis.MissingEvidence, gap => gap.Rule == "JobRuns").Statement,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_session_limit_without_a_burst_is_a_cause_with_times_and_remedies()
    {
        VcsaDiagnosis diagnosis = NightLog.Quiet().SessionLimit(1220, 20).Diagnose();
        Assert.Equal((DiagnosisVerdict.OtherCause, DiagnosisCause.SessionLimit), (diagnosis.Verdict, diagnosis.Cause));
        Assert.Equal("The session limit of 2,000 was reached 20 times, 2026-02-11 02:20 UTC.", diagnosis.Evidence[0].Statement);
        Assert.NotEmpty(diagnosis.Remedies);
        Assert.Contains(diagnosis.MissingEvidence, gap => gap.Rule == "Clients");
    }

    [Fact]
    public void Refused_logins_that_fill_the_session_limit_have_the_limit_as_evidence()
    {
        VcsaDiagnosis diagnosis = NightLog.Quiet().RefusedLogins(60, 0).SessionLimit(100, 19).Diagnose();
        Assert.Equal(DiagnosisCause.LoginRefused, diagnosis.Cause);
        Assert.Contains("19 times", diagnosis.Evidence.Single(item => item.Rule == "SessionLimit").Statement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, DiagnosisVerdict.Unlikely)]
    [InlineData(10, DiagnosisVerdict.Unexplained)]
    public void Failures_at_the_gateway_of_many_hosts_are_never_passed_over(int count, DiagnosisVerdict verdict)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < count; i++)
        {
            log.GatewayFailure(60 * i, host: i);
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(verdict, diagnosis.Verdict);
        DiagnosisEvidence found = diagnosis.Evidence.Concat(diagnosis.Against).Single(item => item.Rule == "OtherFaults");
        Assert.Equal((count, NightLog.Night), (found.Count, found.Start));
        Assert.Contains(
            count == 10 ? $"{count} gateway failures, for" : $"{count} gateway failures, 2026-02-11 02:00 to",
            string.Join('\n', DiagnosisText.Lines(diagnosis, 100)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Mistyped_passwords_are_mentioned_but_are_no_cause()
    {
        VcsaDiagnosis diagnosis = NightLog.Quiet().RefusedLogins(9, 0).Diagnose();
        Assert.Equal(DiagnosisVerdict.Unlikely, diagnosis.Verdict);
        Assert.Equal(DiagnosisVerdict.Unexplained, NightLog.Quiet().RefusedLogins(10, 0).Diagnose().Verdict);
        Assert.Contains(
            "9 refused logins, 2026-02-11 02:00 UTC, most with vim.fault.InvalidLogin.",
            string.Join('\n', DiagnosisText.Lines(diagnosis, 100)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(9, DiagnosisVerdict.Unlikely)]
    [InlineData(10, DiagnosisVerdict.OtherCause)]
    public void A_connection_limit_is_a_cause_from_ten_refusals_on(int count, DiagnosisVerdict verdict)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < count; i++)
        {
            log.Add(
                i,
                $"{LoadLogs.At(i)} warning envoy[1] [Originator@6876 sub=filter] [C12] remote https connections exceed max allowed: 2048"
            );
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(verdict, diagnosis.Verdict);
        Assert.Equal(verdict == DiagnosisVerdict.OtherCause, diagnosis.Remedies.Count > 0);
        Assert.Equal(
            count,
            diagnosis.Evidence.Concat(diagnosis.Against).Single(item => item.Rule is "ConnectionLimit" or "OtherFaults").Count
        );
    }

    private static string Untimed(NightLog log) =>
        string.Join(
            '\n',
            log.ToString()
                .Split('\n')
                .Select(line =>
                    line.StartsWith("2026", StringComparison.Ordinal) ? line[(line.IndexOf('Z', StringComparison.Ordinal) + 2)..] : line
                )
        );

    private static string Told(VcsaDiagnosis diagnosis) => string.Join('\n', DiagnosisText.Lines(diagnosis, 100));
}
