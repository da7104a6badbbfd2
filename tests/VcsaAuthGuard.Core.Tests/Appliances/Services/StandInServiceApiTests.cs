using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>The stand-in of the services API, asked by .NET's own client.</summary>
public sealed class StandInServiceApiTests : IAsyncLifetime
{
    private const string Service = "/api/vcenter/services/vpxd";

    private ApplianceState _state = null!;
    private StandInServiceApi _api = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The stand-in appliance needs Linux with bash 5, flock and setsid.");
        _state = new ApplianceState();
        _api = await StandInServiceApi.StartAsync(_state);
        HttpClientHandler handler = new()
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
                certificate?.GetCertHashString(HashAlgorithmName.SHA256) == _api.Thumbprint,
        };
        _client = new HttpClient(handler) { BaseAddress = _api.Address };
    }

    [Fact]
    public async Task A_login_gives_a_token_that_every_other_request_needs()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("GET", "/api/vcenter/services")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync("wrong"));
        Assert.Equal(HttpStatusCode.Created, await LoginAsync(_api.Password));
        JsonNode services = (await SendAsync("GET", "/api/vcenter/services")).Body!;
        Assert.Equal("STARTED", (string?)services["vpxd"]!["state"]);
        Assert.Equal("HEALTHY", (string?)services["envoy-hgw"]!["health"]);
        Assert.Null(services["vmafdd"]);
        JsonNode sample = JsonNode.Parse(
            await File.ReadAllTextAsync(Repository.Sample("vmon.json"), TestContext.Current.CancellationToken)
        )!["value"]!;
        JsonNode legacy = (await SendAsync("GET", "/rest/appliance/vmon/service")).Body!["value"]!;
        Assert.Equal(Keys(sample, "vpxd"), Keys(legacy, "vpxd"));
        Assert.Equal(Keys(sample, "vmcam"), Keys(legacy, "vmcam"));
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync("DELETE", "/api/session")).Status);
        Assert.Equal(0, _api.OpenSessions);
    }

    [Fact]
    public async Task An_action_moves_the_state_where_it_is_allowed()
    {
        await LoginAsync(_api.Password);
        int? before = _state.States()["vpxd"].ProcessId;
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync("POST", Service + "?action=restart")).Status);
        Assert.NotEqual(before, _state.States()["vpxd"].ProcessId);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("POST", Service + "?action=start")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync("POST", Service + "?action=stop")).Status);
        Assert.Equal("STOPPED", (string?)(await SendAsync("GET", Service)).Body!["state"]);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("POST", "/api/vcenter/services/none?action=start")).Status);
        _state.SetFault("vpxd", ApplianceAction.Start, ApplianceFault.LieSuccess);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync("POST", Service + "?action=start")).Status);
        Assert.Equal("STOPPED", _state.States()["vpxd"].RunState);
        _state.SetFault("vpxd", ApplianceAction.Start, ApplianceFault.Fail);
        Assert.Equal(HttpStatusCode.InternalServerError, (await SendAsync("POST", Service + "?action=start")).Status);
    }

    [Theory]
    [InlineData(ServiceApiFault.Slow, 204, true)]
    [InlineData(ServiceApiFault.Unauthenticated, 401, false)]
    [InlineData(ServiceApiFault.TooManyRequests, 429, false)]
    [InlineData(ServiceApiFault.Error, 500, false)]
    [InlineData(ServiceApiFault.TimedOut, 504, false)]
    [InlineData(ServiceApiFault.TimedOutButDone, 504, true)]
    public async Task A_fault_answers_once_and_then_no_more(ServiceApiFault fault, int status, bool isDone)
    {
        await LoginAsync(_api.Password);
        _api.SetFault("POST " + Service, fault, seconds: 0.2, times: 1);
        Assert.Equal(status, (int)(await SendAsync("POST", Service + "?action=stop")).Status);
        await _api.DisposeAsync();
        Assert.Equal(isDone ? "STOPPED" : "STARTED", _state.States()["vpxd"].RunState);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        try
        {
            await _api.DisposeAsync();
        }
        finally
        {
            _state.Dispose();
        }
    }

    private static IEnumerable<string> Keys(JsonNode services, string id) =>
        services.AsArray().Single(item => (string?)item!["key"] == id)!["value"]!
            .AsObject()
            .Select(item => item.Key)
            .Where(key => key != "health_messages")
            .Order(StringComparer.Ordinal);

    private async Task<HttpStatusCode> LoginAsync(string password)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/session");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{StandInServiceApi.UserName}:{password}"))
        );
        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        if (response.IsSuccessStatusCode)
        {
            _client.DefaultRequestHeaders.Add(
                "vmware-api-session-id",
                (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            );
        }

        return response.StatusCode;
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(string method, string path)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, body.Length == 0 ? null : JsonNode.Parse(body));
    }
}
