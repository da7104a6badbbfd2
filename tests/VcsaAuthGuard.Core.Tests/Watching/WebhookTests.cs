using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using VcsaAuthGuard.Tests.Http;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Watching;

public class WebhookTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly ImmediateTimeProvider _time = new();

    [Fact]
    public async Task Events_come_in_order_through_whatever_the_receiver_answers()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        foreach ((int, string?) answer in ((int, string?)[])[(500, null), (503, null), (429, "7"), (408, null), (502, "0")])
        {
            receiver.Next.Enqueue(answer);
        }

        using Webhook webhook = Start(receiver.Address);
        Post(webhook, 3);
        WaitFor(() => webhook.Delivered == 3, webhook);
        Assert.Equal(["vc0", "vc1", "vc2"], receiver.Taken);
        Assert.Equal((0, 0, 0), (webhook.Dropped, webhook.Refused, webhook.Waiting));
        Assert.Null(webhook.LastFailure);

        // Twice as long each time; the receiver may ask for more, not for less.
        Assert.Equal([1, 2, 7, 8, 16], _time.Delays.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_is_tried_again()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        receiver.Next.Enqueue((0, null));
        using Webhook webhook = new(receiver.Address, TimeSpan.FromSeconds(1), _time);
        Post(webhook, 1);
        WaitFor(() => webhook.Delivered == 1, webhook);
        Assert.NotEmpty(_time.Delays);
        Assert.Contains("vc0", receiver.Taken);
    }

    [Fact]
    public async Task What_the_receiver_refuses_is_counted_and_no_other_address_is_asked()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        receiver.Next.Enqueue((404, null));
        receiver.Next.Enqueue((302, null));
        using Webhook webhook = Start(receiver.Address);
        Post(webhook, 3);
        WaitFor(() => webhook.Delivered == 1, webhook);
        Assert.Equal(2, webhook.Refused);
        Assert.Equal(["vc2"], receiver.Taken);
    }

    [Fact]
    public async Task The_oldest_give_way_and_that_is_counted_and_told()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        FakeTimeProvider time = new();
        receiver.Next.Enqueue((503, null));
        using Webhook webhook = new(receiver.Address, Deadline, time);
        Post(webhook, 1);
        WaitFor(() => webhook.LastFailure is not null, webhook);
        Assert.Equal("The webhook does not get its events. The receiver answered 503.", webhook.DequeueNotice());
        Assert.Null(webhook.DequeueNotice());
        Post(webhook, Webhook.MaxWaiting + 25);
        Assert.Equal((25, Webhook.MaxWaiting + 1), (webhook.Dropped, webhook.Waiting));
        Assert.StartsWith(
            "More than 1000 events wait for the webhook: the oldest are dropped.",
            webhook.DequeueNotice(),
            StringComparison.Ordinal
        );
        Assert.Null(webhook.DequeueNotice());
        WaitFor(
            () =>
            {
                // The worker may not wait for the delay yet when the clock is advanced for the first time.
                time.Advance(TimeSpan.FromSeconds(1));
                return webhook.Waiting == 0;
            },
            webhook);
        Assert.Equal(["vc0", .. Enumerable.Range(25, Webhook.MaxWaiting).Select(Name)], receiver.Taken);
        Assert.Null(webhook.DequeueNotice());
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/services/s3cr3t-token?key=s3cr3t-key")]
    [InlineData("http://user:s3cr3t-word@no-such-host.invalid/s3cr3t-token")]
    [InlineData("https://127.0.0.1:9/s3cr3t-token")]
    public void Nothing_shows_the_address(string address)
    {
        using Webhook webhook = Start(new Uri(address));
        Post(webhook, 1);
        WaitFor(() => webhook.LastFailure is not null, webhook);
        Assert.DoesNotContain("s3cr3t", webhook.LastFailure + webhook.DequeueNotice() + webhook, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_answer_is_not_read_and_later_events_are_delivered()
    {
        using EndlessStream body = new();
        using Webhook webhook = new(new("https://hooks.example.org"), Deadline, _time, StubHandler.Endless(HttpStatusCode.OK, body));
        Post(webhook, 3);
        WaitFor(() => webhook.Delivered == 3, webhook);
        Assert.Equal(0, body.BytesRead);
    }

    [Fact]
    public void A_failure_of_any_kind_is_reported_and_the_event_is_sent_again()
    {
        int attempts = 0;
        StubHandler handler = new(_ =>
            Interlocked.Increment(ref attempts) == 1 ? throw new InvalidOperationException("s3cr3t") : new(HttpStatusCode.OK)
        );
        using Webhook webhook = new(new("https://hooks.example.org"), Deadline, _time, handler);
        Post(webhook, 1);
        WaitFor(() => webhook.Delivered == 1, webhook);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task It_ends_at_once_while_the_receiver_is_silent()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        receiver.Next.Enqueue((0, null));
        Webhook webhook = new(receiver.Address, Deadline, TimeProvider.System);
        Post(webhook, 2);
        WaitFor(() => receiver.Next.IsEmpty, webhook);
        webhook.Dispose();
        Assert.Equal(2, webhook.Waiting);
    }

    [Fact]
    public void A_request_that_fails_while_the_watcher_ends_is_no_failure_of_the_end()
    {
        Webhook? webhook = null;
        StubHandler handler = new(_ => throw new FailureAtTheEnd(() => webhook!.Dispose()));
        webhook = new(new("https://hooks.example.org"), Deadline, _time, handler);
        Post(webhook, 1);
        WaitFor(() => handler.Count == 1, webhook);
        webhook.Dispose();
        Assert.Equal(1, webhook.Waiting);
    }

    private static string Name(int number) => "vc" + number.ToString(CultureInfo.InvariantCulture);

    private static void Post(Webhook webhook, int count)
    {
        for (int i = 0; i < count; i++)
        {
            webhook.Post(new() { Event = WatchEventKind.BurstOpened, Server = Name(i), Burst = new() });
        }
    }

    private static void WaitFor(Func<bool> condition, Webhook webhook)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Deadline, webhook.LastFailure);
            Thread.Sleep(5);
        }
    }

    /// <summary>Starts a webhook that records its delays without waiting.</summary>
    private Webhook Start(Uri address) => new(address, Deadline, _time);

    /// <summary>Represents a failure during whose report the webhook is ended.</summary>
    private sealed class FailureAtTheEnd(Action end) : HttpRequestException
    {
        public override string Message
        {
            get
            {
                end();
                return "It failed.";
            }
        }
    }
}
