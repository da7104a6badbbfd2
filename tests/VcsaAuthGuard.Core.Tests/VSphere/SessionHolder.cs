using System.Collections.Concurrent;
using System.Net;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>Sessions that a test opens and holds until its end, so that tests sharing a simulator leave nothing to each other.</summary>
internal sealed class SessionHolder : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, VSphereClient> _clients = new();

    public ICollection<string> Keys => _clients.Keys;

    public async Task<VSphereClient> LoginAsync(VSphereClientOptions options, NetworkCredential credential, CancellationToken token)
    {
        VSphereClient client = new(options);
        VCenterSession session = await client.LoginAsync(credential, token);
        _clients[session.Key] = client;
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (VSphereClient client in _clients.Values)
        {
            try
            {
                await client.LogoutAsync();
            }
            catch (NotAuthenticatedException)
            {
                // Some tests end their sessions in other ways.
            }

            client.Dispose();
        }
    }
}
