using System.Net;
using System.Text.Json.Nodes;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.LogPlatforms.Aria;
using VcsaAuthGuard.Tests.Http;

namespace VcsaAuthGuard.Tests.Alerts;

/// <summary>Registering at the stand-in: once whatever was there, and what goes wrong is said in the server's words.</summary>
public sealed class AriaAlertRegistrarTests : IAsyncLifetime
{
    private const string Login = "POST /api/v2/sessions";
    private const string List = "GET /api/v2/alerts";
    private const string Create = "POST /api/v1/alerts";

    private readonly ImmediateTimeProvider _time = new();
    private StandInAriaLogs _platform = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _platform = await StandInAriaLogs.StartNewAsync();

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Fact]
    public async Task The_alert_is_made_once()
    {
        RegisteredAlert made = Assert.Single(await RegisterAsync(new()));
        Assert.Equal((AlertAction.Create, AlertDefinition.DefaultName), (made.Action, made.Name));
        Assert.Equal(_platform.Address.Authority, made.Server);
        Assert.Equal([Login, List, Create], _platform.Requests);

        RegisteredAlert again = Assert.Single(await RegisterAsync(new()));
        Assert.Equal((AlertAction.None, made.Id), (again.Action, again.Id));
        JsonObject there = Assert.Single(_platform.Alerts).Value;
        Assert.Equal(10, (double)there["hitCount"]!);
        Assert.Equal(300_000, (int)there["searchPeriod"]!);
        Assert.True(QueryEvaluators.Aria((string)there["chartQuery"]!, AlertEvents.Entries(AlertEvents.Signature, "\n").First()));
    }

    [Fact]
    public async Task A_plan_changes_nothing()
    {
        await RegisterAsync(new());
        using AriaAlertRegistrar registrar = Registrar();
        AlertChange change = Assert.Single(await registrar.PlanAsync(new() { Rule = new BurstRule { Threshold = 20 } }, Stop));
        Assert.Equal(AlertAction.Update, change.Action);
        Assert.Contains($"then DELETE /api/v1/alerts/{change.ExistingId}", change.ToString());
        Assert.Contains("hitCount: 10.0 -> 20", change.ToString());
        Assert.Equal(1, _platform.Requests.Count(request => request == Create));
    }

    [Fact]
    public async Task An_update_shows_what_differs_and_keeps_whom_the_alert_tells()
    {
        string before = (await RegisterAsync(new()))[0].Id!;
        _platform.Alerts[before]["emailEnabled"] = true;
        _platform.Alerts[before]["emails"] = new JsonArray("ops@example.org");
        _platform.Alerts[before]["enabled"] = false;
        RegisteredAlert updated = Assert.Single(
            await RegisterAsync(
                new()
                {
                    Rule = new BurstRule { Threshold = 20, Period = TimeSpan.FromMinutes(10) },
                }
            )
        );

        Assert.Equal(AlertAction.Update, updated.Action);
        Assert.Equal(["info", "hitCount", "searchPeriod"], updated.Differences.Select(difference => difference.Property));
        (string id, JsonObject there) = Assert.Single(_platform.Alerts);
        Assert.Equal(updated.Id, id);
        Assert.NotEqual(before, id);
        Assert.Equal("ops@example.org", (string)there["emails"]![0]!);
        Assert.False((bool)there["enabled"]!);
        Assert.Equal([Create, "DELETE /api/v1/alerts/" + before], _platform.Requests.TakeLast(2));
    }

    [Fact]
    public async Task Several_servers_have_an_alert_each()
    {
        AlertDefinition alert = new() { Servers = ["vc01", "vc02"] };
        Assert.All(await RegisterAsync(alert), made => Assert.Equal(AlertAction.Create, made.Action));
        Assert.All(await RegisterAsync(alert), made => Assert.Equal(AlertAction.None, made.Action));
        Assert.Equal(2, _platform.Alerts.Count);
    }

    [Fact]
    public async Task Two_of_the_name_are_an_error_that_names_both()
    {
        string one = _platform.Put(new() { ["name"] = AlertDefinition.DefaultName });
        string other = _platform.Put(new() { ["name"] = AlertDefinition.DefaultName });
        PlatformException problem = await FailsAsync(PlatformProblem.Ambiguous);
        Assert.Contains(one, problem.Message);
        Assert.Contains(other, problem.Message);
    }

    [Theory]
    [InlineData(440)]
    [InlineData(401)]
    public async Task A_session_that_ended_is_opened_anew(int status)
    {
        _platform.Fail(List, status, times: 1);
        await RegisterAsync(new());
        Assert.Equal([Login, List, Login, List, Create], _platform.Requests);
    }

    [Fact]
    public async Task A_session_that_ends_between_two_requests_is_opened_anew()
    {
        using AriaAlertRegistrar registrar = Registrar();
        AlertChange change = Assert.Single(await registrar.PlanAsync(new(), Stop));
        _platform.ForgetSessions();
        await registrar.ApplyAsync(change, Stop);
        Assert.Equal([Login, List, Create, Login, Create], _platform.Requests);
        Assert.Single(_platform.Alerts);
    }

    [Fact]
    public async Task One_new_login_and_no_more()
    {
        _platform.Fail(List, 440);
        await FailsAsync(PlatformProblem.SessionLost);
        Assert.Equal([Login, List, Login, List], _platform.Requests);
    }

    [Fact]
    public async Task A_refused_login_is_said_without_the_password()
    {
        _platform.Fail(Login, 401, body: $"{{\"errorMessage\":\"No such user with {_platform.Password}\"}}", times: 1);
        PlatformException echo = await FailsAsync(PlatformProblem.LoginRefused);
        Assert.DoesNotContain(_platform.Password, echo.ToString());
        using AriaAlertRegistrar registrar = Registrar(password: "wrong");
        PlatformException refused = await Assert.ThrowsAsync<PlatformException>(() => registrar.PlanAsync(new(), Stop));
        Assert.Contains("Invalid username or password.", refused.Message);
        Assert.Contains(StandInAriaLogs.AlertsUser, refused.Message);
        Assert.Empty(_time.Delays);
    }

    [Fact]
    public async Task Too_many_requests_are_waited_for_as_long_as_the_server_says()
    {
        _platform.Fail(Create, 429, times: 1, retryAfter: "7");
        _platform.Fail(Create, 429, times: 2);
        await RegisterAsync(new());
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)], _time.Delays);
        Assert.Single(_platform.Alerts);
    }

    [Theory]
    [InlineData("3600", 0, "wait for 3600 seconds")]
    [InlineData(null, 4, "5 attempts")]
    public async Task Waiting_has_an_end(string? retryAfter, int waits, string message)
    {
        _platform.Fail(List, 429, retryAfter: retryAfter);
        Assert.Contains(message, (await FailsAsync(PlatformProblem.TooManyRequests)).Message);
        Assert.Equal(waits, _time.Delays.Count);
    }

    [Fact]
    public async Task A_failure_of_the_server_is_asked_again_where_that_does_no_harm()
    {
        _platform.Fail(Login, 503, times: 1);
        _platform.Fail(List, 500, times: 2);
        await RegisterAsync(new());
        Assert.Equal([Login, Login, List, List, List, Create], _platform.Requests);
    }

    [Fact]
    public async Task A_create_that_failed_is_not_asked_again()
    {
        _platform.Fail(Create, 502, body: "<html>Bad gateway\u001b[2J</html>");
        PlatformException problem = await FailsAsync(PlatformProblem.ServerError);
        Assert.Equal(HttpStatusCode.BadGateway, problem.Status);
        Assert.Contains("Bad gateway", problem.Message);
        Assert.DoesNotContain('\u001b', problem.Message);
        Assert.Equal([Login, List, Create], _platform.Requests);
    }

    [Fact]
    public async Task What_the_server_refuses_is_said_in_its_words()
    {
        _platform.Fail(
            Create,
            400,
            body: """{"errorMessage":"Some fields have incorrect values","errorDetails":{"hitCount":["too small"]}}"""
        );
        PlatformException problem = await FailsAsync(PlatformProblem.Refused);
        Assert.Contains(
            "POST /api/v1/alerts was refused: HTTP 400, \"Some fields have incorrect values {\"hitCount\":[\"too small\"]}\"",
            problem.Message
        );
    }

    [Fact]
    public async Task An_update_that_is_refused_leaves_the_old_alert()
    {
        string before = (await RegisterAsync(new()))[0].Id!;
        _platform.Fail(Create, 400);
        await FailsAsync(PlatformProblem.Refused, new() { Rule = new BurstRule { Threshold = 20 } });
        Assert.Equal(before, Assert.Single(_platform.Alerts).Key);
    }

    [Fact]
    public async Task An_old_alert_that_cannot_be_deleted_is_named()
    {
        string before = (await RegisterAsync(new()))[0].Id!;
        _platform.Fail("DELETE", 403, body: "not yours");
        PlatformException problem = await FailsAsync(PlatformProblem.OldAlertLeft, new() { Rule = new BurstRule { Threshold = 20 } });
        Assert.Contains("not yours", problem.Message);
        Assert.Contains(before, problem.Remedy);
        Assert.Equal(2, _platform.Alerts.Count);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_a_timeout()
    {
        _platform.Fail(List, 0);
        using AriaAlertRegistrar registrar = Registrar(timeout: TimeSpan.FromSeconds(2));
        PlatformException problem = await Assert.ThrowsAsync<PlatformException>(() => registrar.PlanAsync(new(), Stop));
        Assert.Equal(PlatformProblem.Timeout, problem.Problem);
        Assert.Contains("was not answered within 2 seconds", problem.Message);
    }

    [Fact]
    public async Task A_stop_is_one()
    {
        _platform.Fail(List, 0);
        using AriaAlertRegistrar registrar = Registrar();
        using CancellationTokenSource stop = new();
        Task<IReadOnlyList<AlertChange>> plan = registrar.PlanAsync(new(), stop.Token);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => plan);
    }

    [Theory]
    [InlineData("<html>A proxy</html>")]
    [InlineData("7")]
    [InlineData("")]
    public async Task What_is_no_answer_of_the_api_is_shown(string body)
    {
        _platform.Fail(List, 200, body: body);
        await FailsAsync(PlatformProblem.UnexpectedAnswer);
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_server_with_another_certificate()
    {
        using AriaAlertRegistrar untrusted = Registrar(thumbprint: "");
        PlatformException refused = await Assert.ThrowsAsync<PlatformException>(() => untrusted.PlanAsync(new(), Stop));
        Assert.Equal(PlatformProblem.CertificateNotTrusted, refused.Problem);
        Assert.Contains(_platform.Thumbprint, refused.Message, StringComparison.Ordinal);
        using AriaAlertRegistrar mismatch = Registrar(thumbprint: new string('0', 64));
        PlatformException mismatched = await Assert.ThrowsAsync<PlatformException>(() => mismatch.PlanAsync(new(), Stop));
        Assert.Equal(PlatformProblem.ThumbprintMismatch, mismatched.Problem);
        Assert.Empty(_platform.Requests);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said()
    {
        await _platform.DisposeAsync();
        Uri nobody = new("https://127.0.0.1:9");
        using AriaAlertRegistrar registrar = new(
            new AriaLogsOptions { Address = nobody, Credential = new NetworkCredential("x", "y") },
            HttpsHandler.Create(nobody));
        PlatformException problem = await Assert.ThrowsAsync<PlatformException>(() => registrar.PlanAsync(new(), Stop));
        Assert.Equal(PlatformProblem.Unreachable, problem.Problem);
        _platform = await StandInAriaLogs.StartNewAsync();
    }

    [Theory]
    [InlineData("logs.example.org", "https://logs.example.org:9543/")]
    [InlineData("logs.example.org:443", "https://logs.example.org/")]
    [InlineData("https://[fd00::5]:9000", "https://[fd00::5]:9000/")]
    [InlineData("10.0.0.7", "https://10.0.0.7:9543/")]
    public void A_platform_is_named_as_people_do(string name, string address) =>
        Assert.Equal(address, AriaLogsAddress.Parse(name).AbsoluteUri);

    [Theory]
    [InlineData("http://logs.example.org")]
    [InlineData("https://me:secret@logs.example.org")]
    [InlineData("logs.example.org/api")]
    [InlineData("")]
    public void What_is_no_platforms_name_is_refused(string name) => Assert.Throws<FormatException>(() => AriaLogsAddress.Parse(name));

    private AriaAlertRegistrar Registrar(string? password = null, string? thumbprint = null, TimeSpan? timeout = null) => new(
        new AriaLogsOptions
        {
            Address = _platform.Address,
            Credential = new NetworkCredential(StandInAriaLogs.AlertsUser, password ?? _platform.Password),
            Timeout = timeout ?? TimeSpan.FromSeconds(60),
            TimeProvider = _time,
        },
        HttpsHandler.Create(
            _platform.Address, (thumbprint ?? _platform.Thumbprint) is { Length: > 0 } pin ? CertificateThumbprint.Parse(pin) : null));

    private async Task<List<RegisteredAlert>> RegisterAsync(AlertDefinition alert)
    {
        using AriaAlertRegistrar registrar = Registrar();
        List<RegisteredAlert> registered = [];
        foreach (AlertChange change in await registrar.PlanAsync(alert, Stop))
        {
            registered.Add(await registrar.ApplyAsync(change, Stop));
        }

        return registered;
    }

    private async Task<PlatformException> FailsAsync(PlatformProblem expected, AlertDefinition? alert = null)
    {
        PlatformException problem = await Assert.ThrowsAsync<PlatformException>(() => RegisterAsync(alert ?? new()));
        Assert.Equal(expected, problem.Problem);
        Assert.StartsWith(_platform.Address.Authority, problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
        return problem;
    }
}
