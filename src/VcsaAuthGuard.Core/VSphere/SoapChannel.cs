using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.VSphere;

/// <summary>Carries SOAP calls over HTTPS to one server, and its session cookie with them.</summary>
internal sealed class SoapChannel : IDisposable
{
    private const string CookieName = "vmware_soap_session";

    /// <summary>The version asked for: all of UserSession has been there since 5.1, and 6.0 is the oldest this module knows anything about.</summary>
    private const string SoapAction = "urn:vim25/6.0";

    /// <summary>3000 sessions take some 2 MiB.</summary>
    private const int MaxAnswerBytes = 32 << 20;

    private const string NoVSphere = "Check that the address is vCenter Server's own (https://NAME/sdk), that no proxy answers in its place, and that its services run.";

    private readonly VSphereClientOptions _options;
    private readonly ServerCertificateCheck _certificate;
    private readonly HttpClient _http;
    private readonly bool _takesCookies;

    /// <param name="options">Where to and how.</param>
    /// <param name="secret">The session to use; null: the one that the server gives.</param>
    public SoapChannel(VSphereClientOptions options, SessionSecret? secret)
    {
        _options = options;
        _takesCookies = secret is null;
        Secret = secret;
        _certificate = new(options);
        _http = new HttpClient(VSphereHttp.CreateHandler(_certificate)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The session that calls are made in.</summary>
    public SessionSecret? Secret { get; private set; }

    /// <summary>Makes a call.</summary>
    /// <param name="method">The method's name, for messages.</param>
    /// <param name="request">The envelope.</param>
    /// <param name="secrets">What is in the envelope and must be in no message.</param>
    /// <param name="token">Ends the call.</param>
    /// <returns>The element in the body of the answer.</returns>
    /// <exception cref="VSphereException">The call did not work.</exception>
    public async Task<XElement> CallAsync(string method, byte[] request, IReadOnlyList<string> secrets, CancellationToken token)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(token);
        timeout.CancelAfter(_options.Timeout);
        try
        {
            using HttpResponseMessage response = await SendAsync(request, timeout.Token).ConfigureAwait(false);
            byte[] answer;
            // .NET Framework does not end a read that has begun when asked to, only when the response is disposed of.
            using (timeout.Token.Register(response.Dispose))
            {
                answer = await ReadAsync(response).ConfigureAwait(false);
            }

            XElement payload = Parse(method, response.StatusCode, answer, (text, cut) => Show(text, secrets, cut));
            if (_takesCookies)
            {
                Secret = SecretIn(response.Headers) ?? Secret;
            }

            return payload;
        }
        catch (Exception) when (token.IsCancellationRequested)
        {
            throw new OperationCanceledException(token);
        }
        catch (Exception e) when (timeout.IsCancellationRequested && e is not VSphereException)
        {
            throw new ServerUnreachableException(_options.Address, _options.Timeout);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or WebException)
        {
            throw _certificate.Refusal ?? new ServerUnreachableException(_options.Address, e);
        }
    }

    /// <summary>Makes the server's words fit to be shown.</summary>
    public string Show(string text) => Show(text, [], SafeText.Cut);

    public void Dispose() => _http.Dispose();

    private string Show(string text, IReadOnlyList<string> secrets, Func<string, string> cut) =>
        SafeText.Repeats(text, Secret is null ? secrets : [.. secrets, Secret.Reveal().Trim('"')]) ? "(not shown: it repeats a secret)" : cut(text);

    private async Task<HttpResponseMessage> SendAsync(byte[] request, CancellationToken token)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, _options.Address) { Content = new ByteArrayContent(request) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml") { CharSet = "utf-8" };
        message.Headers.Add("SOAPAction", SoapAction);
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        message.Headers.ExpectContinue = false;
        if (Secret is not null)
        {
            message.Headers.TryAddWithoutValidation("Cookie", $"{CookieName}={Secret.Reveal()}");
        }

        return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response)
    {
        using Stream stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        using MemoryStream answer = new();
        byte[] buffer = new byte[64 << 10];
        int read;
#if NET
        while ((read = await stream.ReadAsync(buffer.AsMemory()).ConfigureAwait(false)) > 0)
#else
        while ((read = await stream.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false)) > 0)
#endif
        {
            answer.Write(buffer, 0, read);
            if (answer.Length > MaxAnswerBytes)
            {
                throw new UnexpectedAnswerException(_options.Address, response.StatusCode, FormattableString.Invariant($"an answer of more than {MaxAnswerBytes >> 20} MiB."), NoVSphere);
            }
        }

        return answer.ToArray();
    }

    private XElement Parse(string method, HttpStatusCode status, byte[] answer, Func<string, Func<string, string>, string> show)
    {
        XElement payload;
        try
        {
            payload = SoapXml.ReadPayload(answer);
        }
        catch (XmlException e)
        {
            string words = show(Encoding.UTF8.GetString(answer), SafeText.FirstWords);
            string place = e.LineNumber > 0 ? FormattableString.Invariant($" (line {e.LineNumber}, character {e.LinePosition})") : "";
            string what = words.Length == 0
                ? FormattableString.Invariant($"an answer of {answer.Length} bytes without words, which is not one of the vSphere API{place}.")
                : $"an answer that is not one of the vSphere API{place}: {words}";
            throw new UnexpectedAnswerException(_options.Address, status, what, NoVSphere);
        }

        if (payload.Name.LocalName == "Fault")
        {
            throw VSphereFault.OfAnswer(payload).ToException(_options.Address, method, null, text => show(text, SafeText.Cut));
        }

        return payload.Name.LocalName == method + "Response"
            ? payload
            : throw new UnexpectedAnswerException(_options.Address, status, $"a {show(payload.Name.LocalName, SafeText.Cut)} in answer to {method}.", NoVSphere);
    }

    /// <summary>The cookie's value as it stands: vCenter Server puts it in quotes and expects them back.</summary>
    private static SessionSecret? SecretIn(HttpResponseHeaders headers)
    {
        const string Start = CookieName + "=";
        string? cookie = headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies)
            ? cookies.LastOrDefault(value => value.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
            : null;
        string? value = cookie?.Substring(Start.Length).Split(';')[0].Trim();
        return value is null or "\"\"" || !SessionSecret.IsCookieValue(value) ? null : new SessionSecret(value);
    }
}
