using System.Net;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.LogPlatforms.Aria;

namespace VcsaAuthGuard.Tests.Http;

/// <summary>Responses that are too large, too slow or repeat a secret, at each API that uses the HTTP client.</summary>
public class BoundedHttpClientTests
{
    private const string Password = "Pa55 <w\"ord>";

    private static readonly Uri Server = new("https://vc01.example.org");
    private static readonly NetworkCredential Operator = new("operator@example.org", Password);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpStatusCode.OK, 10 << 20)]
    [InlineData(HttpStatusCode.BadGateway, BoundedHttpClient.MaxFailureBytes)]
    public async Task An_endless_response_is_abandoned_at_the_limit(HttpStatusCode status, int limit)
    {
        using EndlessStream body = new();
        using BoundedHttpClient client = new(Server, StubHandler.Endless(status, body), TimeSpan.FromMinutes(5));
        using HttpRequestMessage request = new(HttpMethod.Get, Server);
        ResponseTooLargeException error = await Assert.ThrowsAsync<ResponseTooLargeException>(() =>
            client.SendAsync(request, 10 << 20, Stop)
        );
        Assert.Equal(status, error.Status);
        Assert.Equal($"{limit >> 20} MiB", error.Limit);
        Assert.InRange(body.BytesRead, limit, limit + (1 << 20));
    }

    [Fact]
    public async Task A_response_of_the_limit_is_read_and_one_of_a_byte_more_is_not()
    {
        using BoundedHttpClient client = new(Server, StubHandler.Always(HttpStatusCode.OK, new string('x', 1000)), TimeSpan.FromMinutes(5));
        using HttpRequestMessage fitting = new(HttpMethod.Get, Server);
        Assert.Equal(1000, (await client.SendAsync(fitting, 1000, Stop)).Body.Length);
        using HttpRequestMessage larger = new(HttpMethod.Get, Server);
        await Assert.ThrowsAsync<ResponseTooLargeException>(() => client.SendAsync(larger, 999, Stop));
    }

    [Fact]
    public async Task The_body_is_not_read_when_only_the_headers_are_asked_for()
    {
        using EndlessStream body = new();
        using BoundedHttpClient client = new(Server, StubHandler.Endless(HttpStatusCode.OK, body), TimeSpan.FromMinutes(5));
        using HttpRequestMessage request = new(HttpMethod.Post, Server);
        Assert.True((await client.SendAsync(request, 0, Stop)).IsSuccess);
        Assert.Equal(0, body.BytesRead);
    }

    [Fact]
    public async Task A_body_that_stalls_is_a_timeout()
    {
        using BoundedHttpClient client = new(
            Server,
            new StubHandler(_ => new() { Content = new StalledContent() }),
            TimeSpan.FromMilliseconds(100)
        );
        using HttpRequestMessage request = new(HttpMethod.Get, Server);
        Assert.True((await Assert.ThrowsAsync<ServerUnreachableException>(() => client.SendAsync(request, 1000, Stop))).IsTimeout);
    }

    [Theory]
    [InlineData(LogPlatform.Loki)]
    [InlineData(LogPlatform.OpenSearch)]
    public void An_endless_response_of_a_platform_is_an_unexpected_one(LogPlatform platform)
    {
        using EndlessStream body = new();
        PlatformException error = FailAtPlatform(platform, StubHandler.Endless(HttpStatusCode.OK, body));
        Assert.Equal(PlatformProblem.UnexpectedAnswer, error.Problem);
        Assert.Contains("larger than 128 MiB", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogPlatform.Loki)]
    [InlineData(LogPlatform.OpenSearch)]
    public void A_platform_error_that_repeats_the_authorization_header_does_not_show_it(LogPlatform platform)
    {
        string text = FailAtPlatform(platform, new StubHandler(Echo)).ToString();
        AssertNoSecret(text);
        Assert.Contains(SecretFilter.Replacement, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_aria_error_that_repeats_the_password_does_not_show_it()
    {
        AriaLogsOptions options = new() { Address = Server, Credential = Operator };
        StubHandler handler = new(request =>
            new(HttpStatusCode.Forbidden) { Content = new StringContent(request.Content!.ReadAsStringAsync(Stop).Result) }
        );
        using AriaAlertRegistrar registrar = new(options, handler);
        string text = (await Assert.ThrowsAsync<PlatformException>(() => registrar.PlanAsync(new(), Stop))).ToString();
        AssertNoSecret(text);
        Assert.Contains(SecretFilter.Replacement, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_api_error_that_repeats_the_authorization_header_does_not_show_it()
    {
        using RestServiceControl control = new(new StubHandler(Echo), Server, Operator);
        ApplianceException error = await Assert.ThrowsAsync<ApplianceException>(() => control.ReadAsync([], true, Stop));
        AssertNoSecret(error.ToString());
        Assert.Contains(SecretFilter.Replacement, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_response_of_the_service_api_is_abandoned()
    {
        using EndlessStream body = new();
        using RestServiceControl control = new(StubHandler.Endless(HttpStatusCode.OK, body), Server, Operator);
        ApplianceException error = await Assert.ThrowsAsync<ApplianceException>(() => control.ReadAsync([], true, Stop));
        Assert.Equal(ApplianceProblem.NotUnderstood, error.Problem);
        Assert.InRange(body.BytesRead, 1, 64 << 20);
    }

    private static PlatformException FailAtPlatform(LogPlatform platform, HttpMessageHandler handler)
    {
        PlatformOptions options = new()
        {
            Platform = platform,
            Address = Server,
            Credential = Operator,
            After = DateTimeOffset.UnixEpoch,
            Before = DateTimeOffset.UnixEpoch.AddDays(1),
            TimeProvider = new ImmediateTimeProvider(),
        };
        using PlatformLogs logs = new(options, handler);
        return Assert.Throws<PlatformException>(() => logs.Search([], Stop).Count());
    }

    /// <summary>Answers as some proxies do: with a page that repeats the request's headers.</summary>
    private static HttpResponseMessage Echo(HttpRequestMessage request) => new(HttpStatusCode.BadGateway)
    {
        Content = new StringContent($"<html>Bad gateway. Your request: {request.Headers}</html>"),
    };

    private static void AssertNoSecret(string text)
    {
        Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Pa55", text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Operator.UserName}:{Password}")), text, StringComparison.Ordinal);
    }

    private sealed class StalledContent : HttpContent
    {
        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new StalledStream());

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.Delay(Timeout.Infinite, Stop);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class StalledStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
