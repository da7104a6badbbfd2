using System.Text;
using System.Text.Json;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>
/// Compares the messages for each receiver with its public documentation. Alertmanager itself takes them in MonitoringTests.
/// </summary>
public class WebhookFormatTests
{
    private const string Hostile = "vc<b>&[x](http://e.example)*\u202E\n\"";
    private const string RoutingKey = "0123456789abcdef0123456789abcdef";

    private static readonly DateTimeOffset Start = new(2026, 2, 11, 2, 15, 31, TimeSpan.FromHours(1));

    /// <summary>PagerDuty, api-schema, reference/events-v2/openapiv3.json: required members, lengths and values.</summary>
    [Fact]
    public void Pager_duty_gets_an_event_for_each_burst_that_it_can_resolve()
    {
        JsonElement[] events = Write(WebhookFormat.PagerDuty, Bundle("vc1", Hostile));
        Assert.Equal(
            ["trigger", "resolve", "trigger", "resolve", "trigger", "trigger", "trigger"],
            events.Select(item => item.GetProperty("event_action").GetString()));
        Assert.All(events, item =>
        {
            Assert.Equal(RoutingKey, item.GetProperty("routing_key").GetString());
            Assert.InRange(item.GetProperty("dedup_key").GetString()!.Length, 1, 255);
            JsonElement payload = item.GetProperty("payload");
            Assert.InRange(payload.GetProperty("summary").GetString()!.Length, 1, 1024);
            Assert.NotEmpty(payload.GetProperty("source").GetString()!);
            Assert.Contains(payload.GetProperty("severity").GetString(), new[] { "critical", "error", "warning", "info" });
            Assert.True(DateTimeOffset.TryParse(payload.GetProperty("timestamp").GetString(), out _));
            Assert.All(item.GetProperty("links").EnumerateArray(), link => Assert.NotEmpty(link.GetProperty("href").GetString()!));
        });
        Assert.Equal(events[0].GetProperty("dedup_key").GetString(), events[1].GetProperty("dedup_key").GetString());
        Assert.NotEqual(events[0].GetProperty("dedup_key").GetString(), events[2].GetProperty("dedup_key").GetString());
        Assert.Equal("vc1: more than 10 faults within 5 minutes: 11 faults since 2026-02-11 01:15:31Z.",
            events[0].GetProperty("payload").GetProperty("summary").GetString());
        Assert.Equal("2026-02-11T01:15:31.000Z", events[0].GetProperty("payload").GetProperty("timestamp").GetString());
    }

