using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.Tests.Logs;

/// <summary>Lines that real systems wrote, or that vendors printed.</summary>
public class RealLineTests
{
    [Fact]
    public void The_articles_own_line_is_read_with_and_without_its_time()
    {
        List<AuthFault> faults = Faults("kb-signature.log", out _);

        Assert.Equal(2, faults.Count);
        Assert.Null(faults[0].Time);
        Assert.Equal(1, faults[0].LineNumber);
        Assert.Equal(new DateTimeOffset(2026, 2, 11, 2, 14, 7, 318, TimeSpan.Zero), faults[1].Time);
        Assert.Equal(8, faults[1].LineNumber);
        foreach (AuthFault fault in faults)
        {
            Assert.Equal(AuthFaultKind.NotAuthenticated, fault.Kind);
            Assert.Equal("HostSystem-host-150117", fault.VMHostId);
            Assert.Equal("62aef28d-fe0e61a8-3da4-9efa524000e2", fault.DatastoreUuid);
            Assert.Equal("vim.Datastore:62aef28d-fe0e61a8-3da4-9efa524000e2", fault.Object);
            Assert.Equal("fileManagement", fault.Method);
            Assert.Equal(500, fault.HttpStatus);
            Assert.Equal("Datastore.FileManagement", fault.PrivilegeId);
            Assert.Equal("Received SOAP response fault from [...]: fileManagement. The session is not authenticated.", fault.Message);
            Assert.Equal("7ac8f6ad", fault.OpId);
            Assert.Equal("4085937", fault.ThreadId);
            Assert.Equal("info", fault.Level);
            Assert.Equal(Repository.Sample("kb-signature.log"), fault.Source);
            Assert.Null(fault.VMHost);
            Assert.Null(fault.Datastore);
            Assert.Equal(7, fault.Text.Split('\n').Length);
            Assert.EndsWith("\n--> }", fault.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_ordinary_log_has_no_fault()
    {
        Assert.Empty(Faults("vpxd-8.log", out LogReadReport report));
        Assert.Equal(0, report.Counts.Mentions);
        Assert.Equal(12, report.Counts.Lines);
    }

    [Fact]
    public void A_refused_login_in_one_forwarded_line_is_read()
    {
        AuthFault fault = Assert.Single(Faults("vpxd-syslog.log", out _));
        Assert.Equal(AuthFaultKind.LoginRefused, fault.Kind);
        Assert.Equal("vim.SessionManager.login", fault.Method);
        Assert.Equal("60f13d6c", fault.OpId);
        Assert.Equal("warning", fault.Level);
        Assert.Equal(3, fault.LineNumber);
    }

    [Fact]
    public void Limits_are_read_with_or_without_a_header()
    {
        List<AuthFault> faults = Faults("limits.log", out _);
        Assert.Equal(
            [
                (AuthFaultKind.SessionLimit, "2020-04-14T18:59:58.8530000+00:00", "Out of HTTP sessions: Limited to 2000"),
                (AuthFaultKind.ConnectionLimit, "2022-02-09T13:15:47.4430000+00:00", "remote https connections exceed max allowed: 2048"),
                (AuthFaultKind.ConnectionLimit, "2023-05-30T08:00:00.0000000+00:00", "remote https connections exceed max allowed: 128"),
                (
                    AuthFaultKind.SessionLimit,
                    null,
                    "User session count is limited to 550. Existing session count is 550 for user user@domain"
                ),
            ],
            faults.Select(fault => (fault.Kind, fault.Time?.ToString("O"), fault.Message!)));
    }

    /// <summary>Each line of the mixed file, by what is made of its header: K known, T only the time is, - nothing is.</summary>
    [Fact]
    public void Every_line_of_the_mixed_file_is_understood_or_passed_over_on_purpose()
    {
        string[] lines = File.ReadAllLines(Repository.Sample("vmw-mixed.log"));
        List<string> read = [];
        foreach (string line in lines)
        {
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(line);
            if (LogLine.IsContinuation(bytes))
            {
                read.Add("> " + line);
                continue;
            }

            EntryHeader header = EntryHeader.Read(bytes);
            read.Add((header.IsKnown ? "K " : header.Time is not null ? "T " : "- ") + line);
        }

        // Not entries of a service that logs like vpxd, so passed over: section lines (not events), Python and Java services'
        // own forms, init scripts. Their time is read where it leads.
        string[] timeOnly =
        [
            "Section for", "- last log rotation time", "/etc/init.d/vvold", "lifecycle:", "esxupdate:", "Logs rotated.",
            "[pool-2-thread-18]",
            "License Accounting Service", "INFO imageService[", "imageService:769",
        ];
        string[] nothing = ["HsmService:", "ImageService:", "configurationMgr"];
        foreach (string line in read)
        {
            string expected = line.StartsWith("> ", StringComparison.Ordinal) ? ">"
                : nothing.Any(part => line.Contains(part, StringComparison.Ordinal)) ? "-"
                : timeOnly.Any(part => line.Contains(part, StringComparison.Ordinal)) ? "T"
                : "K";
            Assert.True(line.StartsWith(expected, StringComparison.Ordinal), $"expected {expected}: {line}");
        }

        Assert.Equal(1, read.Count(line => line[0] == '>'));
    }

    [Theory]
    [InlineData(0, "info", "45715", "7e1280cf", "vpxLro")]
    [InlineData(5, "info", "F5A5AB90", "F6FC49D5-000007E6-d", "")]
    [InlineData(6, "verbose", "05160", "ProcessAlarmFiring-427c3c55", "PropertyProvider")]
    [InlineData(9, "verbose", "7F03ECE76700", "2140bc71", "")]
    [InlineData(12, "info", "1000212707", "vsan-d810", "Libs")]
    public void Header_fields_of_every_shape_are_read(int line, string level, string thread, string opId, string sub)
    {
        EntryHeader header = EntryHeader.Read(
            File.ReadAllLines(Repository.Sample("vmw-mixed.log")).Select(System.Text.Encoding.UTF8.GetBytes).ElementAt(line)
        );
        Assert.True(header.IsKnown);
        Assert.Equal((level, thread, opId, sub), (Text(header.Level), Text(header.ThreadId), Text(header.OpId), Text(header.Sub)));
    }

    [Theory]
    [InlineData("Http2Session #28", "Http2Session #28")]
    [InlineData("Vimsvc.Ticket 52 66", "Vimsvc.Ticket 52 66 af 87 76 b0 ab 21-dd 2b 28 27 3a 39 fd fd")]
    [InlineData("service account accessor", "\"ServiceAccount\"")]
    [InlineData("Supported VMs 640", "Default")]
    public void Sub_may_hold_spaces_and_be_quoted(string inLine, string sub)
    {
        string line = File.ReadLines(Repository.Sample("vmw-mixed.log"))
            .Single(l => l.Contains(inLine, StringComparison.OrdinalIgnoreCase));
        EntryHeader header = EntryHeader.Read(System.Text.Encoding.UTF8.GetBytes(line));
        Assert.Equal(sub.Trim('"'), Text(header.Sub));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    private static List<AuthFault> Faults(string sample, out LogReadReport report)
    {
        report = new LogReadReport { OnProblem = problem => Assert.Fail(problem.ToString()) };
        return
        [
            .. FaultReader.Read(
                [LogInput.FromFile(Repository.Sample(sample))],
                new FaultQuery { Kinds = FaultQuery.AllKinds },
                report,
                TestContext.Current.CancellationToken
            ),
        ];
    }
}
