using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace VcsaAuthGuard.Http;

/// <summary>Represents a response that was read completely.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The response headers.</param>
/// <param name="Body">The content; empty if it was not asked for.</param>
internal sealed record HttpResult(HttpStatusCode Status, HttpResponseHeaders Headers, byte[] Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Gets the content as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);
}
