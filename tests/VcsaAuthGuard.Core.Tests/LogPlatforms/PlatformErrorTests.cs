using System.Globalization;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.Tests.Http;
using VcsaAuthGuard.Tests.Logs;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.Tests.LogPlatforms;

/// <summary>Tests the errors of a platform, and how they are reported.</summary>
public class PlatformErrorTests
{
    private const string NotMuch = "2026-02-11T02:14:08.001Z info vpxd[1] [Originator@6876 sub=x] Out of HTTP sessions: Limited to 2000\n";

    private static readonly Dictionary<LogPlatform, string> Requests = new()
    {
        [LogPlatform.AriaLogs] = "GET /api/v2/events",
        [LogPlatform.Loki] = "GET /loki/api/v1/query_range",
        [LogPlatform.OpenSearch] = "POST /_search",
        [LogPlatform.VictoriaLogs] = "POST /select/logsql/query",
        [LogPlatform.Splunk] = "POST /services/search/v2/jobs/export",
    };

    public static TheoryData<LogPlatform> Platforms => [.. Enum.GetValues<LogPlatform>()];

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task A_busy_or_failing_platform_is_asked_again(LogPlatform platform)
    {
        await using StandInPlatform standIn = await StartAsync(platform);
        standIn.Fail(Requests[platform], 429, times: 2, retryAfter: "1");
        standIn.Fail(Requests[platform], 503, times: 2);
        ImmediateTimeProvider time = new();
        PlatformOptions options = PlatformFixture.Options(platform, standIn) with { TimeProvider = time };
        Assert.Single(PlatformFixture.Faults(options, standIn));
        Assert.Equal([1, 2, 4, 8], time.Delays.Select(delay => delay.TotalSeconds));
    }

    [Theory]
    [InlineData(LogPlatform.AriaLogs, 429, PlatformProblem.TooManyRequests)]
    [InlineData(LogPlatform.Loki, 429, PlatformProblem.TooManyRequests)]
    [InlineData(LogPlatform.OpenSearch, 503, PlatformProblem.ServerError)]
    [InlineData(LogPlatform.Loki, 400, PlatformProblem.Refused)]
    [InlineData(LogPlatform.Loki, 401, PlatformProblem.LoginRefused)]
    [InlineData(LogPlatform.OpenSearch, 403, PlatformProblem.Refused)]
    [InlineData(LogPlatform.AriaLogs, 440, PlatformProblem.SessionLost)]
    [InlineData(LogPlatform.AriaLogs, 302, PlatformProblem.UnexpectedAnswer)]
    [InlineData(LogPlatform.VictoriaLogs, 502, PlatformProblem.ServerError)]
    [InlineData(LogPlatform.VictoriaLogs, 400, PlatformProblem.Refused)]
    [InlineData(LogPlatform.Splunk, 400, PlatformProblem.Refused)]
    [InlineData(LogPlatform.Splunk, 401, PlatformProblem.LoginRefused)]
    public async Task What_does_not_pass_is_an_error_in_the_servers_words_and_without_a_secret(
        LogPlatform platform,
        int status,
        PlatformProblem problem
    )
    {
        await using StandInPlatform standIn = await StartAsync(platform);
        standIn.Fail(Requests[platform], status, body: """{"message":"The stand-in was told to fail."}""");
        PlatformException error = Assert.Throws<PlatformException>(() =>
            PlatformFixture.Faults(PlatformFixture.Options(platform, standIn), standIn)
        );
        Assert.Equal(problem, error.Problem);
        Assert.Contains("told to fail", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);

        await using StandInPlatform echo = await StartAsync(platform);
        echo.Fail(Requests[platform], status, body: $"you sent {echo.Password}");
        string text = Assert
            .Throws<PlatformException>(() => PlatformFixture.Faults(PlatformFixture.Options(platform, echo), echo))
            .ToString();
        Assert.DoesNotContain(echo.Password, text, StringComparison.Ordinal);
    }

