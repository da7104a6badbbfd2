using System.Net;
using System.Text.Json;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>What a platform answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">The body of an answer that is a refusal; empty otherwise.</param>
/// <param name="Json">The body of an answer that is none; null where it has no body.</param>
/// <param name="RetryAfter">How long to wait before asking again, where it says that.</param>
internal sealed record PlatformAnswer(HttpStatusCode Status, string Text, JsonDocument? Json, TimeSpan? RetryAfter) : IDisposable
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public void Dispose() => Json?.Dispose();
}
