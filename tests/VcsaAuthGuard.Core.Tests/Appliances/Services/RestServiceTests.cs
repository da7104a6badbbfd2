using System.Net;
using System.Security.Cryptography;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Appliances.Services;

namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>Services over REST, at a stand-in with the same state files as the one behind sshd.</summary>
public sealed class RestServiceTests : IAsyncLifetime
{
    private static readonly RestartOptions Options = new()
    {
        PollInterval = TimeSpan.FromMilliseconds(50),
        Timeout = TimeSpan.FromMinutes(10),
        LastGrace = TimeSpan.FromSeconds(0.5),
    };

    private readonly ApplianceState _state = new();
    private StandInServiceApi _api = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _api = await StandInServiceApi.StartAsync(_state);

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        _state.Dispose();
    }

    [Fact]
    public async Task Services_are_read_with_their_health_and_the_session_is_ended()
    {
        _state.Put("vpxd", "STARTED", "DEGRADED");
        using (RestServiceControl control = Control())
        {
            IReadOnlyList<ApplianceService> services = await control.ReadAsync(["vmware-vpxd", "envoy-hgw"], true, Stop);
            Assert.Equal(
                ["vmware-envoy-hgw: Started, Healthy", "vmware-vpxd: Started, Degraded"],
                services.Select(service => service.ToString())
            );
            Assert.True((await control.ReadAsync([], true, Stop)).Count > 30);
            Assert.Equal(1, _api.OpenSessions);
        }

        Assert.Equal(0, _api.OpenSessions);
    }

    [Fact]
    public async Task A_restart_works_and_says_that_nothing_proves_it()
    {
        IReadOnlyDictionary<string, StandInService> before = _state.States();
        using RestServiceControl control = Control();
        RestartReport report = await new PipelineRestart(control, Options).RunAsync(Stop);
        Assert.Equal(RestartOutcome.Restarted, report.Outcome);
        Assert.False(report.IsProven);
        Assert.Equal("It could not be determined whether vmware-vpxd and vmware-envoy-hgw is a new process.", report.Reason);
        Assert.NotEqual(before["vpxd"].ProcessId, _state.States()["vpxd"].ProcessId);
        Assert.NotEqual(before["envoy-hgw"].ProcessId, _state.States()["envoy-hgw"].ProcessId);
    }

    [Theory]
    [InlineData(ServiceApiFault.Error, 0)]
    [InlineData(ServiceApiFault.TimedOut, 0)]
    [InlineData(ServiceApiFault.TimedOutButDone, 0.5)]
    public async Task What_the_api_says_of_a_restart_is_not_believed(ServiceApiFault fault, double seconds)
    {
        _api.SetFault("POST /api/vcenter/services/vpxd", fault, seconds, times: 1);
        using RestServiceControl control = Control();
        RestartReport report = await new PipelineRestart(control, Options).RunAsync(Stop);
        Assert.Equal(RestartOutcome.Restarted, report.Outcome); // It runs; that it is no new process nothing tells.
        Assert.False(report.IsProven);
        Assert.Contains("50", report.Steps[0].Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_stays_down_is_reported()
    {
        _state.SetFault("vpxd", ApplianceAction.Start, ApplianceFault.LieSuccess);
        using RestServiceControl control = Control();
        RestartReport report = await new PipelineRestart(control, Options).RunAsync(Stop);
        Assert.Equal(RestartOutcome.Failed, report.Outcome);
        Assert.Equal(["vmware-vpxd"], report.Down);
        Assert.Equal(2, report.NextCommands.Count);
    }

    [Fact]
    public async Task An_expired_session_costs_one_login_and_429_a_pause()
    {
        using RestServiceControl control = Control();
        await control.ReadAsync([], true, Stop);
        _api.ForgetSessions();
        _api.SetFault("GET /api/vcenter/services", ServiceApiFault.TooManyRequests, seconds: 0, times: 1, skip: 1);
        Assert.NotEmpty(await control.ReadAsync([], true, Stop));
        Assert.Equal(2, _api.Requests.Count(request => request.StartsWith("POST /api/session", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_wrong_password_and_a_whole_restart_are_refused()
    {
        using RestServiceControl wrong = Control("wrong");
        ApplianceException e = await Assert.ThrowsAsync<ApplianceException>(() => wrong.ReadAsync([], true, Stop));
        Assert.Equal(ApplianceProblem.AuthenticationFailed, e.Problem);
        Assert.DoesNotContain("wrong", e.ToString(), StringComparison.Ordinal);
        using RestServiceControl control = Control();
        RestartReport report = await new PipelineRestart(control, new() { Scope = RestartScope.Full }).RunAsync(Stop);
        Assert.Equal(RestartOutcome.Refused, report.Outcome);
    }

    private RestServiceControl Control(string? password = null)
    {
        HttpClientHandler handler = new()
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
                certificate!.GetCertHashString(HashAlgorithmName.SHA256) == _api.Thumbprint,
        };
        return new(handler, _api.Address, new NetworkCredential(StandInServiceApi.UserName, password ?? _api.Password));
    }
}
