using System.Net;

namespace VcsaAuthGuard.Tests.Http;

/// <summary>Answers requests in place of a server.</summary>
internal sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> respond) : HttpMessageHandler
{
    private int _count;

    /// <summary>Gets the number of requests.</summary>
    public int Count => Volatile.Read(ref _count);

    public static StubHandler Always(HttpStatusCode status, string body) => new(_ => new(status) { Content = new StringContent(body) });

    /// <summary>Answers every request with a body that never ends.</summary>
    public static StubHandler Endless(HttpStatusCode status, EndlessStream body) =>
        new(_ => new(status) { Content = new StreamContent(body) });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        return Task.FromResult(respond(request));
    }
}
