using System.Net;
using System.Text.Json;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Represents a platform's response.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">The body of a response that reports a failure; empty otherwise.</param>
/// <param name="Json">The body of a successful response; null if it has none.</param>
/// <param name="RetryAfter">The delay that the server asks for; null if it does not.</param>
internal sealed record PlatformResponse(HttpStatusCode Status, string Text, JsonDocument? Json, TimeSpan? RetryAfter) : IDisposable
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public void Dispose() => Json?.Dispose();
}
