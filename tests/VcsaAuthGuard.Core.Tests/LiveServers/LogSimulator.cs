using System.Net.Http.Json;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Tests.LiveServers;

/// <summary>A simulator with the logs and events of a folder.</summary>
internal sealed class LogSimulator(string folder, params string[] flags)
    : VSphereSimulator(["-version", "8.0.3", "-logs", folder, .. flags])
{
    public VSphereClientOptions Client => VSphere.VSphereClientTests.Options(this);

    /// <summary>Returns what it was asked so far.</summary>
    public async Task<SimulatorCounts> CountAsync(CancellationToken token)
    {
        using HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using HttpClient http = new(handler);
        return (await http.GetFromJsonAsync<SimulatorCounts>(new Uri(Address, "/counts"), token))!;
    }
}
