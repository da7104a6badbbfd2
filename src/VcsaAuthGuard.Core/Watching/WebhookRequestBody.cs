using System.Text;
using System.Text.Json.Nodes;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Watching;

/// <summary>Represents the JSON of one request to a webhook's receiver.</summary>
/// <param name="Json">The JSON in UTF-8.</param>
/// <param name="Events">The number of events in it.</param>
internal sealed record WebhookRequestBody(byte[] Json, long Events)
{
    /// <summary>Returns the requests that tell a receiver of a bundle.</summary>
    /// <param name="bundle">The events.</param>
    /// <param name="format">The receiver.</param>
    /// <param name="routingKey">PagerDuty's integration key.</param>
    public static IReadOnlyList<WebhookRequestBody> Create(WebhookBundle bundle, WebhookFormat format, string routingKey) => format switch
    {
        WebhookFormat.Generic => [new(GenericMessage.Write(bundle), bundle.Count)],
        WebhookFormat.Slack => [From(SlackMessage.Write(bundle), bundle.Count)],
        WebhookFormat.Teams => [From(TeamsMessage.Write(bundle), bundle.Count)],
        WebhookFormat.PagerDuty => [.. PagerDutyEvent.Write(bundle, routingKey).Select(item => From(item.Json, item.Events))],
        WebhookFormat.Alertmanager => [From(AlertmanagerAlert.Write(bundle), bundle.Count)],
        WebhookFormat.ServiceNow => [From(ServiceNowEvent.Write(bundle), bundle.Count)],
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "The format is not defined."),
    };

    private static WebhookRequestBody From(JsonNode json, long events) => new(Encoding.UTF8.GetBytes(JsonText.Compact(json)), events);
}
