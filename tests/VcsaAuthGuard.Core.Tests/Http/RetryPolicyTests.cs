using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.Tests.Http;

public class RetryPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 11, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_delay_doubles_up_to_its_limit()
    {
        RetryPolicy policy = new() { MaxAttempts = int.MaxValue, MaxDelay = TimeSpan.FromSeconds(10) };
        Assert.Equal([1, 2, 4, 8, 10, 10], Enumerable.Range(1, 6).Select(attempt => policy.GetDelay(attempt)!.Value.TotalSeconds));
        Assert.Equal(10, policy.GetDelay(int.MaxValue - 1)!.Value.TotalSeconds);
    }

    [Fact]
    public void The_last_attempt_has_no_delay()
    {
        RetryPolicy policy = new() { MaxAttempts = 3 };
        Assert.NotNull(policy.GetDelay(2));
        Assert.Null(policy.GetDelay(3));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(3, 4)]
    [InlineData(7, 7)]
    [InlineData(60, 60)]
    public void A_server_may_ask_for_a_longer_delay_but_not_for_a_shorter_one(int asked, int expected) =>
        Assert.Equal(expected, new RetryPolicy().GetDelay(3, TimeSpan.FromSeconds(asked))!.Value.TotalSeconds);

    [Fact]
    public void A_delay_that_is_too_long_ends_the_attempts_or_is_capped()
    {
        TimeSpan asked = TimeSpan.FromHours(1);
        Assert.Null(new RetryPolicy().GetDelay(1, asked));
        Assert.Equal(TimeSpan.FromMinutes(1), new RetryPolicy { CapsRetryAfter = true }.GetDelay(1, asked));
    }

    [Fact]
    public void Retry_after_is_read_as_seconds_and_as_a_date()
    {
        RetryPolicy policy = new() { TimeProvider = new FakeTimeProvider(Now) };
        Assert.Null(policy.GetRetryAfter(Headers(null)));
        Assert.Equal(TimeSpan.FromSeconds(7), policy.GetRetryAfter(Headers(new(TimeSpan.FromSeconds(7)))));
        Assert.Equal(TimeSpan.FromSeconds(30), policy.GetRetryAfter(Headers(new(Now.AddSeconds(30)))));
        Assert.Equal(TimeSpan.Zero, policy.GetRetryAfter(Headers(new(Now.AddDays(-1)))));
    }

    [Theory]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(504, true)]
    [InlineData(200, false)]
    [InlineData(302, false)]
    [InlineData(404, false)]
    public void Only_failures_that_may_pass_are_transient(int status, bool isTransient) =>
        Assert.Equal(isTransient, RetryPolicy.IsTransient((HttpStatusCode)status));

    [Fact]
    public async Task A_delay_takes_as_long_as_the_clock_says()
    {
        FakeTimeProvider time = new(Now);
        Task delay = new RetryPolicy { TimeProvider = time }.DelayAsync(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(7));
        Assert.False(delay.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await delay;
    }

    private static HttpResponseHeaders Headers(RetryConditionHeaderValue? retryAfter)
    {
        using HttpResponseMessage response = new();
        response.Headers.RetryAfter = retryAfter;
        return response.Headers;
    }
}
