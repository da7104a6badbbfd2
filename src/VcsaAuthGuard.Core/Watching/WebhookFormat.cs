namespace VcsaAuthGuard.Watching;

/// <summary>Specifies the receiver of a webhook and with it the form of what is posted.</summary>
public enum WebhookFormat : long
{
    /// <summary>This module's own JSON: the event, or a list of events and their counts.</summary>
    Generic,

    /// <summary>Slack, by an incoming webhook.</summary>
    Slack,

    /// <summary>Microsoft Teams, by a webhook of its Workflows: a message with an Adaptive Card.</summary>
    Teams,

    /// <summary>PagerDuty, by its Events API v2.</summary>
    PagerDuty,

    /// <summary>Prometheus Alertmanager, by its API v2.</summary>
    Alertmanager,

    /// <summary>ServiceNow, by the event collector of its Event Management.</summary>
    ServiceNow,
}
