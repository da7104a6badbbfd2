using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
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
        Assert.Equal((0L, 0L, 0L), (webhook.Dropped, webhook.Refused, webhook.Waiting));
        Assert.Null(webhook.LastFailure);

        // Twice as long each time; the receiver may ask for more, not for less.
        Assert.Equal([1, 2, 7, 8, 16], _time.Delays.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_is_tried_again()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        receiver.Next.Enqueue((0, null));
        using Webhook webhook = new(new() { Address = receiver.Address, MinInterval = TimeSpan.Zero }, TimeSpan.FromSeconds(1), _time);
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
        for (int i = 0; i < 3; i++)
        {
            Post(webhook, 1, i);
            WaitFor(() => webhook.Waiting == 0, webhook);
        }

        Assert.Equal((2L, 1L), (webhook.Refused, webhook.Delivered));
        Assert.Equal(["vc2"], receiver.Taken);
    }

    [Fact]
    public async Task The_oldest_give_way_and_that_is_counted_and_told()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        FakeTimeProvider time = new();
        receiver.Next.Enqueue((503, null));
        using Webhook webhook = new(new() { Address = receiver.Address, MinInterval = TimeSpan.Zero }, Deadline, time);
        Post(webhook, 1);
        WaitFor(() => webhook.LastFailure is not null, webhook);
        Assert.Equal(
            "The Generic webhook does not accept events. The receiver answered 503. They are sent again later.", webhook.DequeueNotice());
        Assert.Null(webhook.DequeueNotice());
        Post(webhook, Webhook.MaxWaiting + 25);
        Assert.Equal((25L, Webhook.MaxWaiting + 1L), (webhook.Dropped, webhook.Waiting));
        Assert.StartsWith(
            "More than 1000 events wait for the Generic webhook: the oldest are dropped.",
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
        Assert.Equal(["vc0", .. Enumerable.Range(25, Webhook.MaxWaiting).Select(i => Name(i))], receiver.Taken);
        Assert.Equal("The Generic webhook accepts events again.", webhook.DequeueNotice());
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
        WebhookOptions options = new() { Address = new("https://hooks.example.org"), MinInterval = TimeSpan.Zero };
        using Webhook webhook = new(options, Deadline, _time, StubHandler.Endless(HttpStatusCode.OK, body));
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
        using Webhook webhook = new(new() { Address = new("https://hooks.example.org") }, Deadline, _time, handler);
        Post(webhook, 1);
        WaitFor(() => webhook.Delivered == 1, webhook);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task It_ends_at_once_while_the_receiver_is_silent()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        receiver.Next.Enqueue((0, null));
        WebhookOptions options = new() { Address = receiver.Address, MinInterval = TimeSpan.Zero };
        Webhook webhook = new(options, Deadline, TimeProvider.System);
        Post(webhook, 2);
        WaitFor(() => receiver.Next.IsEmpty, webhook);
        webhook.Dispose();
        Assert.Equal(2, webhook.Waiting);
    }

    [Fact]
    public async Task A_storm_is_one_message_in_ten_seconds_with_counts_and_only_the_first_faults()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        FakeTimeProvider time = new();
        using Webhook webhook = new(new() { Address = receiver.Address, IncludesFaults = true }, Deadline, time);
        Post(webhook, 1);
        WaitFor(() => webhook.Delivered == 1, webhook);
        for (int i = 0; i < 5000; i++)
        {
            webhook.Post(new() { Event = WatchEventKind.Fault, Server = "vc1", Fault = new() });
        }

        Post(webhook, 1, 1);
        Assert.Equal(5001, webhook.Waiting);
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Single(receiver.Requests);
        WaitFor(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(0.1));
                return webhook.Waiting == 0;
            },
            webhook);
        Assert.Equal((2, 5002L, 0L), (receiver.Requests.Count, webhook.Delivered, webhook.Dropped));
        JsonElement bundle = receiver.Requests.Last().Body;
        Assert.Equal(5000, bundle.GetProperty("counts").GetProperty("fault").GetInt64());
        Assert.Equal(1, bundle.GetProperty("counts").GetProperty("burstOpened").GetInt64());
        Assert.Equal(Webhook.MaxListedFaults + 1, bundle.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Faults_are_left_out_unless_they_are_wanted()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        using Webhook webhook = Start(receiver.Address);
        webhook.Post(new() { Event = WatchEventKind.Fault, Server = "vc9", Fault = new() });
        Assert.Equal(0, webhook.Waiting);
        Post(webhook, 1);
        WaitFor(() => webhook.Delivered == 1, webhook);
        Assert.Equal(["vc0"], receiver.Taken);
    }

    [Fact]
    public async Task The_end_does_not_wait_for_the_ten_seconds()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        using Webhook webhook = new(new() { Address = receiver.Address }, Deadline, new FakeTimeProvider());
        Post(webhook, 1);
        WaitFor(() => webhook.Delivered == 1, webhook);
        Post(webhook, 1, 1);
        webhook.Drain(TimeSpan.Zero, TestContext.Current.CancellationToken);
        WaitFor(() => webhook.Delivered == 2, webhook);
    }

    [Fact]
    public async Task Headers_and_the_address_come_from_a_file_of_its_owner()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        string file = Path.Combine(Directory.CreateTempSubdirectory("vcsa-").FullName, "webhook");
        await File.WriteAllTextAsync(
            file, $"# chat\n{receiver.Address}\n\nAuthorization: Bearer s3cr3t\nX-Team: vsphere\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            FormatException refused = Assert.Throws<FormatException>(() => new Webhook(new WebhookOptions { HeaderFile = file }));
            Assert.EndsWith(
                "its permissions are 0604, so that others could read it. Run: chmod 600", refused.Message, StringComparison.Ordinal);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using Webhook webhook = new(new WebhookOptions { HeaderFile = file });
        Post(webhook, 1);
        WaitFor(() => webhook.Delivered == 1, webhook);
        IHeaderDictionary headers = receiver.Requests.Single().Headers;
        Assert.Equal(("Bearer s3cr3t", "vsphere"), ((string?)headers.Authorization, (string?)headers["X-Team"]));
    }

    [Theory]
    [InlineData("no colon s3cr3t", "Line 1 of the webhook's header file is neither a header (Name: value) nor the only address.")]
    [InlineData("# x\nHost: s3cr3t.example.org", "Line 2 of ")]
    [InlineData("https://s3cr3t.example.org\nhttps://s3cr3t.example.net", "Line 2 of ")]
    [InlineData("X-Key: s3cr3t\n", "The webhook has no http or https address.")]
    [InlineData("http://hooks.example.org\nX-Key: s3cr3t", "The webhook's headers and credential are sent over https only")]
    public void A_file_that_is_not_valid_is_refused_without_showing_it(string content, string message)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("vcsa-").FullName, "webhook");
        File.WriteAllText(file, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        FormatException refused = Assert.Throws<FormatException>(() => new Webhook(new WebhookOptions { HeaderFile = file }));
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_fails_while_the_watcher_ends_is_no_failure_of_the_end()
    {
        Webhook? webhook = null;
        StubHandler handler = new(_ => throw new FailureAtTheEnd(() => webhook!.Dispose()));
        webhook = new(new() { Address = new("https://hooks.example.org") }, Deadline, _time, handler);
        Post(webhook, 1);
        WaitFor(() => handler.Count == 1, webhook);
        webhook.Dispose();
        Assert.Equal(1, webhook.Waiting);
    }

    private static string Name(int number) => "vc" + number.ToString(CultureInfo.InvariantCulture);

    private static void Post(Webhook webhook, int count, int first = 0)
    {
        for (int i = first; i < first + count; i++)
        {
            webhook.Post(new() { Event = WatchEventKind.BurstOpened, Server = Name(i), Burst = new() { IsOpen = true } });
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
    private Webhook Start(Uri address) => new(new() { Address = address, MinInterval = TimeSpan.Zero }, Deadline, _time);

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
