using VcsaAuthGuard.Diagnosis.Symptoms;

namespace VcsaAuthGuard.Tests.Diagnosis.Symptoms;

/// <summary>Tests which host and which datastore the text of an entry names.</summary>
public sealed class EntryPlaceTests
{
    [Theory]
    [InlineData("Failed to connect to host-42 (esx01.example.org)", "HostSystem-host-42")]
    [InlineData("Failed to connect to esx01.example.org", "esx01.example.org")]
    [InlineData("Cannot resolve 'esx-1.lab.example.org': no such host", "esx-1.lab.example.org")]
    [InlineData("The last host was esx01.example.org.", "esx01.example.org")]
    [InlineData("(esx01.example.org)", "esx01.example.org")]
    [InlineData("ghost-1 and host-x, then HOST-7 of host-8", "HostSystem-host-7")]
    [InlineData("1.5 s, then vim.fault.NotFound, at 10.0.0.7: esx-2.example.org", "esx-2.example.org")]
    public void A_host_is_found_by_id_or_by_name(string text, string host) => Assert.Equal(host, EntryPlace.Host(text));

    [Theory]
    [InlineData("Fault cause: vim.fault.NotFound")]
    [InlineData("com.vmware.vcenter.services failed in VpxdMain.cpp")]
    [InlineData("https://vc01.example.org/sdk")]
    [InlineData("svc@example.org")]
    [InlineData("object.method() of 10.0.0.7 after 1.5 s")]
    [InlineData("")]
    public void Types_files_addresses_and_calls_are_no_hosts(string text) => Assert.Null(EntryPlace.Host(text));

    [Theory]
    [InlineData("volume 5f2a1b3c-0d9e8f7a-1234-0123456789ab is lost", "5f2a1b3c-0d9e8f7a-1234-0123456789ab")]
    [InlineData("device naa.60000000000000000000000000000001 is lost", "naa.60000000000000000000000000000001")]
    [InlineData("object datastore-17 is lost", "datastore-17")]
    [InlineData("File [ds 01] web01/web01.vmx was not found", "ds 01")]
    [InlineData("Lost access to datastore named 'backup 1'", "backup 1")]
    [InlineData("Lost access to datastore nfs_2", "nfs_2")]
    [InlineData("Cannot open \"[ds_2]\"", "ds_2")]
    [InlineData("Cannot open [ds 3] db/db.VMDK", "ds 3")]
    [InlineData("Cannot open [ds 3] or vim.fault.NotFound", null)]
    [InlineData("Lost access to the datastore again", null)]
    [InlineData("task-12345678-not-a-volume", null)]
    public void A_datastore_is_found_by_volume_path_or_name(string text, string? datastore) =>
        Assert.Equal(datastore, EntryPlace.Datastore(text));
}