    /// <summary>VictoriaLogs is not here: it answers with an error in the place of a part.</summary>
    [Theory]
    [InlineData(LogPlatform.AriaLogs)]
    [InlineData(LogPlatform.Loki)]
    [InlineData(LogPlatform.OpenSearch)]
    [InlineData(LogPlatform.Splunk)]
    public async Task An_answer_that_is_not_whole_is_an_error_that_says_what_is_missing_and_what_to_do(LogPlatform platform)
    {
        await using StandInPlatform standIn = await StartAsync(platform);
        standIn.IsIncomplete = true;
        PlatformException error = Assert.Throws<PlatformException>(() =>
            PlatformFixture.Faults(PlatformFixture.Options(platform, standIn), standIn)
        );
        Assert.Equal(PlatformProblem.Incomplete, error.Problem);
        Assert.Contains("from 2026-02-01 00:00:00", error.Message, StringComparison.Ordinal);
        Assert.Contains("to 2026-03-03 00:00:00", error.Message, StringComparison.Ordinal);
        Assert.Contains("-After", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task A_wrong_password_an_answer_that_is_none_and_silence_are_told_apart(LogPlatform platform)
    {
        await using StandInPlatform standIn = await StartAsync(platform);
        PlatformOptions options = PlatformFixture.Options(platform, standIn);
        PlatformException wrong = Assert.Throws<PlatformException>(() =>
            PlatformFixture.Faults(options with { Credential = new("nobody", "wrong-pass") }, standIn)
        );
        Assert.Equal(PlatformProblem.LoginRefused, wrong.Problem);
        Assert.DoesNotContain("wrong-pass", wrong.ToString(), StringComparison.Ordinal);

        standIn.Fail(Requests[platform], 200, times: 1, body: "<html>");
        Assert.Equal(
            PlatformProblem.UnexpectedAnswer,
            Assert.Throws<PlatformException>(() => PlatformFixture.Faults(options, standIn)).Problem
        );

        standIn.Fail(Requests[platform], 0);
        Assert.Equal(
            PlatformProblem.Timeout,
            Assert
                .Throws<PlatformException>(() => PlatformFixture.Faults(options with { Timeout = TimeSpan.FromSeconds(1) }, standIn))
                .Problem
        );
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task Being_stopped_ends_a_search_and_leaves_nothing_open(LogPlatform platform)
    {
        await using StandInPlatform standIn = await StartAsync(platform);
        standIn.Fail(Requests[platform], 0);
        using CancellationTokenSource stop = new();
        using (PlatformLogs logs = PlatformFixture.Open(PlatformFixture.Options(platform, standIn), standIn))
        {
            Task reading = Task.Run(() => FaultReader.Read(logs, new(), new(), stop.Token).Count(), TestContext.Current.CancellationToken);
            Assert.True(
                SpinWait.SpinUntil(
                    () => standIn.Requests.Any(request => request.StartsWith(Requests[platform], StringComparison.Ordinal)),
                    TimeSpan.FromMinutes(10)
                )
            );
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        }

        Assert.Equal(0, (standIn as StandInOpenSearch)?.StillOpen ?? 0);
    }

    [Theory]
    [InlineData(LogPlatform.AriaLogs, 20_000)]
    [InlineData(LogPlatform.Loki, 5000)]
    [InlineData(LogPlatform.VictoriaLogs, 20_000)]
    [InlineData(LogPlatform.Splunk, 20_000)]
    public async Task A_time_with_more_events_than_a_page_is_read_whole_up_to_the_platforms_limit(LogPlatform platform, int most)
    {
        await using StandInPlatform standIn = await PlatformFixture.StartAsync(platform);
        StandInEvent[] Same(int count) =>
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(i => new StandInEvent(
                        1_770_775_448_000_000_000,
                        "vc",
                        "vpxd.log",
                        i,
                        NotMuch.Replace("2000", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).TrimEnd()
                    )),
            ];
        standIn.Logs = new(Same(3000));
        PlatformOptions options = PlatformFixture.Options(platform, standIn) with { PageSize = 50 };
        FaultQuery query = new() { Kinds = [AuthFaultKind.SessionLimit] };
        Assert.Equal(3000, PlatformFixture.Faults(options, standIn, query).Select(fault => fault.Message).Distinct().Count());

        standIn.Logs = new(Same(most + 1));
        PlatformException error = Assert.Throws<PlatformException>(() => PlatformFixture.Faults(options, standIn, query));
        Assert.Equal(PlatformProblem.Incomplete, error.Problem);
        Assert.Contains("2026-02-11 02:04:08", error.Message, StringComparison.Ordinal);
    }

    /// <summary>VCF 9.1 has VCF Operations in the place of Aria Operations for Logs, which has no such path.</summary>
    [Theory]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(405)]
    public async Task A_server_of_vcf_9_1_is_an_error_that_says_so_and_what_to_do(int status)
    {
        await using StandInPlatform standIn = await StartAsync(LogPlatform.AriaLogs);
        standIn.Fail("POST /api/v2/sessions", status, body: "<html>Not found</html>");
        PlatformException error = Assert.Throws<PlatformException>(
            () => PlatformFixture.Faults(PlatformFixture.Options(LogPlatform.AriaLogs, standIn), standIn));
        Assert.Equal(PlatformProblem.UnexpectedAnswer, error.Problem);
        Assert.Contains("VCF 9.1 and later have no appliance with this API", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("forward vCenter's logs to Loki", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_the_one_expected_gets_nothing()
    {
        await using StandInPlatform standIn = await StartAsync(LogPlatform.Loki);
        PlatformOptions options = PlatformFixture.Options(LogPlatform.Loki, standIn);
        using PlatformLogs logs = new(options, HttpsHandler.Create(options.Address));
        PlatformException refused = Assert.Throws<PlatformException>(
            () => FaultReader.Read(logs, new(), new(), TestContext.Current.CancellationToken).Count());
        Assert.Equal(PlatformProblem.CertificateNotTrusted, refused.Problem);
        Assert.Contains(standIn.Thumbprint, refused.Remedy, StringComparison.Ordinal);
        Assert.Empty(standIn.Requests);
    }

    [Fact]
    public async Task A_tenant_and_a_token_are_sent()
    {
        await using StandInPlatform standIn = await StartAsync(LogPlatform.Loki);
        PlatformOptions options = PlatformFixture.Options(LogPlatform.Loki, standIn) with
        {
            Credential = null,
            Token = standIn.Password,
            Tenant = StandInLoki.Tenant,
        };
        Assert.Single(PlatformFixture.Faults(options, standIn));
        Assert.Empty(PlatformFixture.Faults(options with { Tenant = "another" }, standIn));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Loki_is_read_through_grafanas_data_source_proxy_with_a_service_account_token_and_a_tenant(bool isSplit)
    {
        await using StandInLoki standIn = new() { IsBehindGrafana = true, HasStructuredMetadata = !isSplit };
        await standIn.StartAsync();
        standIn.Logs = PlatformFixture.Fleet(isSplit);
        PlatformOptions options = PlatformFixture.Options(LogPlatform.Loki, standIn) with
        {
            Address = PlatformAddress.Parse(LogPlatform.Loki, standIn.Address + StandInLoki.GrafanaProxy[1..], hasSecret: true),
            Credential = null,
            Token = standIn.Password,
            Tenant = StandInLoki.Tenant,
            PageSize = 100,
        };
        string[] expected = PlatformFixture.Comparable(PlatformFixture.FaultsOfFiles());
        Assert.Equal(expected, PlatformFixture.Comparable(PlatformFixture.Faults(options, standIn)));
        string path = StandInLoki.GrafanaProxy + "/loki/api/v1/";
        Assert.All(standIn.Requests, request => Assert.Contains(path, request, StringComparison.Ordinal));

        PlatformException refused = Assert.Throws<PlatformException>(
            () => PlatformFixture.Faults(options with { Token = "another" }, standIn));
        Assert.Equal(PlatformProblem.LoginRefused, refused.Problem);
    }

    [Fact]
    public async Task A_tenant_of_victoria_logs_is_an_account_and_a_project()
    {
        await using StandInPlatform standIn = await StartAsync(LogPlatform.VictoriaLogs);
        PlatformOptions options = PlatformFixture.Options(LogPlatform.VictoriaLogs, standIn) with
        {
            Credential = null,
            Token = standIn.Password,
            Tenant = "12:34",
        };
        Assert.Single(PlatformFixture.Faults(options, standIn));
        Assert.Empty(PlatformFixture.Faults(options with { Tenant = "12" }, standIn));
    }

    [Theory]
    [InlineData(LogPlatform.Loki, "loki.example.org", "https://loki.example.org:3100/")]
    [InlineData(LogPlatform.OpenSearch, "logs.example.org", "https://logs.example.org:9200/")]
    [InlineData(LogPlatform.OpenSearch, "https://logs.example.org/search", "https://logs.example.org/search/")]
    [InlineData(LogPlatform.VictoriaLogs, "logs.example.org", "https://logs.example.org:9428/")]
    [InlineData(LogPlatform.Splunk, "logs.example.org", "https://logs.example.org:8089/")]
    [InlineData(LogPlatform.VictoriaLogs, "https://logs.example.org/vl/", "https://logs.example.org/vl/")]
    [InlineData(LogPlatform.AriaLogs, "logs.example.org", "https://logs.example.org:9543/")]
    public void A_name_is_an_address(LogPlatform platform, string name, string address) =>
        Assert.Equal(address, PlatformAddress.Parse(platform, name, hasSecret: true).AbsoluteUri);

    [Theory]
    [InlineData(LogPlatform.Loki, "http://loki.example.org")]
    [InlineData(LogPlatform.OpenSearch, "https://me:secret@logs.example.org")]
    [InlineData(LogPlatform.OpenSearch, "ftp://logs.example.org")]
    public void A_secret_goes_only_where_it_is_safe(LogPlatform platform, string name) =>
        Assert.Throws<FormatException>(() => PlatformAddress.Parse(platform, name, hasSecret: true));

    private static async Task<StandInPlatform> StartAsync(LogPlatform platform)
    {
        StandInPlatform standIn = await PlatformFixture.StartAsync(platform);
        standIn.Logs = CollectedLogs.OfLog(NotMuch, "vc01", "/var/log/vmware/vpxd/vpxd-1.log", isSplit: false);
        return standIn;
    }
}
