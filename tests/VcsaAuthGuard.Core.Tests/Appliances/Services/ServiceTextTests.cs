using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Fixtures;


namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>Tests the parsing of what service-control and vmon-cli print.</summary>
public class ServiceTextTests
{
    [Fact]
    public void The_public_listing_is_read_whole()
    {
        string text = File.ReadAllText(Repository.Sample("service-control.txt"));
        string listing = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..text.IndexOf("\n\n$", StringComparison.Ordinal)];
        IReadOnlyList<ApplianceService> services = SavedServiceStatus.Read(listing, "saved");
        Assert.Equal(50, services.Count);
        Assert.Equal(
            ["vmcam", "vmonapi", "vmware-imagebuilder", "vmware-netdumper", "vmware-rbd-watchdog", "vmware-vcha"],
            services.Where(service => service.State == ServiceState.Stopped).Select(service => service.Name)
        );
        Assert.Equal(
            ["vmware-envoy-hgw", "vmware-vpxd"],
            services.Where(service => service.IsProxyPipeline).Select(service => service.Name)
        );
        Assert.All(services, service => Assert.True(ServiceCatalog.IsKnown(service.Name), service.Name));
    }

    [Fact]
    public void One_line_bare_ids_and_headings_between_are_read()
    {
        Assert.Equal(ServiceState.Started, Assert.Single(SavedServiceStatus.Read("Running: vmware-cm", "x")).State);
        IReadOnlyList<ApplianceService> services = SavedServiceStatus.Read(
            "StartPending:\n vpxd\nStopPending: envoy-hgw\nRunning:\n vmware-envoy\nPerplexed:\n vsphere-ui",
            "x"
        );
        Assert.Equal(
            ["vmware-envoy: Started", "vmware-envoy-hgw: Stopping", "vmware-vpxd: Starting", "vsphere-ui: Unknown"],
            services.Select(service => service.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Traceback (most recent call last):\n  File \"/usr/bin/service-control\", line 1\nImportError: no module named six")]
    [InlineData("bash: service-control: command not found")]
    public void What_is_no_listing_is_an_error(string text) => Assert.Throws<FormatException>(() => SavedServiceStatus.Read(text, "x"));
}
