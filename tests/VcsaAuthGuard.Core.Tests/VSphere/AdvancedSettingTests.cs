using System.Net;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>Tests that advanced settings are read from a real vSphere API: govmomi's simulator.</summary>
public class AdvancedSettingTests(ConfiguredSimulator simulator) : IClassFixture<ConfiguredSimulator>
{
    private static readonly NetworkCredential Operator = new("operator@vsphere.local", "pass");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_setting_is_read_by_its_key()
    {
        Assert.Equal([new AdvancedSetting("config.vmacore.soap.maxSessionCount", "4000")], await ReadAsync(SessionLimit.SettingKey));
    }

    [Fact]
    public async Task The_settings_below_a_node_are_read_together()
    {
        IReadOnlyList<AdvancedSetting> settings = await ReadAsync("config.vpxd.sso");
        Assert.True(settings.Count > 5);
        Assert.All(settings, setting => Assert.StartsWith("config.vpxd.sso.", setting.Key));
    }

    [Fact]
    public async Task All_settings_are_read_at_once()
    {
        IReadOnlyList<AdvancedSetting> settings = await ReadAsync(null);
        Assert.Contains(new AdvancedSetting("config.vmacore.soap.maxSessionCount", "4000"), settings);
        Assert.Contains(settings, setting => setting.Key == "config.vpxd.sso.enabled");
    }

    [Fact]
    public async Task A_setting_that_the_server_does_not_have_is_not_an_error()
    {
        Assert.Empty(await ReadAsync("config.vmacore.soap.noSuchSetting"));
    }

    private async Task<IReadOnlyList<AdvancedSetting>> ReadAsync(string? key)
    {
        simulator.Require();
        await using SessionHolder held = new();
        VSphereClient client = await held.LoginAsync(VSphereClientTests.Options(simulator), Operator, Stop);
        return await client.ReadSettingsAsync(key, Stop);
    }
}
