using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Calls a platform's API without a session: with basic authentication, a bearer token, or neither.</summary>
internal sealed class PlatformApiClient : IDisposable
{
    private readonly PlatformOptions _options;
    private readonly string? _authorization;

    public PlatformApiClient(PlatformOptions options, HttpMessageHandler handler, PlatformAdvice advice)
    {
        _options = options;
        Connection = new PlatformConnection(options.Address, handler, options.Timeout, options.TimeProvider, advice, options.ThrottleLimit);
        if (options.Credential is not null)
        {
            _authorization = Connection.Secrets.AddBasic(options.Credential);
        }
        else if (options.Token is { Length: > 0 } token)
        {
            Connection.Secrets.Add(token);
            _authorization = "Bearer " + token;
        }
    }

    public PlatformConnection Connection { get; }

    public void Dispose() => Connection.Dispose();

    public Task<PlatformResponse> GetAsync(string path, string name, CancellationToken token) =>
        SendAsync(HttpMethod.Get, path, name, null, isRepeatable: true, token);

    /// <summary>Sends a request, and throws unless the response is successful.</summary>
    public async Task<PlatformResponse> SendAsync(
        HttpMethod method, string path, string name, JsonObject? body, bool isRepeatable, CancellationToken token) =>
        Connection.EnsureSuccess(await TrySendAsync(method, path, name, body, isRepeatable, token).ConfigureAwait(false), name);

    /// <summary>Sends a POST request with a form, which only reads; throws unless the response is successful.</summary>
    public async Task<PlatformResponse> SendFormAsync(
        string path, string name, CancellationToken token, params (string Key, string Value)[] fields)
    {
        Uri address = new(_options.Address, path);
        string form = string.Join("&", fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        return Connection.EnsureSuccess(
            await Connection
                .SendAsync(
                    () => CreateRequest(HttpMethod.Post, address, form, "application/x-www-form-urlencoded"),
                    name,
                    isRepeatable: true,
                    token)
                .ConfigureAwait(false),
            name);
    }

    /// <summary>Sends a request and returns the response with any status.</summary>
    public Task<PlatformResponse> TrySendAsync(
        HttpMethod method, string path, string name, JsonObject? body, bool isRepeatable, CancellationToken token)
    {
        Uri address = new(_options.Address, path);
        string? text = body?.ToJsonString();
        return Connection.SendAsync(() => CreateRequest(method, address, text), name, isRepeatable, token);
    }

    private HttpRequestMessage CreateRequest(HttpMethod method, Uri address, string? body, string mediaType = "application/json")
    {
        HttpRequestMessage request = new(method, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, mediaType);
        if (_authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", _authorization);
        }

        if (_options.Tenant is { Length: > 0 } tenant)
        {
            AddTenant(request, tenant);
        }

        return request;
    }

    private void AddTenant(HttpRequestMessage request, string tenant)
    {
        if (_options.Platform != LogPlatform.VictoriaLogs)
        {
            request.Headers.TryAddWithoutValidation("X-Scope-OrgID", tenant);
            return;
        }

        string[] parts = tenant.Split(':');
        request.Headers.TryAddWithoutValidation("AccountID", parts[0]);
        request.Headers.TryAddWithoutValidation("ProjectID", parts.Length > 1 ? parts[1] : "0");
    }
}
