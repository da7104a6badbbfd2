using System.Text;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Faults;

/// <summary>Lines as people publish them.</summary>
public class PublicLineTests
{
    // https://github.com/splunk/splunk-connect-for-syslog, test_vmware_overlapping_with_another_sdata, with another operation.
    [Theory]
    [InlineData("[meta sequenceId=\"231559791\"]")]
    [InlineData("[meta sequenceId=\"231559791\"] ")]
    [InlineData(" ")]
    public void The_structured_data_that_a_syslog_server_adds_is_no_part_of_the_message(string added)
    {
        string line = "<144>2026-01-15T12:00:00.323Z vc01 Vpxd: verbose vpxd[4242] [Originator@6876 sub=vpxLro opID=host@23668]" + added
            + "[VpxLRO] -- ERROR task-1204873 -- ServiceInstance -- vim.SessionManager.login: vim.fault.InvalidLogin\n";
        using Logs.Inputs inputs = new();
        AuthFault fault = Assert.Single(FaultReader.Read(
            [LogInput.FromFile(inputs.Write("vpxd.log", Encoding.UTF8.GetBytes(line)))],
            new FaultQuery { Kinds = FaultQuery.AllKinds },
            new LogReadReport(),
            TestContext.Current.CancellationToken));

        Assert.Equal((AuthFaultKind.LoginRefused, "host@23668", "4242"), (fault.Kind, fault.OpId, fault.ThreadId));
    }
}
