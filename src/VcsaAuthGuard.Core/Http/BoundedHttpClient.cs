using System.Net;

namespace VcsaAuthGuard.Http;

/// <summary>
/// Sends requests to one server and reads the responses, each within a time limit and a size limit. The headers are read first, so that
/// a response without an end is abandoned at the limit.
/// </summary>
/// <param name="server">The server that messages name.</param>
/// <param name="handler">Sends the requests, see <see cref="HttpsHandler"/>; it is disposed of with this object.</param>
/// <param name="timeout">The time limit of one request, from connecting to the end of the response.</param>
internal sealed class BoundedHttpClient(Uri server, HttpMessageHandler handler, TimeSpan timeout) : IDisposable
{
    /// <summary>The size limit of a response that reports a failure; no message shows more than its first words.</summary>
    public const int MaxFailureBytes = 1 << 20;

    private const int BufferSize = 64 << 10;

    private readonly HttpClient _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Sends a request and reads its response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The size limit of a successful response; 0 to read the headers only.</param>
    /// <param name="token">Cancels the request.</param>
    /// <exception cref="ServerUnreachableException">The connection failed, or the time limit was exceeded.</exception>
    /// <exception cref="CertificateNotTrustedException">The server's certificate is not trusted.</exception>
    /// <exception cref="ThumbprintMismatchException">The server's certificate is not the pinned one.</exception>
    /// <exception cref="ResponseTooLargeException">The response exceeds its size limit.</exception>
    public async Task<HttpResult> SendAsync(HttpRequestMessage request, int maxBytes, CancellationToken token)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(timeout);
        try
        {
            using HttpResponseMessage response = await _http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            int maxLength = response.IsSuccessStatusCode ? maxBytes : Math.Min(maxBytes, MaxFailureBytes);
            byte[] body = maxLength == 0 ? [] : await ReadAsync(response, maxLength, limit.Token).ConfigureAwait(false);
            return new HttpResult(response.StatusCode, response.Headers, body);
        }
        catch (Exception) when (token.IsCancellationRequested)
        {
            throw new OperationCanceledException(token);
        }
        catch (Exception e) when (limit.IsCancellationRequested && e is not ServerException)
        {
            throw new ServerUnreachableException(server, timeout);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or WebException)
        {
            throw new ServerUnreachableException(server, e);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken token)
    {
        // .NET Framework ends a read that has begun only when the response is disposed of, not when the token is cancelled.
        using CancellationTokenRegistration abort = token.Register(response.Dispose);
#if NET
        using Stream stream = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
#else
        using Stream stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
        using MemoryStream body = new();
        byte[] buffer = new byte[BufferSize];
        int read;
#if NET
        while ((read = await stream.ReadAsync(buffer.AsMemory(), token).ConfigureAwait(false)) > 0)
#else
        while ((read = await stream.ReadAsync(buffer, 0, buffer.Length, token).ConfigureAwait(false)) > 0)
#endif
        {
            if (body.Length + read > maxBytes)
            {
                throw new ResponseTooLargeException(server, response.StatusCode, maxBytes);
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
