using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Requests to a platform without sessions: basic authentication, a bearer token, or nothing.</summary>
internal sealed class PlatformDoor : IDisposable
{
    private readonly PlatformOptions _options;
    private readonly string? _authorization;

    public PlatformDoor(PlatformOptions options, HttpMessageHandler handler, string notThisApi, string unreachable)
    {
        _options = options;
        Http = new PlatformHttp(options.Address, handler, options.Timeout, options.Delay, new() { NotThisApi = notThisApi, Unreachable = unreachable });
        if (options.Credential is NetworkCredential credential)
        {
            string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}"));
            Http.AddSecret(credential.Password);
            Http.AddSecret(basic);
            _authorization = "Basic " + basic;
        }
        else if (options.Token is { Length: > 0 } token)
        {
            Http.AddSecret(token);
            _authorization = "Bearer " + token;
        }
    }

    public PlatformHttp Http { get; }

    public void Dispose() => Http.Dispose();

    public Task<PlatformAnswer> GetAsync(string path, string asked, CancellationToken token) => AskAsync(HttpMethod.Get, path, asked, null, mayRepeat: true, token);

    /// <summary>Makes a request, and fails where it is refused.</summary>
    public async Task<PlatformAnswer> AskAsync(HttpMethod method, string path, string asked, JsonObject? body, bool mayRepeat, CancellationToken token) =>
        Http.Check(await TryAsync(method, path, asked, body, mayRepeat, token).ConfigureAwait(false), asked);

    /// <summary>Makes a request; a refusal is an answer too.</summary>
    public Task<PlatformAnswer> TryAsync(HttpMethod method, string path, string asked, JsonObject? body, bool mayRepeat, CancellationToken token)
    {
        Uri address = new(_options.Address, path);
        string? text = body?.ToJsonString();
        return Http.ExchangeAsync(() => NewRequest(method, address, text), asked, mayRepeat, token);
    }

    private HttpRequestMessage NewRequest(HttpMethod method, Uri address, string? body)
    {
        HttpRequestMessage request = new(method, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (_authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", _authorization);
        }

        if (_options.Tenant is { Length: > 0 } tenant)
        {
            request.Headers.TryAddWithoutValidation("X-Scope-OrgID", tenant);
        }

        return request;
    }
}
