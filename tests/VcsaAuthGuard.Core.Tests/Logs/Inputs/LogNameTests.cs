using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>The one table of names by which logs are found in folders and archives.</summary>
public sealed class LogNameTests
{
    [Theory]
    [InlineData("var/log/vmware/vpxd/vpxd.log", LogKinds.Vpxd)]
    [InlineData("var/log/vmware/vpxd/vpxd-12.log.gz", LogKinds.Vpxd)]
    [InlineData(@"C:\ProgramData\VMware\vCenterServer\logs\vmware-vpx\vpxd-12.log.gz", LogKinds.Vpxd)]
    [InlineData("var/log/vmware/vpxd/vpxd.log-20260211.bz2", LogKinds.Vpxd)]
    [InlineData("var/log/vmware/vpxd/vpxd-profiler-3.log.gz", LogKinds.Profiler)]
    [InlineData("var/log/vmware/envoy/envoy-access-0.log", LogKinds.Envoy)]
    [InlineData("var/log/vmware/envoy/envoy.log.2", LogKinds.Envoy)]
    [InlineData("var/log/vmware/envoy-hgw/hgw-access-1.log.gz", LogKinds.Envoy)]
    [InlineData("var/log/vmware/envoy-sidecar/access.log", LogKinds.Envoy)]
    [InlineData("var/log/vmware/envoy-system-proxy/proxy.log", LogKinds.Envoy)]
    [InlineData("var/log/vmware/rhttpproxy/rhttpproxy-5.log", LogKinds.Envoy)]
    [InlineData("var/log/audit/sso-events/audit_events.log", LogKinds.Events)]
    [InlineData("var/log/audit/sso-events/audit_events-2026-02-11-1.log.gz", LogKinds.Events)]
    [InlineData("var/log/vmware/sso/websso.log.3", LogKinds.Events)]
    [InlineData("var/log/vmware/sso/vmware-identity-sts.log", LogKinds.Events)]
    [InlineData("var/log/vmware/vapi/endpoint/endpoint.log", LogKinds.Endpoint)]
    [InlineData("endpoint-2.log", LogKinds.Endpoint)]
    [InlineData("var/log/vmware/vpxd/vpxd-alert-7.log", LogKinds.None)]
    [InlineData("var/log/vmware/vmon/vmon.log", LogKinds.Services)]
    [InlineData("var/log/vmware/applmgmt/applmgmt.log", LogKinds.None)]
    public void The_kind_of_a_log_is_told_by_its_name_or_its_folder(string path, LogKinds kind)
    {
        Assert.True(LogName.TryParse(path, out LogName name));
        Assert.Equal(kind, name.Kind);
    }

    [Theory]
    [InlineData("var/log/vmware/vpxd/vpxd.cfg")]
    [InlineData("var/log/vmware/envoy/envoy.log.stdout")]
    [InlineData("vpxd.log-old")]
    [InlineData(".log")]
    public void Other_names_are_no_logs(string path) => Assert.False(LogName.TryParse(path, out _));

    [Fact]
    public void Rotated_logs_are_ordered_oldest_first()
    {
        string[] ordered =
        [
            "vpxd.log-20251231", "vpxd.log-20260101", "vpxd.log.2", "vpxd.log.1", "vpxd-1.log", "vpxd-2.log.gz", "vpxd.log",
        ];
        Assert.Equal(
            ordered,
            ordered
                .Reverse()
                .OrderBy(file => LogName.TryParse(file, out LogName name) ? name : default)
        );
    }

    [Fact]
    public void A_folder_tells_which_of_its_logs_were_not_read()
    {
        using Inputs inputs = new();
        inputs.Write("vpxd/vpxd-1.log", Inputs.Log(1));
        inputs.Write("vpxd/vpxd-alert-1.log", Inputs.Log(2));
        inputs.Write("vpxd/vpxd-alert-2.log.gz", Inputs.Gzip(Inputs.Log(2)));
        inputs.Write("vmon/vmon.log", Inputs.Log(3));
        Assert.Equal(["1"], inputs.Hosts(inputs.Folder));
        Assert.Equal((3, "vmon, vpxd-alert (2)"), (inputs.Report.Counts.Unread, inputs.Report.Counts.UnreadNames()));
    }

    [Fact]
    public void An_archive_tells_which_of_its_logs_were_not_read()
    {
        using Inputs inputs = new();
        byte[] tar = Inputs.Tar(("vc/vpxd/vpxd-1.log", Inputs.Log(1), null), ("vc/sts/sts.log", Inputs.Log(2), null));
        Assert.Equal(["1"], inputs.Hosts(inputs.Write("vc01.tgz", Inputs.Gzip(tar))));
        Assert.Equal("sts", inputs.Report.Counts.UnreadNames());
        Assert.Empty(inputs.Problems);
    }
}
