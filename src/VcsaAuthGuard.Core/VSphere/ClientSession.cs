using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>Represents a session in which several calls are made; see <see cref="SessionAccess.OpenAsync"/>.</summary>
public sealed class ClientSession : IDisposable
{
    private bool _mustLogOut;

    internal ClientSession(VSphereClient client, VSphereAbout about, bool isOwn)
    {
        Client = client;
        About = about;
        _mustLogOut = isOwn;
    }

    /// <summary>Gets the client that makes calls in this session.</summary>
    public VSphereClient Client { get; }

    /// <summary>Gets the server's description of itself.</summary>
    public VSphereAbout About { get; }

    /// <summary>Ends the session if it was opened for these calls; an existing session stays. Waits for ten seconds at most.</summary>
    /// <param name="token">Ends the wait within a second; the logout continues in the background.</param>
    /// <returns>The reason why it could not be ended; null if it was, or when there was nothing to end.</returns>
    public Task<ServerException?> CloseAsync(CancellationToken token = default)
    {
        if (!_mustLogOut)
        {
            return Task.FromResult<ServerException?>(null);
        }

        _mustLogOut = false;
        return LoginGrace.AwaitAsync(LoginGrace.TryLogoutAsync(Client), token);
    }

    /// <summary>Closes the connection. The session remains open unless <see cref="CloseAsync"/> ended it.</summary>
    public void Dispose() => Client.Dispose();
}
