using System.Net;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Specifies a log platform and a search.</summary>
public sealed record PlatformOptions
{
    /// <summary>More requests at one time would not make most platforms faster, and would slow them down for others.</summary>
    public const int DefaultThrottleLimit = 4;

    /// <summary>Gets the platform.</summary>
    public required LogPlatform Platform { get; init; }

    /// <summary>Gets its address; see <see cref="PlatformAddress.Parse"/>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets the credential. Aria Operations for Logs requires one; the others use basic authentication.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>Gets the bearer token, in place of a credential.</summary>
    public string? Token { get; init; }

    /// <summary>Gets the provider that authenticates the user at Aria Operations for Logs.</summary>
    public AriaLogsProvider Provider { get; init; }

    /// <summary>Gets Loki's tenant (<c>X-Scope-OrgID</c>), or that of VictoriaLogs (<c>AccountID:ProjectID</c>); null if there is
    /// none.</summary>
    public string? Tenant { get; init; }

    /// <summary>Gets the indices of OpenSearch or Splunk, separated by commas, with wildcards. All by default.</summary>
    public string Index { get; init; } = "*";

    /// <summary>Gets additional matchers for the stream selector of Loki or VictoriaLogs, such as <c>job=~"vpxd.*"</c>; null if there is
    /// none.</summary>
    public string? Selector { get; init; }

    /// <summary>Gets the field or label with the host; null for the platform's default.</summary>
    public string? HostField { get; init; }

    /// <summary>Gets the fields or labels with the log's file or program. The first that an event has is used. Empty for the default
    /// ones.</summary>
    public IReadOnlyList<string> LogField { get; init; } = [];

    /// <summary>Gets the field with the text at OpenSearch or VictoriaLogs; null for <c>message</c> or <c>_msg</c>.</summary>
    public string? TextField { get; init; }

    /// <summary>Gets the hosts whose events are searched, as the platform names them; empty for all.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>Gets the time from which on events are searched, by the platform's own time.</summary>
    public required DateTimeOffset After { get; init; }

    /// <summary>Gets the time before which events are searched.</summary>
    public required DateTimeOffset Before { get; init; }

    /// <summary>Gets the number of events that one request asks for. 1,000 by default.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>Gets the maximum number of requests at one time. 4 by default. After a status of 429 or slow responses there are fewer of
    /// them.</summary>
    public int ThrottleLimit { get; init; } = DefaultThrottleLimit;

    /// <summary>Gets the time limit of one request, from connecting to the end of its response. 60 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the clock and the source of delays between attempts.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
