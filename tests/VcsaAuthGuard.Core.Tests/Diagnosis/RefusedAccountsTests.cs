using System.Globalization;
using System.Text;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>More accounts than are kept, as anyone can cause from outside with a name of its own for each refused login.</summary>
public class RefusedAccountsTests
{
    private const int Sprayed = 25_000;

    private static readonly DateTimeOffset Night = new(2026, 2, 11, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void All_refused_logins_of_a_spray_are_counted_with_their_times()
    {
        StringBuilder log = new();
        for (int i = 0; i < Sprayed; i++)
        {
            log.Append(CultureInfo.InvariantCulture, $"Event [{i}] [1-1] [{Night.AddSeconds(i):yyyy-MM-ddTHH:mm:ss}Z] ")
                .Append("[vim.event.BadUsernameSessionEvent] [error] [] [] [1] [Cannot login ")
                .Append(CultureInfo.InvariantCulture, $"user{i}@198.51.100.7]\n");
        }

        LogInput input = LogInput.FromStream("events.log", new MemoryStream(Encoding.ASCII.GetBytes(log.ToString())));
        DiagnosisReader reader = new(new DiagnosisOptions(), new LogReadReport());
        VcsaDiagnosis diagnosis = Assert.Single(reader.Read([input], TestContext.Current.CancellationToken));
        DiagnosisEvidence refused = Assert.Single(diagnosis.Evidence, evidence => evidence.Kind == EvidenceKind.LoginRefused);
        Assert.StartsWith("25,000 refused logins of more than ", refused.Statement, StringComparison.Ordinal);
        Assert.Equal((Sprayed, Night, Night.AddSeconds(Sprayed - 1)), (refused.Count, refused.Start, refused.End));
    }

    [Fact]
    public void An_account_that_is_refused_often_is_kept_whenever_it_comes()
    {
        RefusedAccounts accounts = new();
        for (int i = 0; i < Sprayed; i++)
        {
            accounts.Add($"user{i}", RefusalSource.Events, Night, "198.51.100.7", null);
            if (i % 1000 == 0 || i > Sprayed - 100)
            {
                accounts.Add("svc-backup", RefusalSource.Events, Night, "198.51.100.8", null);
            }
        }

        AccountRefusals most = accounts.Ranked()[0];
        Assert.Equal(("svc-backup", 124L), (most.Account, most.Count));
        Assert.Equal(Sprayed + most.Count, accounts.Others.Count + accounts.Ranked().Sum(account => account.Count));
    }
}
