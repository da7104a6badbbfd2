using System.Net.Http.Headers;
using System.Xml;
using System.Xml.Linq;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.VSphere;

/// <summary>Sends SOAP calls over HTTPS to one server, together with its session cookie.</summary>
internal sealed class SoapChannel : IDisposable
{
    private const string CookieName = "vmware_soap_session";

    /// <summary>The API version of the calls. All properties of UserSession that are read exist since 5.1; 6.0 is the oldest version
    /// supported.</summary>
    private const string SoapAction = "urn:vim25/6.0";

    /// <summary>A list of 3000 sessions takes about 2 MiB.</summary>
    private const int MaxResponseBytes = 32 << 20;

    private const string NotVSphereRemedy =
        "Check that the address is that of vCenter Server (https://NAME/sdk), not of a proxy, and that its services are running.";

    private readonly VSphereClientOptions _options;
    private readonly BoundedHttpClient _http;
    private readonly SecretFilter _secrets = new();
    private readonly bool _takesCookies;

    /// <param name="options">The server and how to connect to it.</param>
    /// <param name="secret">The session to use; null to use the session that the server opens.</param>
    public SoapChannel(VSphereClientOptions options, SessionSecret? secret)
    {
        _options = options;
        _takesCookies = secret is null;
        Use(secret);
        HttpMessageHandler handler = HttpsHandler.Create(options.Address, options.Thumbprint, options.SkipCertificateCheck);
        _http = new(options.Address, handler, options.Timeout);
    }

    /// <summary>Gets the session in which calls are made.</summary>
    public SessionSecret? Secret { get; private set; }

    /// <summary>Makes a call.</summary>
    /// <param name="method">The method's name, for messages.</param>
    /// <param name="request">The envelope.</param>
    /// <param name="token">Cancels the call.</param>
    /// <returns>The element in the body of the response.</returns>
    /// <exception cref="ServerException">The call failed.</exception>
    public async Task<XElement> CallAsync(string method, byte[] request, CancellationToken token)
    {
        using HttpRequestMessage message = CreateMessage(request);
        HttpResult answer;
        try
        {
            answer = await _http.SendAsync(message, MaxResponseBytes, token).ConfigureAwait(false);
        }
        catch (ResponseTooLargeException e)
        {
            throw new UnexpectedResponseException(_options.Address, e.Status, $"a response of more than {e.Limit}.", NotVSphereRemedy);
        }

        XElement payload = Parse(method, answer);
        if (_takesCookies && FindSecret(answer.Headers) is SessionSecret secret)
        {
            Use(secret);
        }

        return payload;
    }

    /// <summary>Hides the text in all messages.</summary>
    public void AddSecret(string secret) => _secrets.Add(secret);

    /// <summary>Returns the server's text in a form that is safe to show.</summary>
    public string Redact(string text) => _secrets.Redact(text, SafeText.Cut);

    public void Dispose() => _http.Dispose();

    private void Use(SessionSecret? secret)
    {
        Secret = secret;
        _secrets.Add(secret?.Reveal().Trim('"'));
    }

    private HttpRequestMessage CreateMessage(byte[] request)
    {
        HttpRequestMessage message = new(HttpMethod.Post, _options.Address) { Content = new ByteArrayContent(request) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml") { CharSet = "utf-8" };
        message.Headers.Add("SOAPAction", SoapAction);
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        message.Headers.ExpectContinue = false;
        if (Secret is not null)
        {
            message.Headers.TryAddWithoutValidation("Cookie", $"{CookieName}={Secret.Reveal()}");
        }

        return message;
    }

    private XElement Parse(string method, HttpResult answer)
    {
        XElement payload;
        try
        {
            payload = SoapXml.ReadPayload(answer.Body);
        }
        catch (XmlException e)
        {
            string words = _secrets.Redact(answer.Text, SafeText.FirstWords);
            string place = e.LineNumber > 0 ? FormattableString.Invariant($" (line {e.LineNumber}, character {e.LinePosition})") : "";
            string what =
                words.Length == 0
                    ? FormattableString.Invariant(
                        $"a response of {answer.Body.Length} bytes without text, which is not one of the vSphere API{place}."
                    )
                    : $"a response that is not one of the vSphere API{place}: {words}";
            throw new UnexpectedResponseException(_options.Address, answer.Status, what, NotVSphereRemedy);
        }

        string name = payload.Name.LocalName;
        return name == "Fault" ? throw VSphereFault.FromResponse(payload).ToException(_options.Address, method, null, Redact)
            : name == method + "Response" ? payload
            : throw new UnexpectedResponseException(
                _options.Address,
                answer.Status,
                $"a {Redact(name)} in response to {method}.",
                NotVSphereRemedy
            );
    }

    /// <summary>Returns the cookie's value unchanged: vCenter Server puts it in quotes and expects them back.</summary>
    private static SessionSecret? FindSecret(HttpResponseHeaders headers)
    {
        const string Start = CookieName + "=";
        string? cookie = headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies)
            ? cookies.LastOrDefault(value => value.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
            : null;
        string? value = cookie?.Substring(Start.Length).Split(';')[0].Trim();
        return value is null or "\"\"" || !SessionSecret.IsCookieValue(value) ? null : new SessionSecret(value);
    }
}