    /// <summary>docs.slack.dev: incoming webhooks; header, section and text objects of Block Kit.</summary>
    [Fact]
    public void Slack_gets_blocks_of_plain_text_within_its_limits()
    {
        JsonElement message = Assert.Single(Write(WebhookFormat.Slack, Bundle([.. Enumerable.Range(0, 60).Select(i => Hostile + i)])));
        string text = message.GetProperty("text").GetString()!;
        Assert.DoesNotMatch("[<>]", text);
        JsonElement[] blocks = [.. message.GetProperty("blocks").EnumerateArray()];
        Assert.InRange(blocks.Length, 1, 50);
        Assert.Equal(["header", "section", "section"], blocks.Select(block => block.GetProperty("type").GetString()));
        Assert.All(blocks, block =>
        {
            JsonElement content = block.GetProperty("text");
            Assert.Equal("plain_text", content.GetProperty("type").GetString());
            int longest = block.GetProperty("type").GetString() == "header" ? 150 : 3000;
            Assert.InRange(content.GetProperty("text").GetString()!.Length, 1, longest);
        });
        Assert.Equal(
            "61 vCenter Servers: 60 bursts of faults began, 60 bursts of faults ended, 1 gap in the logs, 120 faults",
            blocks[0].GetProperty("text").GetProperty("text").GetString());
        Assert.EndsWith("And 221 more events.", blocks[1].GetProperty("text").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// adaptivecards.io/schemas/adaptive-card.json, and learn.microsoft.com on webhooks of Workflows: a message with one attachment.
    /// </summary>
    [Fact]
    public void Teams_gets_an_adaptive_card_whose_texts_are_no_markdown()
    {
        JsonElement message = Assert.Single(Write(WebhookFormat.Teams, Bundle([.. Enumerable.Range(0, 60).Select(i => Hostile + i)])));
        Assert.Equal("message", message.GetProperty("type").GetString());
        JsonElement attachment = Assert.Single(message.GetProperty("attachments").EnumerateArray());
        Assert.Equal("application/vnd.microsoft.card.adaptive", attachment.GetProperty("contentType").GetString());
        JsonElement card = attachment.GetProperty("content");
        Assert.Equal(
            ("AdaptiveCard", "http://adaptivecards.io/schemas/adaptive-card.json", "1.4"),
            (card.GetProperty("type").GetString(), card.GetProperty("$schema").GetString(), card.GetProperty("version").GetString()));
        Assert.All(card.GetProperty("body").EnumerateArray(), block =>
        {
            Assert.Equal("RichTextBlock", block.GetProperty("type").GetString());
            JsonElement run = Assert.Single(block.GetProperty("inlines").EnumerateArray());
            Assert.Equal("TextRun", run.GetProperty("type").GetString());
            Assert.NotEmpty(run.GetProperty("text").GetString()!);
            Assert.Contains(run.GetProperty("weight").GetString(), new[] { "Default", "Lighter", "Bolder" });
            Assert.Contains(
                run.GetProperty("color").GetString(),
                new[] { "Default", "Dark", "Light", "Accent", "Good", "Warning", "Attention" });
        });
        JsonElement action = Assert.Single(card.GetProperty("actions").EnumerateArray());
        Assert.Equal("Action.OpenUrl", action.GetProperty("type").GetString());
        Assert.True(Uri.TryCreate(action.GetProperty("url").GetString(), UriKind.Absolute, out _));
        Assert.InRange(message.GetRawText().Length, 1, 28 << 10);
    }

    /// <summary>
    /// ServiceNow documentation, "Event field format for event collection" and "Event collection via web service API".
    /// </summary>
    [Fact]
    public void Service_now_gets_records_that_it_can_close()
    {
        JsonElement[] records = [.. Write(WebhookFormat.ServiceNow, Bundle("vc1")).Single().GetProperty("records").EnumerateArray()];
        Assert.Equal(["1", "0", "4", "5"], records.Select(record => record.GetProperty("severity").GetString()));
        Assert.Equal(["New", "Closing", "New", "New"], records.Select(record => record.GetProperty("resolution_state").GetString()));
        Assert.All(records, record =>
        {
            Assert.InRange(record.GetProperty("source").GetString()!.Length, 1, 100);
            Assert.InRange(record.GetProperty("node").GetString()!.Length, 1, 100);
            Assert.InRange(record.GetProperty("description").GetString()!.Length, 1, 4000);
            Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$", record.GetProperty("time_of_event").GetString());
            using JsonDocument more = JsonDocument.Parse(record.GetProperty("additional_info").GetString()!);
            Assert.Equal(JsonValueKind.Object, more.RootElement.ValueKind);
        });
        Assert.Equal(records[0].GetProperty("message_key").GetString(), records[1].GetProperty("message_key").GetString());
    }

    /// <summary>prometheus/alertmanager, api/v2/openapi.yaml, postableAlerts.</summary>
    [Fact]
    public void Alertmanager_gets_the_last_state_of_each_vcenter()
    {
        JsonElement[] alerts = [.. Write(WebhookFormat.Alertmanager, Bundle("vc1", "vc2")).Single().EnumerateArray()];
        Assert.Equal(
            ["VcsaAuthFaultBurst", "VcsaAuthFaultBurst", "VcsaAuthWatchGap", "VcsaAuthFault", "VcsaAuthFault"],
            alerts.Select(alert => alert.GetProperty("labels").GetProperty("alertname").GetString()));
        Assert.All(alerts, alert => Assert.True(
            alert.GetProperty("startsAt").GetDateTimeOffset() <= alert.GetProperty("endsAt").GetDateTimeOffset()));
    }

    [Fact]
    public void One_event_is_posted_as_it_always_was()
    {
        WatchEvent opened = Burst("vc1", isOpen: true);
        byte[] json = WebhookRequestBody.Create(
            new([opened], new Dictionary<string, long>(), Start), WebhookFormat.Generic, "").Single().Json;
        Assert.Equal(WatchEventJson.Write(opened), json);
    }

    private static WebhookBundle Bundle(params string[] servers) => new(
        [
            .. servers.SelectMany(server => new[] { Burst(server, isOpen: true), Burst(server, isOpen: false) }),
            new()
            {
                Event = WatchEventKind.Gap, Server = "vc9", Gap = new() { Source = "/logs/vpxd-1.log", Reason = LogGapReason.Removed },
            },
            .. servers.Select(server => new WatchEvent
            {
                Event = WatchEventKind.Fault, Server = server, Fault = new() { Method = "fileManagement", Time = Start, Text = "a" },
            }),
        ],
        servers.ToDictionary(server => server, _ => 1L),
        Start.AddMinutes(20));

    private static WatchEvent Burst(string server, bool isOpen) => new()
    {
        Event = isOpen ? WatchEventKind.BurstOpened : WatchEventKind.BurstCleared,
        Server = server,
        Burst = new() { IsOpen = isOpen, Server = server, Start = Start, End = Start.AddMinutes(4), Count = 11, Rule = BurstRule.Default },
    };

    private static JsonElement[] Write(WebhookFormat format, WebhookBundle bundle)
    {
        IReadOnlyList<WebhookRequestBody> bodies = WebhookRequestBody.Create(bundle, format, RoutingKey);
        Assert.Equal(bundle.Count, bodies.Sum(body => body.Events));
        return [.. bodies.Select(body =>
        {
            Assert.DoesNotContain("\u202E", Encoding.UTF8.GetString(body.Json), StringComparison.Ordinal);
            return JsonDocument.Parse(body.Json).RootElement.Clone();
        })];
    }
}
