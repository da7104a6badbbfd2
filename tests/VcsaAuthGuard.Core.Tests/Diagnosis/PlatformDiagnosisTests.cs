using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Signatures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Tests.ApiLoad;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>The answer to logs on a platform is that to the same logs as files.</summary>
public class PlatformDiagnosisTests
{
    [Theory]
    [InlineData("error vpxd[1] [Originator@6876 sub=MoCrash] Current value 11101224 exceeds hard limit 11099136. Shutting down process.")]
    [InlineData("warning vpxd[1] [Originator@6876 sub=Main] User account is locked. User: svc-backup@vsphere.local")]
    [InlineData("error vpxd[1] [Originator@6876 sub=SsoClient] The token request is expired, clock skew")]
    [InlineData("error vpxd[1] [Originator@6876 sub=SsoClient] Signing certificate is not valid at Wed Feb 11 02:00:00 UTC 2026")]
    [InlineData("error vpxd[1] [Originator@6876 sub=SsoWrapper] [AcquireToken] AcquireToken exception: "
        + "N9SsoClient27InvalidCredentialsExceptionE(Authentication failed: Invalid credentials)")]
    [InlineData("warning vpxd[1] [Originator@6876 sub=IO] Failed to resolve host esxi07.example.org: Name or service not known")]
    [InlineData("info vpxd[1] [Originator@6876 sub=vpxLro] Event: [esx.problem.storage.apd.start] datastore 'ds1' on esxi07.example.org")]
    [InlineData("warning vpxd[1] [Originator@6876 sub=provisioning] Datastore is not accessible from host")]
    [InlineData("info vpxd[1] [Originator@6876 sub=http] HTTP response with status code 503: envoy overloaded")]
    [InlineData("info vpxd[1] [Originator@6876 sub=HostCnx] [VpxdHostCnx] No heartbeats received from host; h: host-24, time: 71887ms")]
    [InlineData("error vpxd[1] [Originator@6876 sub=vpxdVdb] [VpxdVdb::SetDBType] Failed to connect to database: ODBC error: (08001)")]
    [InlineData("info vpxd[1] [Originator@6876 sub=vpxLro opID=t] [VpxLRO] -- ERROR task-1 -- vm-12 -- vim.VirtualMachine.createSnapshot: "
        + "vim.fault.CannotAccessFile:\n--> Result:\n--> (vim.fault.CannotAccessFile) {\n-->    file = \"[ds1] a/a.vmdk\"\n--> }")]
    public void Entries_that_tell_of_a_cause_are_asked_for(string entry)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 12; i++)
        {
            log.Add(60 * i, $"{LoadLogs.At(60 * i)} {entry}");
        }

        VcsaDiagnosis ofFile = log.Diagnose();
        VcsaDiagnosis found = Search(log.ToString());
        Assert.NotEqual(DiagnosisCause.None, ofFile.Cause);
        Assert.Equal((ofFile.Cause, ofFile.Confidence, ofFile.Summary), (found.Cause, found.Confidence, found.Summary));
        Assert.Equal(ofFile.Evidence.Select(item => item.Statement), found.Evidence.Select(item => item.Statement));
    }

    [Theory]
    [InlineData(@"Failed to fetch \w+ from vault", "to fetch")]
    [InlineData(@"vault [0-9]+ did not answer in time", "did not answer in")]
    [InlineData(@"^secrets?manager is down$", null)]
    [InlineData(@"code=\d+", null)]
    [InlineData(@"Vault is sealed|Vault is gone", null)]
    [InlineData(@"(?i)vault is sealed", null)]
    [InlineData(@"\[vault\.agent\] is sealed", "[vault.agent] is")]
    public void The_words_of_a_signature_are_those_that_every_match_has(string pattern, string? words) =>
        Assert.Equal(words, new Signature { Pattern = pattern }.Phrase?.Words);

    [Theory]
    [InlineData(@"Failed to fetch \w+ from vault", true)]
    [InlineData(@"vault|secret", false)]
    public void A_signature_is_asked_for_or_listed_as_not_seen(string pattern, bool isFound)
    {
        Signature signature = new()
        {
            Name = "Vault",
            Pattern = pattern,
            Explanation = "The vault did not answer.",
            Expression = new(pattern),
        };
        NightLog log = NightLog.Quiet().Add(5, $"{LoadLogs.At(5)} info vpxd[1] [Originator@6876 sub=x] Failed to fetch secret from vault");
        VcsaDiagnosis found = Search(log.ToString(), new() { Signatures = [signature] });
        Assert.Equal(isFound, found.Findings.Any(finding => finding.Signature == "Vault"));
        Assert.Equal(!isFound, found.MissingEvidence.Any(gap => gap.Rule == "Signature"));
    }

    [Fact]
    public void Where_nothing_was_found_the_answer_says_that_a_platform_was_only_asked_for_some_messages()
    {
        Assert.Contains(Search(NightLog.Quiet().ToString()).MissingEvidence, gap => gap.Rule == "OtherFaults");
        Assert.DoesNotContain(NightLog.Quiet().Diagnose().MissingEvidence, gap => gap.Rule == "OtherFaults");
    }

    private static VcsaDiagnosis Search(string log, DiagnosisOptions? options = null) => Assert.Single(
        new DiagnosisReader(options ?? new(), new LogReadReport()).Read(
            new WordPlatform(log, "vpxd-1.log"), TestContext.Current.CancellationToken));
}
